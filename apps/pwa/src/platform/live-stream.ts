import { ApiProblem } from "./api-client.ts";
import { backoff } from "./backoff.ts";
import type { ConnectionStore } from "./connection.store.ts";
import { followStream } from "./follow-stream.ts";
import type { Replica } from "./replica.ts";
import { readStanding } from "./stay.ts";
import type { Sync } from "./sync.ts";

export type LiveDeps = {
  replica: Replica;
  sync: Sync;
  connection: ConnectionStore;
  /** The network works again: answers that wait may go. */
  onConnected: () => void;
  onSessionLost: () => void;
};

/** After a stream fell silent, long-polls for this long before a stream is tried again. */
const pollFor = 10 * 60_000;
const steadyAfter = 30_000;

/**
 * Keeps the replica at the server's state while it runs: catch up, follow the stream, and when
 * that breaks try again with full jitter. Where a stream does not pass, long-polls do.
 */
export function createLiveStream(deps: LiveDeps) {
  const { replica, sync, connection } = deps;
  let running: AbortController | undefined;
  let wake: (() => void) | undefined;
  let streamAgainAt = 0;

  function start(): void {
    if (running) return;
    running = new AbortController();
    void loop(running.signal);
  }

  function stop(): void {
    running?.abort();
    running = undefined;
    connection.become("connecting");
  }

  /** The network changed: what looked open may be dead, so prove it anew. */
  function restart(): void {
    if (!running) return;
    stop();
    start();
  }

  /** Something changed for the better: try now instead of after the pause. */
  function nudge(): void {
    wake?.();
  }

  async function loop(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const began = Date.now();
      try {
        await once(signal);
        failures = 0;
        // Two pages that disagree about the cursor must not make each other spin.
        if (Date.now() - began < 1_000) await pause(backoff(1, { base: 1_000, cap: 1_000 }), signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiProblem && error.status === 401) return sessionLost();
        failures = Date.now() - began > steadyAfter ? 1 : failures + 1;
        // A stream that broke after it stood is tried again at once before anybody is told.
        connection.become(failures === 1 && connection.state.state === "live" ? "connecting" : "offline");
        await pause(backoff(failures, { base: 1_000, cap: 60_000 }), signal);
      }
    }
  }

  /** Returns when the stream must be opened anew from the stored cursor; throws when the network failed. */
  async function once(signal: AbortSignal): Promise<void> {
    known(await sync.catchUp({ signal }));
    deps.onConnected();
    if (Date.now() < streamAgainAt) return poll(signal);
    const { cursor, stay } = await readStanding(replica);
    const end = await followStream({
      url: `/api/stream?cursor=${encodeURIComponent(cursor ?? "")}`,
      cursor,
      signal,
      apply: (input) => sync.apply({ ...input, stay }),
      onOpen: () => connection.become("live"),
      onFresh: known,
    });
    if (end === "silent") streamAgainAt = Date.now() + pollFor;
    if (end === "broken") throw new Error("the stream broke");
  }

  async function poll(signal: AbortSignal): Promise<void> {
    connection.become("live");
    while (!signal.aborted && Date.now() < streamAgainAt) known(await sync.wait(signal));
  }

  function known(asOf: string | undefined): void {
    if (asOf !== undefined) connection.fresh(asOf);
  }

  function sessionLost(): void {
    running = undefined;
    connection.become("offline");
    deps.onSessionLost();
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
      wake = done;
    });
  }

  return { start, stop, restart, nudge };
}
export type LiveStream = ReturnType<typeof createLiveStream>;
