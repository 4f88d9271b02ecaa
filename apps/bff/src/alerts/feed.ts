import type { FeedSource } from "../sync/sync.service.ts";
import type { AlertsService } from "./alerts.service.ts";

/** Alerts that fire, those of the last week, all rules and silences, in every paired person's feed. */
export const alertsFeeds = ({ feed }: Pick<AlertsService, "feed">): FeedSource[] => [
  {
    kind: "alert",
    load: async (db, ids) => (await feed.find(db, ids)).map((value) => ({ kind: "alert", id: value.id, value })),
    snapshot: async (db) => (await feed.recent(db)).map((value) => ({ kind: "alert", id: value.id, value })),
  },
  {
    kind: "alertRule",
    load: async (db, ids) => (await feed.rules(db, ids)).map((value) => ({ kind: "alertRule", id: value.kind, value })),
    snapshot: async (db) => (await feed.rules(db)).map((value) => ({ kind: "alertRule", id: value.kind, value })),
  },
  {
    kind: "silence",
    load: async (db, ids) => (await feed.findSilences(db, ids)).map((value) => ({ kind: "silence", id: value.id, value })),
    snapshot: async (db) => (await feed.silences(db)).map((value) => ({ kind: "silence", id: value.id, value })),
  },
];
