import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient, UnreachableError } from "@beckon/agent-client";
import type { Client } from "@beckon/agent-client";
import type { Signal } from "@beckon/contracts/signals";
import { CliError } from "../errors.ts";
import { explain } from "../explain.ts";
import { serverUrl } from "../environment.ts";
import type { Place } from "../hook/place.ts";
import { say } from "../output.ts";

const CALL_MS = 3_000;
/** The end is the last that is told: what it does not tell is never told, so a server that is only slow or coming up is waited for. */
const LAST_TRIES_AFTER_MS = [200, 800, 2_000];

export type RunReport = {
  session: string;
  start(): void;
  /** Tries again what could not be sent. */
  flush(): void;
  end(end: { reason: string; failed: boolean }): Promise<void>;
};

/**
 * Tells the server that a process runs and how it ended. Nothing of this may hold the process up: what
 * cannot be sent waits for the next try, and the person is told once.
 */
export function reportRun(run: { name: string; host: string; cwd: string; title: string; place?: Promise<Place | undefined> }): RunReport {
  const session = `run-${randomUUID()}`;
  const unsent: Signal[] = [];
  let told = false;
  let sending: Promise<void> = Promise.resolve();
  let client: Client | undefined;

  const tellOnce = (why: string) => {
    if (!told) say(`beckon: the command runs, but ${why}`);
    told = true;
  };
  try {
    const token = process.env.BECKON_TOKEN?.trim();
    if (!token) throw new CliError("nobody is told of it: BECKON_TOKEN is not set");
    client = createClient({ url: serverUrl(), token });
  } catch (error) {
    tellOnce(explain(error).message);
  }

  const note = (id: string, rest: Pick<Signal, "kind" | "data">) => {
    const signal = {
      id: `${id}:${session}`,
      source: "beckon",
      at: new Date().toISOString(),
      agent: { name: run.name, host: run.host },
      session,
    };
    unsent.push({ ...signal, ...rest } as Signal);
    sending = sending.then(send);
  };
  let unreachable = false;
  const send = async (): Promise<void> => {
    unreachable = false;
    if (!client || unsent.length === 0) return;
    const signals = [...unsent];
    try {
      await client.call({ method: "POST", path: "/api/signals", body: { signals }, timeoutMs: CALL_MS });
      unsent.splice(0, signals.length);
    } catch (error) {
      unreachable = error instanceof UnreachableError;
      tellOnce(explain(error).message);
    }
  };
  return {
    session,
    start() {
      note("session-start", { kind: "session.started", data: { cwd: run.cwd.slice(0, 1_000), title: run.title, how: "beckon run" } });
      void run.place?.then((place) => place && note("session-place", { kind: "session.described", data: place }));
    },
    flush: () => void (sending = sending.then(send)),
    async end({ reason, failed }) {
      note("session-end", { kind: "session.ended", data: { reason, failed } });
      await sending;
      for (const pause of LAST_TRIES_AFTER_MS) {
        if (!unreachable) return;
        await sleep(pause);
        await send();
      }
    },
  };
}
