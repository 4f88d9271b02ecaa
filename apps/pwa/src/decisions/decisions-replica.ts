import type { DecisionRequest, Snooze } from "@beckon/contracts/decisions";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import type { PushCard, Replica } from "../platform/replica.ts";

/** What the decisions slice holds of the replica in memory. */
export type DecisionRows = {
  requests: Map<string, DecisionRequest>;
  snoozes: Map<string, Snooze>;
  cards: Map<string, PushCard>;
  outbox: Map<string, OutboxEntry>;
  asOf?: string;
};

/** Resolved requests held in memory; older ones are found by search. */
export const historyInMemory = 500;

export async function readAll(replica: Replica): Promise<DecisionRows> {
  const tx = (await replica.db()).transaction(["decisionRequests", "snoozes", "cards", "outbox", "meta"], "readonly");
  const requests = tx.objectStore("decisionRequests");
  const [pending, snoozes, cards, outbox, asOf, resolved] = await Promise.all([
    requests.index("status").getAll("pending"),
    tx.objectStore("snoozes").getAll(),
    tx.objectStore("cards").getAll(),
    tx.objectStore("outbox").getAll(),
    tx.objectStore("meta").get("asOf"),
    newestResolved(requests.index("resolvedAt")),
  ]);
  return {
    requests: new Map([...pending, ...resolved].map((row) => [row.id, row])),
    snoozes: new Map(snoozes.map((row) => [row.requestId, row])),
    cards: new Map(cards.map((row) => [row.requestId, row])),
    outbox: byRequest(outbox),
    asOf: asOf as string | undefined,
  };
}

type ResolvedIndex = {
  openKeyCursor(query: null, direction: "prev"): Promise<{ key: string; advance(by: number): Promise<{ key: string } | null> } | null>;
  getAll(query?: IDBKeyRange): Promise<DecisionRequest[]>;
};

/** The newest ones by one ranged read; a cursor row by row would cost a turn of the event loop each. */
async function newestResolved(index: ResolvedIndex): Promise<DecisionRequest[]> {
  const newest = await index.openKeyCursor(null, "prev");
  const oldestWanted = await newest?.advance(historyInMemory - 1);
  return index.getAll(oldestWanted ? IDBKeyRange.lowerBound(oldestWanted.key) : undefined);
}

/** Reads some requests again; what is gone from the replica is gone from memory. */
export async function readSome(replica: Replica, rows: DecisionRows, ids: readonly string[]): Promise<void> {
  const tx = (await replica.db()).transaction(["decisionRequests", "snoozes", "cards"], "readonly");
  const put = <V>(map: Map<string, V>, id: string, value: V | undefined) => (value === undefined ? map.delete(id) : map.set(id, value));
  await Promise.all(
    ids.map(async (id) => {
      const [request, snooze, card] = await Promise.all([
        tx.objectStore("decisionRequests").get(id),
        tx.objectStore("snoozes").get(id),
        tx.objectStore("cards").get(id),
      ]);
      put(rows.requests, id, request);
      put(rows.snoozes, id, snooze);
      put(rows.cards, id, card);
    }),
  );
}

export const byRequest = (entries: readonly OutboxEntry[]) => new Map(entries.map((entry) => [entry.requestId, entry]));

/** Everything in the replica that holds `q` in title, command, agent or answer; for when the server is away. */
export async function searchReplica(replica: Replica, query: { q?: string; status?: string }): Promise<DecisionRequest[]> {
  const wanted = query.q?.trim().toLowerCase() ?? "";
  const all = await (await replica.db()).getAll("decisionRequests");
  return all
    .filter((row) => hasStatus(row, query.status) && holds(row, wanted))
    .sort((a, b) => Date.parse(b.askedAt) - Date.parse(a.askedAt));
}

function hasStatus(row: DecisionRequest, status: string | undefined): boolean {
  if (status === undefined || status === "") return true;
  return status === "resolved" ? row.status !== "pending" : row.status === status;
}

function holds(row: DecisionRequest, wanted: string): boolean {
  if (wanted === "") return true;
  const answer = row.options.find((option) => option.id === row.decision?.option)?.label;
  const texts = [row.title, row.action?.command, row.agent.name, row.decision?.option, row.decision?.text, answer];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
