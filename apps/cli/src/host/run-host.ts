import { readFileSync } from "node:fs";
import { arch, platform, release } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HostInput } from "@beckon/contracts/hosts";
import type { Acting } from "./acting.ts";
import { createBell } from "./bell.ts";
import { createCarryOut } from "./carry-out.ts";
import { toldProfile } from "./config.ts";
import type { HostConfig } from "./config.ts";
import { followConfig } from "./configuration.ts";
import { createTalk } from "./converse.ts";
import type { Tell } from "./events.ts";
import { createJournal } from "./journal.ts";
import { createLimits } from "./limits.ts";
import { createMachine } from "./machine.ts";
import type { Machine, Watched } from "./machine.ts";
import { createMeter } from "./meter.ts";
import { processTable } from "./process-table.ts";
import { openServer } from "./server.ts";
import { createSettling } from "./settle.ts";
import { shareTable } from "./shared-table.ts";
import { openStateFolder } from "./state-folder.ts";
import { takeOver } from "./take-over.ts";
import { createTelling } from "./telling.ts";
import { createWorktrees } from "./worktree.ts";

const lookMs = 500;
const measureMs = 5_000;
const tidyMs = 60_000;
/** So long a command may take to its end when the runner is asked to end. */
const finishMs = 10_000;

type Options = { configPath: string; stateDir?: string; once: boolean; tell: Tell; signal: AbortSignal };

/** The runner of this machine, until the signal aborts. What it started goes on without it. */
export async function runHost({ configPath, stateDir, once, tell: tellAll, signal }: Options): Promise<void> {
  const tell: Tell = (event) => tellAll("message" in event ? { ...event, message: clip(event.message) } : event);
  const server = openServer();
  const now = () => new Date();
  const bell = createBell();
  const configuration = followConfig(configPath, ({ config, problem }) => {
    const message = `${problem}; the one before stays`;
    tell(problem === undefined ? { event: "configuration", profiles: config.profiles.length } : { event: "problem", message });
    bell.ring();
  });
  const state = await openStateFolder(stateDir ?? join(configuration.current().folder, ".beckon"));
  const table = shareTable(processTable());
  const show = showChanges(tell);
  const machine = createMachine({
    ...{ processes: state.processes, table, now },
    changed: (watched) => (show(watched), bell.ring()),
    ended: (watched) => settling.begin(watched),
  });
  const acting: Acting = {
    ...{ machine, table, now, config: configuration.current, url: server.url, hostToken: server.token },
    worktrees: createWorktrees(state.worktrees),
    wait: (ms) => sleep(ms),
  };
  const settling = createSettling(acting);
  const journal = createJournal({ folder: state.commands, now, changed: bell.ring });
  const carryOut = createCarryOut({
    ...{ acting, journal, settling, serverNow: server.now },
    ended: ({ id, kind, processId }, end) => tell({ event: "command", id, kind, process: processId, ...end }),
  });
  const telling = createTelling({ machine, journal });
  const meter = createMeter({ table, machine });
  const limits = createLimits(acting);
  const talk = createTalk({
    ...{ server, telling, carryOut, bell, tell, signal },
    introduction: introductions(configuration.current, machine, tell),
  });

  takeOver(acting, { settling, unfinished: journal.unfinished() });
  carryOut.resume();
  const timers = [
    every(lookMs, machine.lookAtAll, tell),
    every(measureMs, () => (meter.measure(), limits.enforce(), configuration.look()), tell),
    every(tidyMs, () => (journal.tidy(), machine.tidy(telling.isTold)), tell),
  ];
  meter.measure();
  try {
    await (once ? talk.once() : talk.keepUp());
  } finally {
    // What is half done is brought to its end, if that takes no longer than somebody would wait.
    await Promise.race([carryOut.idle().then(settling.all), sleep(finishMs)]);
    for (const timer of timers) clearInterval(timer);
    await talk.leave();
    state.release();
  }
  tell({ event: "leaving", processes: machine.alive().length });
}

/** A server may answer with a page. */
const clip = (message: string): string => (message.length > 500 ? `${message.slice(0, 499).toWellFormed()}…` : message);

/** What goes wrong, such as a full disk, is said, and tried again the next time. */
function every(ms: number, work: () => void, tell: Tell): NodeJS.Timeout {
  let said = "";
  return setInterval(() => {
    try {
      work();
    } catch (error) {
      const { message } = error as Error;
      if (message !== said) tell({ event: "problem", message });
      said = message;
    }
  }, ms);
}

/** Says each change of a process that people would notice, once. */
function showChanges(tell: Tell): (watched: Watched) => void {
  const shown = new Map<string, string>();
  return ({ record: { id, agent, state, leader, problem } }) => {
    const words = [state, leader?.pid, problem].join(" ");
    if (shown.get(id) === words) return;
    shown.set(id, words);
    tell({ event: "process", process: id, agent, state, ...(leader && { pid: leader.pid }), ...(problem !== undefined && { problem }) });
  };
}

/** Who this machine is, by the configuration as it stands. */
function introductions(config: () => HostConfig, machine: Machine, tell: Tell) {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  let known = "";
  return {
    input: (): HostInput => {
      const { name, profiles, teams } = config();
      return { name, platform: `${platform()} ${release()} ${arch()}`.slice(0, 60), version, profiles: profiles.map(toldProfile), teams };
    },
    isNew: (input: HostInput): boolean => JSON.stringify(input) !== known,
    done: (input: HostInput): void => {
      known = JSON.stringify(input);
      tell({ event: "connected", name: input.name, profiles: input.profiles.length, processes: machine.alive().length });
    },
  };
}
