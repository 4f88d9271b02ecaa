import type { Recovery, RecoveryDetail, RecoveryPreview } from "@beckon/contracts/recovery";
import { recoveryWords, resumeWord, type RecoveryAction } from "@beckon/contracts/recovery-words";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import type { RecoveryApi } from "./recovery.api.ts";

export type RecoveryStoreState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** Newest first. */
  recoveries: Recovery[];
};
type Deps = { replica: Replica; api: RecoveryApi };
export type Press = { action: RecoveryAction; previewOf?: string; reason?: string };

/** Recoveries as the replica holds them; read when first asked, and followed from then on. */
export class RecoveryStore extends Store<RecoveryStoreState> {
  readonly #deps: Deps;
  readonly #lost = new LostAnswers();
  readonly #reads: ReplicaReads;

  constructor(deps: Deps) {
    super({ ready: false, recoveries: [] });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["recoveries"], (db) => this.#read(db));
  }

  /** Reads the replica; a second call costs nothing. */
  async load(): Promise<void> {
    await this.#reads.load();
  }

  /** What an action would touch now; throws `ApiProblem`. */
  preview(action: RecoveryAction): Promise<RecoveryPreview> {
    return this.#deps.api.preview(action);
  }

  /** Asks for it now; it never waits in the outbox. Throws `ApiProblem`. */
  async press({ action, previewOf, reason }: Press): Promise<Recovery> {
    const body = { action, confirm: recoveryWords[action], ...(previewOf && { previewOf }), ...(reason && { reason }) };
    return this.#put(this.#lost.send({ action, reason }, (key) => this.#deps.api.press(body, key)));
  }

  /** Brings back what was stopped; throws `ApiProblem`. */
  async resume(id: string): Promise<void> {
    await this.#put(this.#deps.api.resume(id, resumeWord));
  }

  /** What it touched, and what came of each, what went wrong first; throws `ApiProblem`. */
  read(id: string, cursor?: string): Promise<RecoveryDetail> {
    return this.#deps.api.read(id, cursor);
  }

  /** As a single call answers it, ahead of the feed. */
  async #put(asked: Promise<Recovery>): Promise<Recovery> {
    const { replica } = this.#deps;
    const recovery = await keepAnswer(replica, asked, { into: ["recoveries"], put: (tx, row) => tx.objectStore("recoveries").put(row) });
    replica.changed({ recoveries: [recovery.id] });
    return recovery;
  }

  async #read(db: ReplicaDb): Promise<void> {
    const recoveries = await db.getAll("recoveries");
    recoveries.sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
    this.set({ ready: true, recoveries });
  }
}
