import type { Outcome, OutcomeInput, OutcomePage } from "@beckon/contracts/outcomes";
import { FakeStore } from "../../shell/testing/fake-store.ts";
import type { OutcomesState } from "../outcomes.store.ts";

const loading = { loading: true };

/** One accepted result with all of its parts. */
export const anOutcome = (more: Partial<Outcome> = {}): Outcome => ({
  id: "oc_1",
  source: "pull_request",
  title: "feat(shop): orders get a column",
  url: "https://github.com/acme/shop/pull/12",
  taskType: "feature",
  acceptedAt: "2026-11-12T09:30:00.000Z",
  acceptedBy: "anna",
  agent: { id: "ag_1", name: "builder" },
  role: "developer",
  project: "shop",
  parts: [
    { kind: "task", ref: "tk_1", title: "Orders v2" },
    {
      kind: "pull_request",
      ref: "github.com/acme/shop#12",
      title: "feat(shop): orders",
      url: "https://github.com/acme/shop/pull/12",
      acceptedAt: "2026-11-12T09:30:00.000Z",
    },
  ],
  sessions: [
    { id: "se_1", via: "commit", share: 2 },
    { id: "se_2", via: "branch", share: 1 },
  ],
  commits: [{ sha: "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c", sessionId: "se_1", at: "2026-11-12T09:00:00.000Z" }],
  cost: { billedMicros: 3_410_000, planMicros: null, apiEquivalentMicros: 4_120_000, unpriced: 0 },
  hours: { p10: 4_000, p50: 8_000, p90: 14_000 },
  grade: "B",
  basis: { kind: "estimate", by: "Ada King", at: "2026-11-11T09:00:00.000Z", lockedAt: "2026-11-12T08:00:00.000Z" },
  agentShare: 1_000_000,
  agentShareFrom: "commits",
  counterfactual: 1_000_000,
  durability: {
    d: 1_000_000,
    state: "standing",
    incident: false,
    checkedAt: "2026-11-19T09:30:00.000Z",
    nextAt: "2026-12-12T09:30:00.000Z",
    evidence: [{ at: "2026-11-19T09:30:00.000Z", kind: "standing", from: "schedule", detail: "7 days" }],
  },
  reviewMinutes: 47,
  version: 3,
  ...more,
});

/** The store of outcomes without network. */
export function fakeOutcomes(asked: unknown[]) {
  const note =
    (name: string) =>
    async (...args: unknown[]): Promise<Outcome> => {
      asked.push([name, ...args]);
      return anOutcome();
    };
  const state: OutcomesState = { page: loading, costs: loading, ofTask: loading, baselines: loading, holdOuts: loading };
  return Object.assign(new FakeStore<OutcomesState>(state), {
    show: (look: object) => void asked.push(["showOutcomes", look]),
    showTask: (task: string) => void asked.push(["showTaskOutcome", task]),
    showBaselines: () => void asked.push(["showBaselines"]),
    leave: () => void asked.push(["leaveOutcomes"]),
    refresh: () => void asked.push(["refreshOutcomes"]),
    more: async (look: object, cursor: string): Promise<OutcomePage> => {
      asked.push(["moreOutcomes", look, cursor]);
      return { items: [], n: 0, asOf: "2026-11-21T10:00:00.000Z" };
    },
    accept: (input: OutcomeInput) => note("acceptOutcome")(input),
    correct: note("correctOutcome"),
    withdraw: note("withdrawOutcome"),
    restore: note("restoreOutcome"),
    setBaseline: note("setBaseline"),
    setHoldOutShare: note("setHoldOutShare"),
    measureHoldOut: note("measureHoldOut"),
  });
}
