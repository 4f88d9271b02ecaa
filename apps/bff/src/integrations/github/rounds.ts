import type { Signal } from "@beckon/contracts/signals";
import type { Work } from "../../platform/db/database.ts";
import { lockRounds, saveRound, type ReviewPlace, type RoundRow } from "./github.repository.ts";
import { agentOf, type ReviewTold } from "./reading.ts";

/**
 * The round that a review is of: asked for opens one, given ends it. Deliveries come in any order, so each is put
 * where its own time says, and told again it is the same round.
 */
export const roundOf = (rounds: readonly RoundRow[], told: Pick<ReviewTold, "what" | "at">, place: ReviewPlace): RoundRow => {
  const at = new Date(told.at);
  const last = rounds.at(-1);
  const fresh = { ...place, round: (last?.round ?? 0) + 1, requestedAt: null, endedAt: null };
  if (told.what === "requested") {
    // Late: the review that it asked for has been given since.
    const answered = rounds.find(({ requestedAt, endedAt }) => endedAt !== null && endedAt >= at && requestedAt === null);
    const same = rounds.find(({ requestedAt }) => requestedAt?.getTime() === at.getTime());
    const open = last?.endedAt === null ? last : undefined;
    const round = same ?? answered ?? open ?? fresh;
    return { ...round, requestedAt: round.requestedAt ?? at };
  }
  const same = rounds.find(({ endedAt }) => endedAt?.getTime() === at.getTime());
  const open = rounds.find(({ requestedAt, endedAt }) => endedAt === null && (requestedAt === null || requestedAt <= at));
  return { ...(same ?? open ?? fresh), endedAt: at };
};

/** What a review says as a signal, its round kept in the same transaction. */
export const toReviewSignal = async (work: Work, told: ReviewTold, hookId: string): Promise<Signal> => {
  const place = { hookId, pullRequest: told.pullRequest, reviewer: told.reviewer };
  const row = roundOf(await lockRounds(work.db, place), told, place);
  await saveRound(work.db, row);
  const reviewId = `${told.pullRequest}:${told.reviewer}:${row.round}`;
  const head = { id: `review:${reviewId}:${told.what}`, source: "github", at: told.at, agent: agentOf(told.author) };
  return told.what === "requested"
    ? { ...head, kind: "review.requested", data: { reviewId, of: told.of, by: told.reviewer } }
    : { ...head, kind: "review.ended", data: { reviewId, accepted: told.accepted, ...(told.message ? { message: told.message } : {}) } };
};
