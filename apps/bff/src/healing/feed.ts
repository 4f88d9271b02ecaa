import type { SyncChange } from "@beckon/contracts/sync";
import type { Db } from "../platform/db/database.ts";
import type { FeedSource } from "../sync/sync.service.ts";
import type { HealingService } from "./healing.service.ts";
import { ruleEntity } from "./rule.ts";

/** The latest runs in every paired person's feed. */
export const healingRunsFeed = (healing: Pick<HealingService, "find" | "recent">): FeedSource => ({
  kind: "healingRun",
  load: async (db, ids) => (await healing.find(db, ids)).map((value) => ({ kind: "healingRun", id: value.id, value })),
  snapshot: async (db) => (await healing.recent(db)).map((value) => ({ kind: "healingRun", id: value.id, value })),
});

/** The rule as it stands, or stood last. */
export const healingRuleFeed = (healing: Pick<HealingService, "rule">): FeedSource => {
  const load = async (db: Db): Promise<SyncChange[]> => {
    const value = await healing.rule(db);
    return value ? [{ kind: "healingRule", id: ruleEntity, value }] : [];
  };
  return { kind: "healingRule", load, snapshot: load };
};
