import type { Applied } from "./apply-sync.ts";
import { parseSyncAnswer, type Sync } from "./sync.ts";

/**
 * again: open anew from the stored cursor, all is well · silent: opened, but nothing comes
 * through (a proxy that buffers) · broken: the connection failed.
 */
export type StreamEnd = "again" | "silent" | "broken";

export type FollowOptions = {
  url: string;
  cursor: string | undefined;
  signal: AbortSignal;
  apply: Sync["apply"];
  onOpen: () => void;
  onFresh: (asOf: string) => void;
  /** Replaced in tests. */
  open?: (url: string) => EventSource;
  firstEventWithin?: number;
  silenceLimit?: number;
};

/** Follows one stream to its end. The browser's own reconnect is not used: it knows no cursor of ours. */
export function followStream(options: FollowOptions): Promise<StreamEnd> {
  const { signal, firstEventWithin = 20_000, silenceLimit = 40_000 } = options;
  const source = (options.open ?? ((url) => new EventSource(url)))(options.url);
  let cursor = options.cursor;
  let heard = false;
  let queue = Promise.resolve();

  return new Promise((resolve) => {
    let watchdog = setTimeout(() => end("silent"), firstEventWithin);
    const end = (how: StreamEnd) => {
      clearTimeout(watchdog);
      source.close();
      signal.removeEventListener("abort", aborted);
      resolve(how);
    };
    const aborted = () => end("again");
    const hear = () => {
      // Only an event proves that events pass; an open connection may sit behind a buffering proxy.
      if (!heard) options.onOpen();
      heard = true;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => end("broken"), silenceLimit);
    };
    const take = async (text: string) => {
      const answer = parseSyncAnswer(text);
      if (answer === undefined || signal.aborted) return;
      const applied: Applied = await options.apply({ answer, base: cursor });
      cursor = answer.cursor;
      if (applied === "stale" || answer.more) end("again");
      else options.onFresh(answer.asOf);
    };
    signal.addEventListener("abort", aborted);
    source.addEventListener("changes", (event) => {
      hear();
      queue = queue.then(() => take(event.data)).catch(() => end("broken"));
    });
    source.addEventListener("heartbeat", (event) => {
      hear();
      const at = instantOf(event.data);
      // In turn with the changes before it: nothing is "known as of" before it is stored.
      if (at !== undefined) queue = queue.then(() => options.onFresh(at));
    });
    source.addEventListener("bye", () => end("again"));
    source.addEventListener("error", () => end("broken"));
  });
}

function instantOf(text: string): string | undefined {
  try {
    const { at } = JSON.parse(text) as { at?: unknown };
    return typeof at === "string" ? at : undefined;
  } catch {
    return undefined;
  }
}
