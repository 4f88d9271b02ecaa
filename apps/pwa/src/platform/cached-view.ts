import { ApiProblem } from "./api-client.ts";
import { reading } from "./first-reads.ts";
import { isOpening, painted } from "./painted.ts";
import type { Replica } from "./replica.ts";
import { type PutTx, putWithin, readStay } from "./stay.ts";
import { words } from "./words.ts";

/** An answer of the server that is no entity, such as a summary: the last known one, and how it stands with a newer. */
export type View<T> = {
  body?: T;
  /** ISO instant at which `body` was the server's word. */
  at?: string;
  /** Why there is none newer, in words. */
  error?: string;
  loading: boolean;
  /** The server has not answered for a while: `body` is what is kept, and may be old. */
  late?: true;
};

/** Milliseconds after which an answer is late; sooner, a word about it would only flicker. */
const soon = 2_000;
/** So many are kept, the newest: each is one way of looking at figures. */
const mostViews = 200;

/**
 * Tells what is kept of this address at once, then what the server says now, and keeps that. `key` is
 * the whole address, filters included. Nothing is told after `signal` was aborted.
 */
export async function cachedView<T>(
  deps: { replica: Replica; key: string; signal?: AbortSignal; now?: () => Date; lateMs?: number },
  ask: () => Promise<T>,
  tell: (view: View<T>) => void,
): Promise<void> {
  const { replica, key, signal, now = () => new Date(), lateMs = soon } = deps;
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
    const asked = ask();
    const late = setTimeout(() => known.at !== undefined && say({ ...known, loading: true, late: true }), lateMs);
    const stay = readStay(replica);
    const body = await asked.finally(() => clearTimeout(late));
    known = { body, at: now().toISOString() };
    say({ ...known, loading: false });
    await keep(replica, await stay, { key, body, at: known.at as string });
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
async function keep(replica: Replica, stay: number | undefined, view: { key: string; body: unknown; at: string }): Promise<void> {
  const put = async (tx: PutTx) => {
    const views = tx.objectStore("views");
    await views.put(view);
    const surplus = (await views.count()) - mostViews;
    let cursor = surplus > 0 ? await views.index("at").openCursor() : null;
    for (let left = surplus; left > 0 && cursor; left--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
  };
  await putWithin(replica, stay, { into: ["views"], put }).catch(() => undefined);
}
