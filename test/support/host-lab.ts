import { randomBytes } from "node:crypto";
import type { Command } from "@beckon/contracts/controls";
import type { Host, HostAnswer, HostCommand } from "@beckon/contracts/hosts";
import type { Call } from "./test-app.ts";

/** What every runner of the tests may start. */
export const profiles = [
  { name: "developer", role: "developer", vendor: "Claude Code", command: "claude", folder: "/srv/shop", worktree: false, most: 3 },
  { name: "tester", command: "codex", folder: "/srv/shop", worktree: true, most: 60 },
];

/** An id as the server makes them. */
export const newProcess = () => `hp_${randomBytes(11).toString("hex")}`;

export const aProcess = (more: object = {}) => ({
  id: newProcess(),
  profile: "developer",
  agent: "developer-1",
  role: "developer",
  vendor: "Claude Code",
  state: "running",
  pid: 4_711,
  folder: "/srv/shop",
  startedAt: "2026-11-21T10:00:00.000Z",
  restarts: 0,
  ...more,
});

type Report = { complete?: boolean; processes?: object[]; commands?: object[]; leaving?: boolean };

/** A runner, as far as the server sees it: what it says, and what it is told to do. */
export const openRunner = async (call: Call, name = "devbox") => {
  const open = async (): Promise<Host> => {
    const opened = await call("PUT", "/api/hosts/me", { name, platform: "linux", version: "0.1.0", profiles });
    if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
    return opened.body;
  };
  const { id } = await open();
  const send = ({ complete = false, processes = [], commands = [], ...more }: Report = {}, wait = 0) =>
    call<HostAnswer>("POST", `/api/hosts/me/report?wait=${wait}`, { complete, processes, commands, ...more });
  const report = async (said?: Report, wait?: number): Promise<HostAnswer> => {
    const answer = await send(said, wait);
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    id,
    name,
    call,
    open,
    send,
    report,
    /** What it is told to do now. */
    fetch: async (): Promise<HostCommand[]> => (await report()).commands,
    tell: (command: { id: string }, state: string, result?: string) =>
      report({ commands: [{ id: command.id, state, ...(result === undefined ? {} : { result }) }] }),
  };
};
export type TestRunner = Awaited<ReturnType<typeof openRunner>>;

/** Commands that a person asks for; throws where they are refused. */
export const commanding =
  (person: Call) =>
  async (input: object, headers?: Record<string, string>): Promise<[Command, ...Command[]]> => {
    const asked = await person("POST", "/api/commands", input, headers);
    if (asked.status > 201) throw new Error(`${asked.status} ${JSON.stringify(asked.body)}`);
    return asked.body.commands;
  };
