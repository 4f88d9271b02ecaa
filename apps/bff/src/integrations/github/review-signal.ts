import type { Signal } from "@beckon/contracts/signals";
import { agentOf, type ReviewTold } from "./reading.ts";

/**
 * What a review says as a signal. GitHub gives rounds no id, and deliveries come in any order: all that one reviewer is
 * asked and says of one pull request is one matter, of which the times tell the rounds. Told again it is the same signal.
 */
export const toReviewSignal = (told: ReviewTold): Signal => {
  const reviewId = `${told.pullRequest}:${told.reviewer}`;
  const head = { id: `review:${reviewId}:${told.what}:${told.at}`, source: "github", at: told.at, agent: agentOf(told.author) };
  return told.what === "requested"
    ? { ...head, kind: "review.requested", data: { reviewId, of: told.of, by: told.reviewer } }
    : { ...head, kind: "review.ended", data: { reviewId, accepted: told.accepted, ...(told.message ? { message: told.message } : {}) } };
};
