import type { Agent, Session } from "@beckon/contracts/agents";

export const now = Date.parse("2026-11-21T12:00:00.000Z");
/** So many seconds before `now`, or before the moment given. */
export const ago = (seconds: number, from = now): string => new Date(from - seconds * 1_000).toISOString();

/** An agent as the server would send it, for tests. */
export const anAgent = (id: string, more: Partial<Agent> = {}): Agent => ({
  id,
  name: id,
  vendor: "Claude Code",
  host: "devbox",
  firstSeenAt: ago(100_000),
  lastSeenAt: ago(10),
  ...more,
});

export const someUsage = (more: Partial<Session["usage"]> = {}): Session["usage"] => ({
  calls: 2,
  tokens: { input: 1_000, output: 200, cacheRead: 5_000, cacheWrite: 300 },
  costMicros: 420_000,
  unpriced: 0,
  models: ["claude-sonnet-5"],
  ...more,
});
export const noUsage: Session["usage"] = someUsage({
  calls: 0,
  tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  costMicros: null,
  models: [],
});

/** A run in the middle of a turn, heard of ten seconds ago. */
export const aSessionOf = (agentId: string, more: Partial<Session> = {}): Session => ({
  id: `se_${agentId}`,
  key: `key-${agentId}`,
  agentId,
  project: "shop-api",
  cwd: "/home/dev/shop-api",
  startedAt: ago(3_600),
  lastSignalAt: ago(10),
  turn: { open: true, startedAt: ago(60), running: 0 },
  doing: [],
  files: [],
  usage: noUsage,
  recent: [],
  ...more,
});
