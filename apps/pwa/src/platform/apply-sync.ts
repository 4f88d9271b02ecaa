import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { SyncAnswer, SyncChange, SyncKind } from "@beckon/contracts/sync";
import type { IDBPTransaction, StoreNames } from "idb";
import { newerRow } from "./newer-row.ts";
import type { BeckonSchema, Replica, ReplicaChange } from "./replica.ts";

/**
 * applied: the replica now stands at the answer's cursor · already: another page did it ·
 * stale: the replica moved on from `base` meanwhile, so this answer is not the next step; ask again.
 */
export type Applied = "applied" | "already" | "stale";
type WriteTx = IDBPTransaction<BeckonSchema, StoreNames<BeckonSchema>[], "readwrite">;

/** Writes per turn of the event loop: short enough that a tap is answered between two. */
const chunk = 100;
/** Resolved requests kept for reading offline; the server has the rest. */
const keepResolved = 2_000;
/** Runs of agents kept, newest sign first; the server sends those of the last day and has the rest. */
const keepSessions = 2_000;
const stores = { decisionRequest: "decisionRequests", agent: "agents", session: "sessions", snooze: "snoozes" } as const satisfies Record<
  SyncKind,
  string
>;
const synced = ["decisionRequests", "agents", "sessions", "snoozes", "cards"] as const;

/**
 * One answer of the feed in one transaction, with its cursor: either all of it is in, or none.
 * `base` is the cursor the answer was asked with.
 */
export async function applySync(replica: Replica, input: { answer: SyncAnswer; base: string | undefined }): Promise<Applied> {
  const { answer, base } = input;
  const db = await replica.db();
  const tx = db.transaction(["meta", ...synced], "readwrite") as unknown as WriteTx;
  const stored = (await tx.objectStore("meta").get("cursor")) as string | undefined;
  if (stored !== base) {
    await tx.done;
    return stored === answer.cursor ? "already" : "stale";
  }
  try {
    if (answer.reset) await clearEntities(tx);
    await inChunks(answer.changes, (change) => putChange(tx, change, answer.reset));
    const known = answer.tombstones.filter(({ kind }) => kind in stores);
    await inChunks(known, ({ kind, id }) => tx.objectStore(stores[kind]).delete(id));
    await tx.objectStore("meta").put(answer.cursor, "cursor");
    await tx.objectStore("meta").put(answer.asOf, "asOf");
    await prune(tx.objectStore("decisionRequests").index("resolvedAt"), keepResolved);
    await prune(tx.objectStore("sessions").index("lastSignalAt"), keepSessions);
    await tx.done;
  } catch (error) {
    await abort(tx);
    throw error;
  }
  replica.changed(whatChanged(answer));
  return "applied";
}

async function putChange(tx: WriteTx, change: SyncChange, fresh: boolean): Promise<unknown> {
  if (change.kind === "agent") return tx.objectStore("agents").put(change.value);
  if (change.kind === "session") return tx.objectStore("sessions").put(change.value);
  if (change.kind === "snooze") return tx.objectStore("snoozes").put(change.value);
  // A newer server may send what this version knows nothing of.
  if (change.kind !== "decisionRequest") return undefined;
  void tx
    .objectStore("cards")
    .delete(change.id)
    .catch(() => undefined);
  const requests = tx.objectStore("decisionRequests");
  const before = fresh ? undefined : await requests.get(change.id);
  return requests.put(newerRow(before, change.value));
}

/** All of one chunk at once, then one turn of the event loop; the transaction lives on its own requests. */
async function inChunks<T>(items: readonly T[], write: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += chunk) await Promise.all(items.slice(start, start + chunk).map(write));
}

async function clearEntities(tx: WriteTx): Promise<void> {
  await Promise.all(synced.map((name) => tx.objectStore(name).clear()));
}

type Pruned = {
  count(): Promise<number>;
  openCursor(): Promise<PruneCursor | null>;
};
type PruneCursor = { delete(): Promise<void>; continue(): Promise<PruneCursor | null> };

/** Leaves the `keep` newest of an index that is ordered by time. */
async function prune(index: Pruned, keep: number): Promise<void> {
  const surplus = (await index.count()) - keep;
  let cursor = surplus > 0 ? await index.openCursor() : null;
  for (let left = surplus; left > 0 && cursor; left--) {
    await cursor.delete();
    cursor = await cursor.continue();
  }
}

async function abort(tx: WriteTx): Promise<void> {
  try {
    tx.abort();
  } catch {
    // Already aborted by the failed write itself.
  }
  await tx.done.catch(() => undefined);
}

function whatChanged(answer: SyncAnswer): ReplicaChange {
  if (answer.reset) return { reset: true, asOf: answer.asOf };
  const all: { kind: SyncKind; id: string }[] = [...answer.changes, ...answer.tombstones];
  const of = (...kinds: SyncKind[]) => all.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const [agents, sessions] = [of("agent"), of("session")];
  return {
    requests: of("decisionRequest", "snooze"),
    ...(agents.length > 0 && { agents }),
    ...(sessions.length > 0 && { sessions }),
    asOf: answer.asOf,
  };
}

/** One request as a single call answered it, ahead of the feed. */
export async function putRow(replica: Replica, row: DecisionRequest): Promise<void> {
  const tx = (await replica.db()).transaction(["decisionRequests", "cards"], "readwrite");
  const requests = tx.objectStore("decisionRequests");
  await requests.put(newerRow(await requests.get(row.id), row));
  await tx.objectStore("cards").delete(row.id);
  await tx.done;
  replica.changed({ requests: [row.id] });
}
