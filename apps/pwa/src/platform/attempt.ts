import type { ReactiveController, ReactiveControllerHost } from "lit";
import { words } from "../platform/words.ts";

/** Runs what a button asks for: busy while it runs, and says in words why it did not work. */
export class Attempt implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  busy = false;
  problem = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.problem = "";
  }

  /** Answers whether it worked. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.#become(true, "");
    try {
      await action();
      this.#become(false, "");
      return true;
    } catch (error) {
      this.#become(false, words(error));
      return false;
    }
  }

  #become(busy: boolean, problem: string): void {
    this.busy = busy;
    this.problem = problem;
    this.#host.requestUpdate();
  }
}
