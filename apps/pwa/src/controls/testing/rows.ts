import type { Command } from "@beckon/contracts/controls";
import type { Host, HostProfile, ShownProcess } from "@beckon/contracts/hosts";
import { ago } from "../../fleet/testing/rows.ts";

/** A process as the server would send it, for tests. */
export const aProcess = (id: string, more: Partial<ShownProcess> = {}): ShownProcess => ({
  id,
  profile: "builder",
  agent: `builder ${id}`,
  state: "running",
  pid: 4_711,
  folder: "/home/dev/shop",
  startedAt: ago(720),
  restarts: 0,
  cpu: 0.12,
  memoryBytes: 412 * 1_024 ** 2,
  lastOutputAt: ago(7),
  output: ["12 tests passed"],
  ...more,
});

export const aProfile = (name: string, more: Partial<HostProfile> = {}): HostProfile => ({
  name,
  command: `run ${name}`,
  folder: "/home/dev/shop",
  worktree: false,
  most: 3,
  ...more,
});

/** A machine that was heard two seconds ago. */
export const aHost = (id: string, more: Partial<Host> = {}): Host => ({
  id,
  name: id,
  platform: "Linux x64",
  version: "0.1.0",
  firstSeenAt: ago(100_000),
  lastSeenAt: ago(2),
  connected: true,
  profiles: [aProfile("builder")],
  processes: [],
  ...more,
});

/** A command that was asked for a second ago. */
export const aCommand = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  kind: "pause",
  state: "requested",
  via: "host",
  hostId: "devbox",
  processId: "hp_1",
  subject: "builder hp_1",
  by: { kind: "person", name: "Ada King" },
  requestedAt: ago(1),
  expiresAt: ago(-59),
  ...more,
});
