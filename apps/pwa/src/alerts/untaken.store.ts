import { type Replica, writeMeta } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { isUntaken } from "./taken.ts";

/** How many alerts fire that nobody has taken, as this device holds them: all that the frame needs to know of alerts. */
export class UntakenStore extends Store<{ count: number }> {
  readonly #replica: Replica;
  #work: Promise<void> = Promise.resolve();

  constructor(replica: Replica) {
    super({ count: 0 });
    this.#replica = replica;
  }

  /** How many there were when this device counted last: a page that opens keeps their place. */
  paint(count: number | undefined): void {
    if (count !== undefined) this.set({ count });
  }

  /** Counts now, and again whenever an alert changes. */
  follow(): void {
    this.#replica.subscribe(({ reset, alerts }) => (reset || alerts) && this.#count());
    this.#count();
  }

  /** Reads follow each other, so that an older one never overwrites a newer. */
  #count(): void {
    this.#work = this.#work
      .then(async () => {
        const alerts = await (await this.#replica.db()).getAll("alerts");
        const count = alerts.filter(isUntaken).length;
        if (count !== this.state.count) this.set({ count });
        await writeMeta(this.#replica, "untaken", count);
      })
      .catch(() => {
        // The replica is being closed or upgraded: the number stays until the next change.
      });
  }
}
