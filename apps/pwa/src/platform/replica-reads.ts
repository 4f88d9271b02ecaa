import type { Replica, ReplicaChange, ReplicaDb } from "./replica.ts";

/**
 * Few rows of the replica, all read anew when one of them changed; the first time when something asks. Reads follow
 * each other, so that an older one never overwrites a newer.
 */
export class ReplicaReads {
  readonly #replica: Replica;
  readonly #read: (db: ReplicaDb) => Promise<void>;
  readonly #pauseMs: number;
  #wanted = false;
  #changed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();

  /** `pauseMs`: the first news is read at once; what follows on its heels within this time is gathered. */
  constructor(replica: Replica, of: readonly (keyof ReplicaChange)[], read: (db: ReplicaDb) => Promise<void>, pauseMs = 0) {
    this.#replica = replica;
    this.#read = read;
    this.#pauseMs = pauseMs;
    replica.subscribe((change) => {
      if (!this.#wanted || !(change.reset || of.some((name) => change[name] !== undefined))) return;
      this.#changed = true;
      if (this.#timer === undefined) this.#readChanged();
    });
  }

  /** Until what was asked for so far has been read; a second call costs nothing. */
  async load(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#again();
    }
    await this.#work;
  }

  #readChanged(): void {
    this.#timer = undefined;
    if (!this.#changed) return;
    this.#changed = false;
    if (this.#pauseMs > 0) this.#timer = setTimeout(() => this.#readChanged(), this.#pauseMs);
    this.#again();
  }

  #again(): void {
    this.#work = this.#work
      .then(async () => this.#read(await this.#replica.db()))
      .catch(() => {
        // The replica is being closed or upgraded; what is on the screen stays until the next read.
      });
  }
}
