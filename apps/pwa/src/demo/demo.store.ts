import type { Replica } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import type { DemoApi } from "./demo.api.ts";

/** `shown`: agents of the demo fleet are among those that this device knows. */
export type DemoState = { shown: boolean };

/** Whether there is a demo on the screens, and how it goes. */
export class DemoStore extends Store<DemoState> {
  readonly #deps: { replica: Replica; api: DemoApi };
  #wanted = false;
  #work: Promise<void> = Promise.resolve();

  constructor(deps: { replica: Replica; api: DemoApi }) {
    super({ shown: false });
    this.#deps = deps;
    deps.replica.subscribe(({ reset, agents }) => {
      if (this.#wanted && (reset || agents)) this.#look(reset ? undefined : agents);
    });
  }

  /** Looks into the replica; a second call costs nothing. */
  async load(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#look(undefined);
    }
    await this.#work;
  }

  /** Needs the server; throws `ApiProblem`. What went is told by sync. */
  async remove(): Promise<void> {
    await this.#deps.api.remove();
  }

  /** While there is a demo, changed agents say nothing new unless one is gone; while there is none, only they can. */
  #look(changed: readonly string[] | undefined): void {
    this.#work = this.#work
      .then(async () => {
        const store = (await this.#deps.replica.db()).transaction("agents").store;
        const rows = changed && (await Promise.all(changed.map((id) => store.get(id))));
        if (rows && (this.state.shown ? rows.every(Boolean) : rows.every((row) => !row?.demo))) return;
        this.#become((await store.getAll()).some(({ demo }) => demo));
      })
      .catch(() => {
        // The replica is being closed or upgraded; what is on the screen stays until the next look.
      });
  }

  #become(shown: boolean): void {
    if (shown !== this.state.shown) this.set({ shown });
  }
}
