import type { HostCommand, HostInput, HostProcess } from "@beckon/contracts/hosts";
import { newId } from "@beckon/bff/platform/ids.ts";
import { type Caller, callerOf } from "./people.ts";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

/** A machine whose runner is played by the test, over the wire. */
export const playedMachine = async (call: Caller, input: Partial<HostInput> & { name: string }) => {
  const put = await call("PUT", "/api/hosts/me", { platform: "Linux x64", version: "0.1.0", profiles: [], ...input });
  if (put.status >= 300) throw new Error(`no machine: ${put.status} ${JSON.stringify(put.body)}`);
  const report = async (body: object, wait = 0): Promise<HostCommand[]> => {
    const { status, body: answer } = await call("POST", `/api/hosts/me/report?wait=${wait}`, { complete: false, ...body });
    if (status !== 200) throw new Error(`not reported: ${status} ${JSON.stringify(answer)}`);
    return answer.commands;
  };
  return { id: put.body.id as string, report };
};

const profiles = [
  {
    name: "builder",
    role: "developer",
    vendor: "Claude Code",
    command: "claude --model opus",
    folder: "/home/dev/shop",
    worktree: true,
    most: 6,
  },
  { name: "reviewer", role: "reviewer", command: "codex exec review", folder: "/home/dev/shop", worktree: false, most: 2 },
];

const teams = [
  {
    name: "Night shift",
    members: [
      { profile: "builder", strength: 2 },
      { profile: "reviewer", strength: 1 },
    ],
    restartsPerHour: 5,
  },
];

/** A process as a runner tells of it. */
export const toldProcess = (id: string, more: Partial<HostProcess> = {}): Partial<HostProcess> => ({
  id,
  profile: "builder",
  agent: "builder-1",
  role: "developer",
  vendor: "Claude Code",
  state: "running",
  pid: 4_711,
  folder: "/home/dev/shop",
  startedAt: ago(720),
  restarts: 0,
  cpu: 0.12,
  memoryBytes: 431_000_000,
  lastOutputAt: ago(7),
  output: ["Running tests", "✓ orders 41 passed (2.1 s)"],
  ...more,
});

/** Two machines with all that a page of them shows: each state, a long name, text that should not be trusted; one has fallen silent. */
export const seedMachines = async (origin: string, token: (name: string) => Promise<string>): Promise<void> => {
  const caller = async (name: string) => callerOf(origin, { authorization: `Bearer ${await token(name)}` });
  const devbox = await playedMachine(await caller("devbox-runner"), { name: "devbox", profiles, teams });
  const ended = { cpu: undefined, memoryBytes: undefined, pid: undefined };
  const told = [
    { agent: "builder-1" },
    { agent: "builder-2-of-the-team-that-moves-the-checkout-to-the-new-tax-rules", cpu: 1.34, memoryBytes: 1_910_000_000 },
    {
      agent: "reviewer-1",
      profile: "reviewer",
      role: "reviewer",
      state: "paused" as const,
      cpu: 0,
      output: ["Waiting for the diff of #412\u202e\u200b"],
    },
    { agent: "builder-3", state: "starting" as const, ...ended, output: [] },
    { agent: "builder-4", state: "failed" as const, ...ended, signal: "SIGKILL", endedAt: ago(190), output: ["FATAL: heap out of memory"] },
    { agent: "builder-5", state: "exited" as const, ...ended, exitCode: 0, endedAt: ago(4_000), output: ["All done"] },
  ];
  await devbox.report({ complete: true, processes: told.map((one) => toldProcess(newId("hp"), one)) });
  const edge = await playedMachine(await caller("edge-runner"), {
    name: "edge-1",
    platform: "macOS arm64",
    profiles: profiles.slice(0, 1),
  });
  await edge.report({ complete: true, processes: [toldProcess(newId("hp"), { agent: "nightly-1", folder: "/srv/nightly" })] });
  await edge.report({ leaving: true });
};
