import type { Signal } from "@beckon/contracts/signals";
import type { RunningServer } from "@beckon/bff/server.ts";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
type Told = { [K in Signal["kind"]]: { kind: K; seconds: number; data: Extract<Signal, { kind: K }>["data"] } }[Signal["kind"]];

const tokens = { input: 812, output: 640, cacheRead: 51_200, cacheWrite: 2_048 };

/** One agent of each state but waiting, which the inbox has; a sub-agent, a long name, and text that should not be trusted. */
const fleet: { name: string; vendor: string; role: string; host: string; told: Told[] }[] = [
  {
    name: "builder-7",
    vendor: "Claude Code",
    role: "developer",
    host: "devbox",
    told: [
      { kind: "session.started", seconds: 700, data: { cwd: "/home/dev/shop-api", model: "claude-sonnet-5", branch: "orders-v2" } },
      { kind: "turn.started", seconds: 690, data: { prompt: "Add the discount column, backfill it, and test both", by: "person" } },
      { kind: "model.called", seconds: 600, data: { model: "claude-sonnet-5", channel: "event", tokens, costMicros: 42_100 } },
      { kind: "tool.ended", seconds: 400, data: { tool: "Bash", command: "pnpm vitest orders", ok: false, durationMs: 2_100 } },
      { kind: "file.edited", seconds: 300, data: { path: "/home/dev/shop-api/src/db/schema.ts", added: 12, removed: 3 } },
      { kind: "tool.started", seconds: 70, data: { callId: "c1", tool: "Bash", command: "pnpm vitest --project shop-api" } },
    ],
  },
  {
    name: "reviewer-of-everything-that-is-merged-into-the-main-branch",
    vendor: "Codex",
    role: "reviewer",
    host: "ci-3",
    told: [
      { kind: "turn.started", seconds: 900, data: { prompt: "Review the checkout pull request", by: "person" } },
      { kind: "tool.ended", seconds: 500, data: { tool: "Bash", command: "git diff main\u202e\u200b", ok: true, durationMs: 300 } },
    ],
  },
  {
    name: "tester-9",
    vendor: "Gemini CLI",
    role: "tester",
    host: "devbox",
    told: [
      { kind: "turn.started", seconds: 200, data: { prompt: "Run the suite", by: "person" } },
      { kind: "turn.ended", seconds: 120, data: { message: "All 412 tests pass", failed: false, running: 0 } },
    ],
  },
  {
    name: "nightly",
    vendor: "OpenCode",
    role: "devops",
    host: "edge-1",
    told: [
      { kind: "turn.started", seconds: 4_000, data: { by: "agent" } },
      { kind: "session.ended", seconds: 3_900, data: { failed: true, error: "exit 137: out of memory" } },
    ],
  },
];

/** Agents at work, for pages to be looked at. The id of the first one. */
export const seedFleet = async (server: RunningServer): Promise<string> => {
  const { services } = server;
  for (const { name, vendor, role, host, told } of fleet) {
    const { id } = await services.access.tokens.create({ kind: "local" }, { name, scope: "agent" });
    await services.signals.append(
      { id, name },
      told.map(({ seconds, ...signal }, index) => ({
        ...signal,
        id: `${name}-${index}`,
        source: "seed",
        at: ago(seconds),
        session: `run-of-${name}`,
        agent: { vendor, role, host },
      })) as Signal[],
    );
  }
  return (await services.agents.list()).find(({ name }) => name === "builder-7")?.id as string;
};
