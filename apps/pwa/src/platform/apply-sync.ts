import type { Command } from "@beckon/contracts/controls";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Task } from "@beckon/contracts/tasks";
import type { SyncAnswer, SyncChange, SyncKind } from "@beckon/contracts/sync";
import type { IDBPTransaction, StoreNames } from "idb";
import { newerCommand, newerRow } from "./newer-row.ts";
import type { BeckonSchema, Replica, ReplicaChange } from "./replica.ts";
import { keepAnswer, type PutTx } from "./stay.ts";

/**
 * applied: the replica now stands at the answer's cursor · already: another page did it ·
 * stale: the replica moved on from `base` meanwhile, so this answer is not the next step; ask again.
 */
export type Applied = "applied" | "already" | "stale";
/** `base`: the cursor that the answer was asked with; `stay`: in which stay. */
export type ToApply = { answer: SyncAnswer; base: string | undefined; stay?: number | undefined };
type WriteTx = IDBPTransaction<BeckonSchema, StoreNames<BeckonSchema>[], "readwrite">;

/** Writes per turn of the event loop: short enough that a tap is answered between two. */
const chunk = 100;
/** The kinds of the feed, each with its store. A newer server may send what this version knows nothing of. */
const stores = {
  decisionRequest: "decisionRequests",
  agent: "agents",
  session: "sessions",
  snooze: "snoozes",
  task: "tasks",
  workflowRun: "workflowRuns",
  workDirectory: "workDirectories",
  collision: "collisions",
  host: "hosts",
  command: "commands",
  recovery: "recoveries",
  team: "teams",
  healingRun: "healingRuns",
  healingRule: "healingRules",
  rule: "rules",
  ruleProposal: "ruleProposals",
  budget: "budgets",
  spendAlarm: "spendAlarms",
  alert: "alerts",
  alertRule: "alertRules",
  silence: "silences",
} as const satisfies Record<Exclude<SyncKind, "teamwork" | "value">, string>;
type Stored = keyof typeof stores;
const isStored = (kind: SyncKind): kind is Stored => Object.hasOwn(stores, kind);
const names = Object.values(stores);
/** What has ended is kept for reading offline, as many as these, newest first; the server has the rest. */
const kept = [
  ["decisionRequests", "resolvedAt", 2_000],
  ["sessions", "lastSignalAt", 2_000],
  ["tasks", "endedAt", 5_000],
  ["workflowRuns", "endedAt", 2_000],
  ["commands", "requestedAt", 1_000],
] as const;

/** One answer of the feed in one transaction, with its cursor: either all of it is in, or none. */
export async function applySync(replica: Replica, { answer, base, stay }: ToApply): Promise<Applied> {
  const db = await replica.db();
  const tx = db.transaction(["meta", "cards", ...names], "readwrite") as unknown as WriteTx;
  const meta = tx.objectStore("meta");
  const [stored, now] = await Promise.all([meta.get("cursor"), meta.get("stay")]);
  // Signed out meanwhile: a first answer to the former person would stand on the same nothing as one to the next.
  if (stored !== base || now !== stay) {
    await tx.done;
    return stored === answer.cursor ? "already" : "stale";
  }
  try {
    if (answer.reset) await clearEntities(tx);
    await inChunks(answer.changes, (change) => putChange(tx, change, answer.reset));
    await inChunks(answer.tombstones, async ({ kind, id }) => {
      if (isStored(kind)) await tx.objectStore(stores[kind]).delete(id);
    });
    await meta.put(answer.cursor, "cursor");
    await meta.put(answer.asOf, "asOf");
    for (const [name, index, most] of kept) await prune((tx.objectStore(name) as unknown as Indexed).index(index), most);
    await tx.done;
  } catch (error) {
    await abort(tx);
    throw error;
  }
  replica.changed(whatChanged(answer));
  return "applied";
}

async function putChange(tx: WriteTx, change: SyncChange, fresh: boolean): Promise<unknown> {
  if (!isStored(change.kind)) return undefined;
  if (change.kind === "task") return putTask(tx, change.value);
  if (change.kind === "command") return putCommand(tx, change.value);
  if (change.kind !== "decisionRequest") return tx.objectStore(stores[change.kind]).put(change.value as never);
  void tx
    .objectStore("cards")
    .delete(change.id)
    .catch(() => undefined);
  const requests = tx.objectStore("decisionRequests");
  const before = fresh ? undefined : await requests.get(change.id);
  return requests.put(newerRow(before, change.value));
}

/** An answer of a single call may have overtaken the feed. */
async function putTask(tx: WriteTx, task: Task): Promise<unknown> {
  const tasks = tx.objectStore("tasks");
  const before = await tasks.get(task.id);
  return before && before.version > task.version ? undefined : tasks.put(task);
}

async function putCommand(tx: PutTx, command: Command): Promise<unknown> {
  const commands = tx.objectStore("commands");
  return commands.put(newerCommand(await commands.get(command.id), command));
}

/** All of one chunk at once, then one turn of the event loop; the transaction lives on its own requests. */
async function inChunks<T>(items: readonly T[], write: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += chunk) await Promise.all(items.slice(start, start + chunk).map(write));
}

async function clearEntities(tx: WriteTx): Promise<void> {
  await Promise.all([...names, "cards" as const].map((name) => tx.objectStore(name).clear()));
}

type Indexed = { index(name: string): Pruned };
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

/** What is told by name: stores whose rows changed. A page that puts a question off changes the request. */
const told = { ...stores, decisionRequest: "requests", snooze: "requests" } as const;

function whatChanged(answer: SyncAnswer): ReplicaChange {
  if (answer.reset) return { reset: true, asOf: answer.asOf };
  const change: ReplicaChange = { requests: [], asOf: answer.asOf };
  for (const { kind, id } of [...answer.changes, ...answer.tombstones]) {
    if (isStored(kind)) (change[told[kind]] ??= []).push(id);
    else if (kind === "teamwork" || kind === "value") change[kind] = true;
  }
  return change;
}

/** One request as a single call answers it, ahead of the feed. */
export async function putRow(replica: Replica, asked: DecisionRequest | Promise<DecisionRequest>): Promise<DecisionRequest> {
  const put = async (tx: PutTx, row: DecisionRequest) => {
    const requests = tx.objectStore("decisionRequests");
    await requests.put(newerRow(await requests.get(row.id), row));
    await tx.objectStore("cards").delete(row.id);
  };
  const row = await keepAnswer(replica, asked, { into: ["decisionRequests", "cards"], put });
  replica.changed({ requests: [row.id] });
  return row;
}
