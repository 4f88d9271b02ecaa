import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import { newerRow } from "./newer-row.ts";
import { outboxStep, type OutboxStep, type SendResult } from "./outbox-step.ts";
import type { OutboxEntry } from "./outbox-types.ts";
import type { Replica } from "./replica.ts";
import { withRoom } from "./storage-room.ts";
import { uuid7 } from "./uuid7.ts";

export type OutboxDeps = {
  replica: Replica;
  send: (entry: OutboxEntry) => Promise<SendResult>;
  /** The server no longer knows this device. */
  onSessionLost?: () => void;
  now?: () => number;
  random?: () => number;
  /** Web Lock under which one page or worker of this browser sends. */
  lock?: string;
};

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Answers on their way, shared by pages and the service worker. Written before anything is
 * sent, sent by one at a time, removed only in the transaction that writes what the server answered.
 */
export function createOutbox(deps: OutboxDeps) {
  const { replica, send, onSessionLost, now = Date.now, random, lock = "beckon-outbox" } = deps;

  const list = async (): Promise<OutboxEntry[]> => (await replica.db()).getAll("outbox");

  /** An answer to a request replaces an earlier one that has not been taken by the server. */
  async function add(requestId: string, input: DecisionInput, more: Pick<OutboxEntry, "capability" | "openMs"> = {}): Promise<OutboxEntry> {
    const at = now();
    const entry: OutboxEntry = {
      key: uuid7(at),
      requestId,
      input,
      createdAt: new Date(at).toISOString(),
      attempts: 0,
      progress: "waiting",
      ...more,
    };
    await withRoom(replica, async () => {
      const tx = (await replica.db()).transaction("outbox", "readwrite", { durability: "strict" });
      for (const key of await tx.store.index("requestId").getAllKeys(requestId)) await tx.store.delete(key);
      await tx.store.put(entry);
      await tx.done;
    });
    replica.changed({ outbox: true });
    return entry;
  }

  async function dismiss(requestId: string): Promise<void> {
    const tx = (await replica.db()).transaction("outbox", "readwrite");
    for (const entry of await tx.store.index("requestId").getAll(requestId))
      if (entry.progress === "refused") await tx.store.delete(entry.key);
    await tx.done;
    replica.changed({ outbox: true });
  }

  /**
   * Sends what may be sent; answers how many entries still wait. `force`: something changed for
   * the better (network, foreground), so pauses between tries do not count.
   */
  function flush(options: { force?: boolean } = {}): Promise<number> {
    return navigator.locks.request(lock, async () => {
      const tried = new Set<string>();
      for (let entry = await next(tried, options.force); entry; entry = await next(tried, options.force)) {
        tried.add(entry.key);
        if (!(await deliver(entry))) break;
      }
      return (await list()).filter((entry) => entry.progress !== "refused").length;
    });
  }

  /** Whoever holds the lock knows that nothing else is on its way: "sending" is left over from a crash. */
  async function next(tried: ReadonlySet<string>, force = false): Promise<OutboxEntry | undefined> {
    const due = (entry: OutboxEntry) => force || (entry.notBefore ?? 0) <= now();
    return (await list()).find((entry) => entry.progress !== "refused" && !tried.has(entry.key) && due(entry));
  }

  /** False when trying the other entries now would be in vain. */
  async function deliver(entry: OutboxEntry): Promise<boolean> {
    if (!(await update({ ...entry, progress: "sending" }))) return true;
    const step = outboxStep(entry, await send(entry), { now: now(), random });
    await settle(entry, step);
    if (step.do === "again") return deliver(step.entry);
    if (step.do !== "keep") return true;
    if (step.sessionLost) onSessionLost?.();
    return !step.stop;
  }

  async function settle(entry: OutboxEntry, step: OutboxStep): Promise<void> {
    if (step.do === "done") return finish(entry.key, step.row);
    await update(step.entry);
    if (step.do === "refuse" && step.entry.problem?.standing) await finish(undefined, step.entry.problem.standing);
  }

  /** False when the entry is gone: replaced, dismissed or wiped while it was on its way. */
  async function update(entry: OutboxEntry): Promise<boolean> {
    const tx = (await replica.db()).transaction("outbox", "readwrite");
    const exists = (await tx.store.getKey(entry.key)) !== undefined;
    if (exists) await tx.store.put(entry);
    await tx.done;
    if (exists) replica.changed({ outbox: true });
    return exists;
  }

  async function finish(key: string | undefined, row: DecisionRequest): Promise<void> {
    const tx = (await replica.db()).transaction(["outbox", "decisionRequests", "cards"], "readwrite");
    const requests = tx.objectStore("decisionRequests");
    const wiped = key !== undefined && (await tx.objectStore("outbox").getKey(key)) === undefined;
    // Signed out meanwhile: nothing of the former person may come back into the replica.
    if (wiped) return tx.done;
    if (key !== undefined) await tx.objectStore("outbox").delete(key);
    await requests.put(newerRow(await requests.get(row.id), row));
    await tx.objectStore("cards").delete(row.id);
    await tx.done;
    replica.changed({ outbox: true, requests: [row.id] });
  }

  return { add, dismiss, flush, list };
}
