import type { HeartbeatCommand, HeartbeatInput } from "@beckon/contracts/agents";
import type { StepTake } from "@beckon/contracts/signals";
import { sleep } from "./backoff.ts";
import { call } from "./call.ts";
import type { Connection } from "./connection.ts";
import { UnreachableError } from "./errors.ts";

type Report = NonNullable<HeartbeatInput["commands"]>[number];

/** What a person said: `text` of a message, `reason` of a stop; `by` is their name. */
export type Told = { id: string; text?: string; reason?: string; by?: string };

export type KeepAliveOptions = {
  /** Who speaks; the same `sessionId` for one run of the program. */
  agent: HeartbeatInput["agent"];
  /** What is told with each sign of life, such as `{ state: "working", progress: 40 }`. */
  state?: () => Partial<Pick<HeartbeatInput, "state" | "taskId" | "progress" | "load">>;
  /**
   * Words for the agent. Without it nobody is offered to write to it. What it throws is told as the reason that it failed.
   * Return soon: no sign of life is sent meanwhile.
   */
  onMessage?: (told: Told & { text: string }) => Promise<void> | void;
  /** The agent shall end its work. Without it nobody is offered to stop it. */
  onStop?: (told: Told) => Promise<void> | void;
  /** A person wants the run to stand still, or lets it go on. */
  onPause?: (paused: boolean) => Promise<void> | void;
  /** Milliseconds between two signs of life. Default 30,000. */
  everyMs?: number;
  /** Ends it. */
  signal?: AbortSignal;
  /** After each sign of life that did not reach the server; the next one is tried all the same. */
  onUnreachable?: (error: UnreachableError) => void;
};

const callMs = 10_000;
const usualMs = 30_000;

/**
 * Tells again and again that a program lives, and does what people ask of it: each thing once, in the order in which it
 * was asked, and told as done or failed when its callback has come to its end.
 *
 * Resolves when `signal` aborts.
 *
 * @throws UnauthorizedError, RefusedError, UnexpectedAnswerError. An unreachable server is tried again.
 */
export async function keepAlive(connection: Connection, options: KeepAliveOptions): Promise<void> {
  const { agent, state, onMessage, onStop, signal, everyMs = usualMs } = options;
  const takes: StepTake[] = [...(onMessage ? (["message"] as const) : []), ...(onStop ? (["stop"] as const) : [])];
  const done = new Map<string, Report>();
  let paused = false;
  while (!signal?.aborted) {
    const reports = [...done.values()].slice(0, mostReports);
    try {
      const body: HeartbeatInput = { agent, ...state?.(), takes, ...(reports.length > 0 ? { commands: reports } : {}) };
      const { commands } = await call(connection, {
        method: "POST",
        path: "/api/agents/heartbeat",
        body,
        schema: async () => (await import("@beckon/contracts/agents")).heartbeatAnswer,
        timeoutMs: callMs,
        ...(signal ? { signal } : {}),
      });
      // Told: it does not come again, and need not be told a second time.
      const still = new Set(commands.map(({ id }) => id));
      for (const { id } of reports) if (!still.has(id)) done.delete(id);
      paused = await notePause(options, paused, commands);
      const fresh = commands.filter(({ id, kind }) => (takes as string[]).includes(kind) && !done.has(id));
      for (const command of fresh) done.set(command.id, await carryOut(options, command));
      // What came of it is told at once.
      if (fresh.length > 0) continue;
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof UnreachableError)) throw error;
      options.onUnreachable?.(error);
    }
    await sleep(everyMs, signal).catch(() => undefined);
  }
}

const mostReports = 50;
const mostResult = 500;

const notePause = async ({ onPause }: KeepAliveOptions, before: boolean, commands: readonly HeartbeatCommand[]): Promise<boolean> => {
  const now = commands.some(({ kind }) => kind === "pause");
  if (now !== before) await onPause?.(now);
  return now;
};

const carryOut = async ({ onMessage, onStop }: KeepAliveOptions, command: HeartbeatCommand): Promise<Report> => {
  const { id, kind, text = "", reason, by } = command;
  const told: Told = { id, ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) };
  try {
    if (kind === "message") await onMessage?.({ ...told, text });
    else await onStop?.(told);
    return { id, state: "done" };
  } catch (error) {
    const result = (error instanceof Error ? error.message : String(error)).replaceAll("\0", "").slice(0, mostResult).toWellFormed();
    return { id, state: "failed", ...(result === "" ? {} : { result }) };
  }
};
