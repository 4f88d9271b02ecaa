import { ApiProblem } from "./api-client.ts";
import { reading } from "./first-reads.ts";
import { isOpening, painted } from "./painted.ts";
import type { Replica } from "./replica.ts";
import { words } from "./words.ts";

/** An answer of the server that is no entity, such as a summary: the last known one, and how it stands with a newer. */
export type View<T> = {
  body?: T;
  /** ISO instant at which `body` was the server's word. */
  at?: string;
  /** Why there is none newer, in words. */
  error?: string;
  loading: boolean;
};

/** So many are kept, the newest: each is one way of looking at figures. */
const mostViews = 200;

/**
 * Tells what is kept of this address at once, then what the server says now, and keeps that. `key` is
 * the whole address, filters included. Nothing is told after `signal` was aborted.
 */
export async function cachedView<T>(
  deps: { replica: Replica; key: string; signal?: AbortSignal; now?: () => Date },
  ask: () => Promise<T>,
  tell: (view: View<T>) => void,
): Promise<void> {
  const { replica, key, signal, now = () => new Date() } = deps;
  let known: Pick<View<T>, "body" | "at"> = {};
  const say = (view: View<T>) => {
    if (!signal?.aborted) tell(view);
  };
  const recalled = reading(recall<T>(replica, key)).then((kept) => {
    if (kept && known.at === undefined) {
      known = kept;
      say({ ...known, loading: true });
    }
  });
  try {
    // The app opens with what is known; what is newer comes when that is on the screen.
    if (isOpening() && (await recalled, known.at !== undefined)) await painted();
    const body = await ask();
    known = { body, at: now().toISOString() };
    say({ ...known, loading: false });
    await keep(replica, { key, body, at: known.at as string });
  } catch (error) {
    if (signal?.aborted) return;
    await recalled;
    say({ ...known, loading: false, error: error instanceof ApiProblem && error.status === 0 ? "No connection" : words(error) });
  }
}

async function recall<T>(replica: Replica, key: string): Promise<{ body: T; at: string } | undefined> {
  const kept = await replica.db().then(
    (db) => db.get("views", key),
    () => undefined,
  );
  return kept && { body: kept.body as T, at: kept.at };
}

/** A full disk or a closing replica only costs the next look without network. */
async function keep(replica: Replica, view: { key: string; body: unknown; at: string }): Promise<void> {
  try {
    const tx = (await replica.db()).transaction("views", "readwrite");
    await tx.store.put(view);
    const surplus = (await tx.store.count()) - mostViews;
    let cursor = surplus > 0 ? await tx.store.index("at").openCursor() : null;
    for (let left = surplus; left > 0 && cursor; left--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  } catch {
    // See above.
  }
}
