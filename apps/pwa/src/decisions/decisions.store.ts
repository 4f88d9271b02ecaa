import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import { ApiProblem } from "../platform/api-client.ts";
import { putRow } from "../platform/apply-sync.ts";
import { type FirstRead, writeFirstScreen } from "../platform/first-screen.ts";
import type { Flusher } from "../platform/flusher.ts";
import type { Outbox } from "../platform/outbox.ts";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { keepAnswer } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { openedFor } from "./card-opened.ts";
import { byRequest, type DecisionRows, readAll, readSome, searchReplica } from "./decisions-replica.ts";
import { decisionsView } from "./decisions-view.ts";
import type { DecisionQuery, DecisionsApi } from "./decisions.api.ts";

export type { AnswerProgress, OutboxEntry, OutboxProblem } from "../platform/outbox-types.ts";

export type DecisionsState = {
  /** All that the replica holds is here. Before that `pending` may hold the first screen of it. */
  ready: boolean;
  /** Inbox order, without snoozed ones. */
  pending: DecisionRequest[];
  snoozed: { request: DecisionRequest; until: string }[];
  /** Newest resolved first, from the replica. */
  history: DecisionRequest[];
  /** By request id. */
  outbox: ReadonlyMap<string, OutboxEntry>;
  /** Requests known from their notification alone: the rest comes with the next sync. */
  partial: ReadonlySet<string>;
  /** ISO instant of the last sync. */
  asOf?: string;
};
export type SearchQuery = Pick<DecisionQuery, "q" | "status" | "cursor">;
export type SearchAnswer = { items: DecisionRequest[]; cursor?: string; from: "server" | "replica" };
export type DecisionsDeps = { replica: Replica; outbox: Outbox; flusher: Flusher; api: DecisionsApi; now?: () => Date };

const none: DecisionRows = { requests: new Map(), snoozes: new Map(), cards: new Map(), outbox: new Map() };
/** More changes at once than this are cheaper read as a whole. */
const manyChanges = 200;
const pageSize = 50;

/** The inbox, the history and the answers on their way: always what the replica holds, never more. */
export class DecisionsStore extends Store<DecisionsState> {
  readonly #deps: DecisionsDeps;
  readonly #now: () => Date;
  #rows: DecisionRows = none;
  #work: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: DecisionsDeps) {
    super({ ready: false, pending: [], snoozed: [], history: [], outbox: new Map(), partial: new Set() });
    this.#deps = deps;
    this.#now = deps.now ?? (() => new Date());
    deps.replica.subscribe((change) => void this.#changed(change));
  }

  /** Paints from the one quick record; `load` follows. */
  paint(first: FirstRead): void {
    if (!this.state.ready) this.set({ pending: first.pending, outbox: byRequest(first.outbox), asOf: first.asOf });
  }

  load(): Promise<void> {
    return this.#inTurn(async () => {
      this.#rows = await readAll(this.#deps.replica);
      this.#show();
    });
  }

  find(id: string): DecisionRequest | undefined {
    return this.#rows.requests.get(id) ?? this.state.pending.find((row) => row.id === id);
  }

  /** From the replica where it is there, else from the server; throws `ApiProblem`. */
  async fetchOne(id: string): Promise<DecisionRequest> {
    const stored = this.#rows.requests.get(id) ?? (await (await this.#deps.replica.db()).get("decisionRequests", id));
    if (stored) return stored;
    return putRow(this.#deps.replica, this.#deps.api.one(id));
  }

  /** Kept in the outbox first, then sent; without network it waits there. */
  async answer(requestId: string, input: DecisionInput): Promise<void> {
    await this.answerAll([requestId], input);
  }

  async answerAll(requestIds: string[], input: DecisionInput): Promise<void> {
    // Of cards that are answered together one was looked at: the others took no time of their own.
    const looked = openedFor(requestIds[0] ?? "");
    for (const [place, id] of requestIds.entries())
      await this.#deps.outbox.add(id, input, looked === undefined ? {} : { openMs: place === 0 ? looked : 0 });
    await this.#work;
    void this.#deps.flusher.flush();
  }

  async dismissRefused(requestId: string): Promise<void> {
    await this.#deps.outbox.dismiss(requestId);
  }

  /** Needs the server; throws `ApiProblem`. */
  async snooze(requestId: string, until: Date): Promise<void> {
    const { replica, api } = this.#deps;
    const asked = api.snooze(requestId, until.toISOString());
    await keepAnswer(replica, asked, { into: ["snoozes"], put: (tx, snooze) => tx.objectStore("snoozes").put(snooze) });
    replica.changed({ requests: [requestId] });
  }

  async unsnooze(requestId: string): Promise<void> {
    await this.#deps.api.unsnooze(requestId);
    await (await this.#deps.replica.db()).delete("snoozes", requestId);
    this.#deps.replica.changed({ requests: [requestId] });
  }

  async search(query: SearchQuery): Promise<SearchAnswer> {
    try {
      if (query.cursor?.startsWith("replica:")) return await this.#searchHere(query);
      return { ...(await this.#deps.api.list({ ...query, limit: pageSize })), from: "server" };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 0) throw error;
      return this.#searchHere({ ...query, cursor: undefined });
    }
  }

  async #searchHere(query: SearchQuery): Promise<SearchAnswer> {
    const found = await searchReplica(this.#deps.replica, query);
    const start = Number(query.cursor?.slice("replica:".length) ?? 0);
    const end = start + pageSize;
    return { items: found.slice(start, end), ...(end < found.length ? { cursor: `replica:${end}` } : {}), from: "replica" };
  }

  async #changed(change: ReplicaChange): Promise<void> {
    // What was about to be kept may be of whoever just signed out.
    if (change.reset) clearTimeout(this.#saving);
    if (change.reset || (change.requests?.length ?? 0) > manyChanges) return this.load();
    await this.#inTurn(async () => {
      if (!this.state.ready) return;
      if (change.requests) await readSome(this.#deps.replica, this.#rows, change.requests);
      if (change.outbox) this.#rows.outbox = byRequest(await this.#deps.outbox.list());
      if (change.asOf) this.#rows.asOf = change.asOf;
      this.#show();
    });
  }

  /** Reads follow each other, so that an older one never overwrites a newer. */
  #inTurn(read: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(read).catch(() => {
      // The replica is being closed or upgraded; what is on the screen stays until the next read.
    });
    return this.#work;
  }

  #show(): void {
    const { changesAt, ...view } = decisionsView(this.#rows, this.#now());
    this.set({ ready: true, ...view, outbox: new Map(this.#rows.outbox), asOf: this.#rows.asOf });
    clearTimeout(this.#timer);
    const wait = changesAt - this.#now().getTime();
    // Longer than a timer can count: some change or foreground comes before that.
    if (wait < 2 ** 31 - 1) this.#timer = setTimeout(() => this.#show(), wait + 1);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.#save(), 400);
  }

  async #save(): Promise<void> {
    const { pending, asOf } = this.state;
    await writeFirstScreen(this.#deps.replica, { pending, asOf }).catch(() => undefined);
  }
}
