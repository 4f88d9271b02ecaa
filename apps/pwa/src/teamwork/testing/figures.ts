import type {
  Collision,
  Coordination,
  CoordinationFlow,
  CoordinationSummary,
  Diagnostics,
  FailurePage,
} from "@beckon/contracts/coordination";
import { successRate } from "@beckon/metrics/coordination";

export const asOf = "2026-11-21T12:00:00.000Z";
const window = { from: "2026-11-20T12:00:00.000Z", to: asOf, timeZone: "UTC" };
type Tally = { succeeded: number; failed: number; pending: number };

/** A row of figures as the server makes it. */
export const row = (succeeded: number, failed: number, pending = 0) => {
  const tally: Tally = { succeeded, failed, pending };
  const { value, n, interval } = successRate(tally);
  return { ...tally, share: { value, n, low: interval?.low ?? null, high: interval?.high ?? null } };
};

export const aSummary = (more: Partial<CoordinationSummary> = {}): CoordinationSummary => ({
  window,
  asOf,
  total: row(75, 20, 5),
  trend: { direction: "stable", before: row(70, 20), difference: 1.17, low: -10, high: 12 },
  buckets: Array.from({ length: 24 }, (_, hour) => ({
    from: new Date(Date.parse(window.from) + hour * 3_600_000).toISOString(),
    to: new Date(Date.parse(window.from) + (hour + 1) * 3_600_000).toISOString(),
    ...(hour === 3 ? row(0, 0) : hour === 20 ? row(6, 2) : row(3, 1)),
  })),
  byType: [
    { type: "handoff", ...row(40, 12, 5) },
    { type: "review", ...row(35, 8) },
  ],
  byPair: [{ from: { id: "ag_0123456789abcdefgh", name: "lead" }, to: { name: "Planner" }, ...row(6, 2) }],
  byCause: [
    { cause: "timeout", count: 5, exhausted: 3 },
    { cause: "handoff_lost", count: 15, exhausted: 0 },
  ],
  byRole: [
    { role: "developer", ...row(30, 10) },
    { role: null, ...row(0, 0, 2) },
  ],
  ...more,
});

export const aFlow = (more: Partial<CoordinationFlow> = {}): CoordinationFlow => ({
  window,
  asOf,
  nodes: [
    { key: "ag_lead", id: "ag_lead", name: "lead", role: "architect" },
    { key: "ag_builder", id: "ag_builder", name: "builder", role: "developer" },
    { key: "=Planner", name: "Planner" },
    { key: "", name: "" },
  ],
  links: [
    { from: "ag_lead", to: "ag_builder", type: "handoff", ...row(6, 2) },
    { from: "ag_lead", to: "ag_builder", type: "review", ...row(2, 0, 1) },
    { from: "ag_builder", to: "ag_lead", type: "review", ...row(1, 3) },
    { from: "ag_lead", to: "=Planner", type: "handoff", ...row(0, 2) },
    { from: "ag_builder", to: "", type: "handoff", ...row(0, 0, 1) },
  ],
  leftOut: 0,
  ...more,
});

/** The same by roles, as the server makes it. */
export const aRoleFlow = (): CoordinationFlow =>
  aFlow({
    nodes: ["architect", "developer", ""].map((role) => ({ key: role, name: role || "unknown" })),
    links: [
      { from: "architect", to: "developer", type: "handoff", ...row(6, 2) },
      { from: "architect", to: "developer", type: "review", ...row(2, 0, 1) },
      { from: "developer", to: "architect", type: "review", ...row(1, 3) },
      { from: "developer", to: "", type: "handoff", ...row(0, 0, 1) },
    ],
  });

export const someFailures = (count = 2, more: Partial<FailurePage> = {}): FailurePage => ({
  window,
  asOf,
  n: count * 3,
  items: Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    template: `connect ECONNREFUSED … (${index})`,
    cause: "connectivity" as const,
    count: 3,
    exhausted: index === 0 ? 2 : 0,
    firstAt: "2026-11-21T08:00:00.000Z",
    lastAt: "2026-11-21T09:00:00.000Z",
    agents: [{ id: "ag_builder", name: "builder", role: "developer" }, { name: "<img src=x>" }],
    example: `connect ECONNREFUSED 10.0.0.${index}:5432 \u202e<img src=x onerror=alert(1)>`,
  })),
  ...more,
});

export const someDiagnostics = (more: Partial<Diagnostics> = {}): Diagnostics => ({
  asOf,
  score: 93,
  grade: "healthy",
  checks: [
    {
      name: "unassigned",
      points: 4,
      count: 2,
      advice: "Assign them.",
      items: [{ kind: "task", id: "tk_0123456789abcdefgh", name: "Orders v2", since: "2026-11-21T10:00:00.000Z" }],
    },
    { name: "long_running", points: 3, count: 1, advice: "Look at what they wait for.", items: [] },
    { name: "stale_agents", points: 0, count: 0, advice: "-", items: [] },
    { name: "orphaned_tasks", points: 0, count: 0, advice: "-", items: [] },
    { name: "store", points: 0, count: 0, advice: "-", items: [] },
  ],
  ...more,
});

export const aRecord = (id: string, more: Partial<Coordination> = {}): Coordination => ({
  id,
  type: "handoff",
  from: { id: "ag_lead", name: "lead", role: "architect" },
  to: { name: "builder" },
  status: "failed",
  cause: "handoff_lost",
  startedAt: "2026-11-21T09:00:00.000Z",
  endedAt: "2026-11-21T09:30:00.000Z",
  ...more,
});

export const aCollision = (id: string, more: Partial<Collision> = {}): Collision => ({
  id,
  repository: "github.com/acme/shop",
  path: "src/orders.ts",
  kind: "soft",
  status: "open",
  startedAt: "2026-11-21T11:00:00.000Z",
  lastAt: "2026-11-21T11:50:00.000Z",
  parties: [
    {
      sessionId: "se_2",
      agentId: "ag_b",
      name: "second",
      firstAt: "2026-11-21T11:20:00.000Z",
      lastAt: "2026-11-21T11:50:00.000Z",
      edits: 1,
    },
    {
      sessionId: "se_1",
      agentId: "ag_a",
      name: "first",
      host: "devbox",
      branch: "orders",
      firstAt: "2026-11-21T11:00:00.000Z",
      lastAt: "2026-11-21T11:40:00.000Z",
      edits: 4,
      lines: [
        [10, 24],
        [80, 80],
      ],
    },
  ],
  ...more,
});
