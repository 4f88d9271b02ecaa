import type { FeedSource } from "../sync/sync.service.ts";
import type { DecisionsService } from "./decisions.service.ts";

/** Requests in every paired person's feed. */
export const decisionsFeed = (decisions: Pick<DecisionsService, "findAll" | "snapshot">): FeedSource => ({
  kind: "decisionRequest",
  load: async (db, ids) => (await decisions.findAll(db, ids)).map((value) => ({ kind: "decisionRequest", id: value.id, value })),
  snapshot: async (db) => (await decisions.snapshot(db)).map((value) => ({ kind: "decisionRequest", id: value.id, value })),
});

/** Each person's own snoozes. */
export const snoozesFeed = (decisions: Pick<DecisionsService, "findSnoozes" | "snoozesOf">): FeedSource => ({
  kind: "snooze",
  load: async (db, ids, personId) =>
    (await decisions.findSnoozes(db, personId, ids)).map((value) => ({ kind: "snooze", id: value.requestId, value })),
  snapshot: async (db, personId) =>
    (await decisions.snoozesOf(db, personId)).map((value) => ({ kind: "snooze", id: value.requestId, value })),
});
