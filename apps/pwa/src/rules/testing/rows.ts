import type { Rule, RuleProposal, RuleReplay } from "@beckon/contracts/rules";
import { ago } from "../../fleet/testing/rows.ts";

const terms = {
  name: "Look at git",
  scope: { command: { begins: ["git", "status"] }, folder: "/src/shop", agentId: "ag_1" },
  answer: { tone: "approve" as const },
  maxRisk: "low" as const,
  mostPerHour: 30,
};

/** A rule that is on for six more days, for tests. */
export const aRule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  ...terms,
  until: ago(-6 * 86_400),
  hash: "h",
  version: 1,
  state: "on",
  on: { at: ago(3_600), by: { kind: "person", name: "Ada King" }, replay: { ...figures, days: 30 } },
  createdAt: ago(7_200),
  createdBy: { kind: "person", name: "Ada King" },
  answered: 12,
  left: 0,
  ...more,
});

const figures = { asked: 52, would: 31, same: 29, against: 0, nobody: 2, left: 0 };

export const anOffRule = (id: string, more: Partial<Rule> = {}): Rule =>
  aRule(id, { state: "off", off: { because: "new", at: ago(60) }, on: undefined, answered: 0, ...more });

export const aProposal = (id: string, more: Partial<RuleProposal> = {}): RuleProposal => ({
  id,
  rule: { ...terms, name: "Approve: pnpm test", scope: { command: { is: "pnpm test" } } },
  answers: 3,
  requestIds: ["dr_1"],
  since: ago(7_200),
  at: ago(60),
  replay: { asked: 5, would: 3, same: 3, against: 0, nobody: 0, left: 0, days: 14 },
  ...more,
});

export const aReplay = (more: Partial<RuleReplay> = {}): RuleReplay => ({
  id: "rr_1",
  hash: "h",
  at: ago(2),
  days: 30,
  freshUntil: ago(-898),
  figures,
  from: ago(30 * 86_400),
  cut: false,
  against: [],
  would: [
    {
      requestId: "dr_1",
      title: "Run a command?",
      agent: "builder",
      askedAt: ago(900),
      command: "git status -s",
      would: "Approve",
      yours: "Approve",
      fits: "same",
    },
  ],
  ...more,
});
