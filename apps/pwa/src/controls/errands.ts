import { ToastEvent } from "@beckon/ui/ui-toast";
import type { ReactiveControllerHost } from "lit";
import { words } from "../platform/words.ts";

/** What the buttons of a page set off: what is under way, the one question that is open, and why the server did not take it. */
export class Errands<Asking> {
  /** What something is being sent for. */
  busy: ReadonlySet<string> = new Set();
  asking: Asking | undefined;
  problem = "";
  /** The server took it: the question closes as if by hand, and the focus goes back to where it came from. */
  answered = false;
  readonly #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
  }

  ask(asking: Asking | undefined): void {
    this.asking = asking;
    this.answered = false;
    this.problem = "";
    this.#host.requestUpdate();
  }

  /** The answer to the open question; it stays open, with the reason, where the server does not take it. */
  async confirmed(key: string, act: () => Promise<unknown>): Promise<void> {
    const { asking } = this;
    const problem = await this.#run(key, act);
    if (this.asking !== asking || problem === undefined) return;
    this.answered = problem === "";
    this.problem = problem;
    this.#host.requestUpdate();
  }

  /** Without a question; what went wrong is said in passing. */
  async try(key: string, act: () => Promise<unknown>): Promise<void> {
    const problem = await this.#run(key, act);
    if (problem) this.#host.dispatchEvent(new ToastEvent({ text: problem, icon: "alert" }));
  }

  /** What went wrong, in words; none while the same is already on its way. */
  async #run(key: string, act: () => Promise<unknown>): Promise<string | undefined> {
    if (this.busy.has(key)) return undefined;
    this.#become(new Set([...this.busy, key]));
    try {
      await act();
      return "";
    } catch (error) {
      return words(error);
    } finally {
      this.#become(new Set([...this.busy].filter((one) => one !== key)));
    }
  }

  #become(busy: ReadonlySet<string>): void {
    this.busy = busy;
    this.#host.requestUpdate();
  }
}
