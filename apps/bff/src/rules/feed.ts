import type { FeedSource } from "../sync/sync.service.ts";
import type { RulesService } from "./rules.service.ts";

/** Rules in every paired person's feed. */
const rulesFeed = (rules: Pick<RulesService, "find" | "snapshot">): FeedSource => ({
  kind: "rule",
  load: async (db, ids) => (await rules.find(db, ids)).map((value) => ({ kind: "rule", id: value.id, value })),
  snapshot: async (db) => (await rules.snapshot(db)).map((value) => ({ kind: "rule", id: value.id, value })),
});

/** What is proposed, but for what this person has dismissed. */
const ruleProposalsFeed = (rules: Pick<RulesService, "proposalsOf">): FeedSource => ({
  kind: "ruleProposal",
  load: async (db, ids, personId) =>
    (await rules.proposalsOf(db, personId, ids)).map((value) => ({ kind: "ruleProposal", id: value.id, value })),
  snapshot: async (db, personId) => (await rules.proposalsOf(db, personId)).map((value) => ({ kind: "ruleProposal", id: value.id, value })),
});

export const rulesFeeds = (rules: Pick<RulesService, "find" | "snapshot" | "proposalsOf">): FeedSource[] => [
  rulesFeed(rules),
  ruleProposalsFeed(rules),
];
