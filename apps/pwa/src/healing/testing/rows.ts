import type { HealingPlan, HealingRule, HealingRun, HealingStep, TakenStep } from "@beckon/contracts/healing";
import { ago } from "../../fleet/testing/rows.ts";

const limits = { restartsPerHour: 3, coolDownSeconds: 120, actsPerRun: 10 };

export const aStep = (more: Partial<HealingStep> = {}): HealingStep => ({
  id: "restart hang ho_1/builder-1",
  act: "restart",
  fault: "hang",
  subject: { kind: "agent", id: "ag_1", name: "builder-1" },
  reason: "It runs, does nothing, and says nothing in the middle of work. The evidence is plain.",
  evidence: [
    { what: "Its last output", at: ago(1_500), where: "devbox" },
    { what: "It takes 0 % of a core", where: "devbox" },
  ],
  since: ago(1_500),
  ...more,
});

export const aTaken = (more: Partial<TakenStep> = {}): TakenStep => ({ ...aStep(), id: "hl_s1", state: "done", commandIds: [], ...more });

export const aPlan = (more: Partial<HealingPlan> = {}): HealingPlan => ({
  asOf: ago(3),
  mode: "smart",
  limits,
  hash: "h1",
  steps: [],
  left: [],
  ...more,
});

export const aRun = (id: string, more: Partial<HealingRun> = {}): HealingRun => ({
  id,
  mode: "smart",
  limits,
  by: { kind: "person", name: "Ada King" },
  state: "over",
  startedAt: ago(600),
  endedAt: ago(590),
  steps: [],
  left: [],
  ...more,
});

export const aRule = (more: Partial<HealingRule> = {}): HealingRule => ({
  id: "hl_r1",
  mode: "conservative",
  scope: {},
  limits,
  everyMinutes: 2,
  by: { kind: "person", name: "Ada King" },
  at: ago(7_200),
  ...more,
});
