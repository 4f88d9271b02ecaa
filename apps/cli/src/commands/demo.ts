import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Client } from "@beckon/agent-client";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { startFleet } from "../demo/fleet.ts";
import { createFleet, usualAgents } from "../demo/personas.ts";
import { CliError, exitCode } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { print, printJson, say } from "../output.ts";

const help = `beckon demo [--agents 7] [--seed 7] [--speed 1] [--minutes 30] [--json]
beckon demo --remove [--json]

Runs a fleet of made-up agents against this server, so that there is something to see: each a process
of its own, which speaks as Claude Code, Codex, Gemini CLI, OpenCode, a script or a crew of five would.
They work on a shop that does not exist: take tasks, hand on, review, release, get in each other's way.
They ask; what you answer, and how you move a task, changes what they do. Some fail: one dies in the
middle of its work, one ends with an error. All of it is marked as demo wherever it is shown, and
stands in no sum with real figures.

  --agents N    how many, up to 24
  --seed N      the same seed tells the same story
  --speed N     how much faster than usual
  --minutes N   stops by itself after so long; Ctrl-C stops it sooner
  --remove      deletes everything that came with the demo; nothing else is touched
  --json        who is in the fleet, or what was removed, as JSON

Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.
`;

export const command: Command = { help, run };

const hint = "try beckon demo --help";
const removal = "what it left stays until: beckon demo --remove";

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      agents: { type: "string" },
      seed: { type: "string" },
      speed: { type: "string" },
      minutes: { type: "string" },
      remove: { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  const { agents, seed, speed, minutes, json = false } = values;
  if (values.remove) {
    if ([agents, seed, speed, minutes].some((value) => value !== undefined)) throw new CliError("--remove stands alone", { hint });
    return remove(json);
  }
  const number = (name: string, text: string | undefined, { usual, least, most }: { usual: number; least: number; most: number }) => {
    const value = text === undefined ? usual : Number(text);
    if (text?.trim() === "" || !(value >= least && value <= most)) throw new CliError(`--${name} goes from ${least} to ${most}`, { hint });
    return value;
  };
  return runFleet({
    agents: Math.floor(number("agents", agents, { usual: usualAgents, least: 1, most: 24 })),
    seed: Math.floor(number("seed", seed, { usual: 7, least: 0, most: 2 ** 31 })),
    speed: number("speed", speed, { usual: 1, least: 0.1, most: 1_000 }),
    minutes: number("minutes", minutes, { usual: 30, least: 0.05, most: 1_440 }),
    json,
  });
}

async function runFleet(wish: { agents: number; seed: number; speed: number; minutes: number; json: boolean }): Promise<number> {
  const client = await adminClient();
  const members = [];
  for (const persona of createFleet(wish)) members.push({ persona, ...(await makeToken(client, persona.name)) });
  const interrupt = onInterrupt();
  const { agents, seed, speed } = wish;
  const fleet = startFleet({ url: client.url, members, order: { agents, seed, speed }, tell: say });
  const stopsAt = new Date(Date.now() + wish.minutes * 60_000).toISOString();
  if (wish.json)
    printJson({
      agents: members.map(({ persona, id }) => ({ name: persona.name, kind: persona.kind, host: persona.host, tokenId: id })),
      stopsAt,
    });
  else {
    print(`${members.length} demo agents are at work: ${members.map(({ persona }) => persona.name).join(", ")}`);
    say(`open ${client.url}; stops in ${wish.minutes} minutes, or with Ctrl-C; ${removal}`);
  }
  const removed = fleet.over.then(() => "over" as const);
  const ended = await Promise.race([
    removed,
    sleep(wish.minutes * 60_000, "time", { signal: interrupt.signal }).catch(() => "caught" as const),
  ]);
  await fleet.stop();
  interrupt.stop();
  say(ended === "over" ? "all demo agents have ended" : `the demo has stopped; ${removal}`);
  return interrupt.caught()?.code ?? exitCode.ok;
}

const makeToken = (client: Pick<Client, "call">, name: string) =>
  client.call({
    ...adminCall,
    method: "POST",
    path: "/api/tokens",
    body: { name, scope: "agent", demo: true },
    schema: async () => (await import("@beckon/contracts/access")).createdToken,
  });

async function remove(json: boolean): Promise<number> {
  const client = await adminClient();
  const removed = await client.call({
    ...adminCall,
    timeoutMs: 60_000,
    method: "DELETE",
    path: "/api/demo",
    schema: async () => (await import("@beckon/contracts/demo")).demoRemoved,
  });
  const { tokens, agents, sessions, signals, requests } = removed;
  if (json) printJson(removed);
  else if (tokens + agents + sessions === 0) say("there is no demo to remove");
  else print(`removed ${agents} agents, ${sessions} sessions, ${signals} signals and ${requests} decision requests of the demo`);
  return exitCode.ok;
}
