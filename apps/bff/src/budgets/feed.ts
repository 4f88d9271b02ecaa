import type { FeedSource } from "../sync/sync.service.ts";
import type { BudgetsService } from "./budgets.service.ts";

/** Budgets and alarms in every paired person's feed. */
export const budgetsFeeds = (budgets: Pick<BudgetsService, "find" | "forReplica" | "alarms">): FeedSource[] => [
  {
    kind: "budget",
    load: async (db, ids) => (await budgets.find(db, ids)).map((value) => ({ kind: "budget", id: value.id, value })),
    snapshot: async (db) => (await budgets.forReplica(db)).map((value) => ({ kind: "budget", id: value.id, value })),
  },
  {
    kind: "spendAlarm",
    load: async (db, ids) => (await budgets.alarms.find(db, ids)).map((value) => ({ kind: "spendAlarm", id: value.id, value })),
    snapshot: async (db) => (await budgets.alarms.recent(db)).map((value) => ({ kind: "spendAlarm", id: value.id, value })),
  },
];
