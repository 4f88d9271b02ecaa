import { setTimeout as sleep } from "node:timers/promises";
import { createClient, UnreachableError } from "@beckon/agent-client";
import type { CommandReport, HostCommand } from "@beckon/contracts/hosts";
import { createBell } from "../host/bell.ts";
import { openListener } from "../host/listener.ts";
import { readCommands } from "../host/read-answer.ts";
import { pause } from "../watch/pause.ts";
import type { RunProcess } from "./run-process.ts";

const WAIT_SECONDS = 20;
const CALL_MS = 3_000;
/** Between signs of life where the server does not hold them; and after one that failed. */
const PAUSE_MS = 20_000;
/** A server that is only slow, or coming up, is to hear the end. */
const LAST_TRIES_AFTER_MS = [0, 200, 800, 2_000];
const MOST_AHEAD_MS = 86_400_000;

type Options = {
  url: string;
  token: string;
  agent: { name: string; host: string; sessionId: string };
  process: RunProcess;
  heard: () => void;
};

/**
 * Signs of life of one run, and what people want of it: each command once, one after the other. Nothing of this holds the
 * program up, and nothing is said where the server is away: its report says that.
 */
export function controlRun({ url, token, agent, process, heard }: Options) {
  const listener = openListener();
  const client = createClient({ url, token, fetch: listener.fetch });
  const over = new AbortController();
  const bell = createBell();
  const known = new Set<string>();
  const reports = new Map<string, CommandReport>();
  let acting: Promise<void> = Promise.resolve();

  const note = (report: CommandReport): void => {
    reports.set(report.id, report);
    bell.ring();
  };
  const take = (command: HostCommand): void => {
    if (known.has(command.id)) return;
    known.add(command.id);
    note({ id: command.id, state: "acknowledged" });
    acting = acting.then(async () => {
      try {
        const ahead = Date.parse(command.expiresAt) - listener.now().getTime();
        if (ahead < 0 || ahead > MOST_AHEAD_MS) throw new Error("its time was over before it could be begun");
        note({ id: command.id, state: "done", result: await process.act(command) });
      } catch (error) {
        note({ id: command.id, state: "failed", result: (error as Error).message.slice(0, 500) });
      }
    });
  };
  const beat = async (wait: number, signal?: AbortSignal): Promise<number> => {
    const told = process.told();
    const commands = [...reports.values()].slice(0, 50);
    const body = { agent, state: told.state, process: told, commands };
    const path = `/api/agents/heartbeat?wait=${wait}`;
    const answer = await client.call({ method: "POST", path, body, timeoutMs: wait * 1_000 + CALL_MS, signal, schema: readCommands });
    for (const report of commands) if (reports.get(report.id) === report) reports.delete(report.id);
    heard();
    const own = answer.filter(({ processId }) => processId === told.id);
    for (const command of own) take(command);
    return own.length;
  };

  const keepUp = async (): Promise<void> => {
    while (!over.signal.aborted) {
      bell.reset();
      const waiting = AbortSignal.any([over.signal, bell.signal()]);
      const since = performance.now();
      // What is to be told is told at once; only then there is something to wait for.
      const wait = reports.size > 0 ? 0 : WAIT_SECONDS;
      const heldOrBusy = await beat(wait, waiting).then(
        (commands) => commands > 0 || wait === 0 || performance.now() - since > 1_000,
        () => false,
      );
      if (!heldOrBusy) await pause(PAUSE_MS, AbortSignal.any([over.signal, bell.signal()]));
    }
  };
  let talking: Promise<void> = Promise.resolve();

  return {
    start: (): void => void (talking = keepUp().catch(() => undefined)),
    /** The last word: how it ended, and what came of what was asked. That it cannot be said is no matter. */
    end: async (): Promise<void> => {
      await acting;
      over.abort();
      await talking;
      for (const pauseMs of LAST_TRIES_AFTER_MS) {
        await sleep(pauseMs);
        const away = await beat(0).then(
          () => false,
          (error: unknown) => error instanceof UnreachableError,
        );
        if (!away) return;
      }
    },
  };
}
