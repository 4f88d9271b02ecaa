import { cachedView, type View } from "./cached-view.ts";
import type { Replica } from "./replica.ts";

type Deps = { replica: Replica; /** Milliseconds between two questions for the same. */ pauseMs: number };
type Wanted<T> = { key: string; ask: (signal: AbortSignal) => Promise<T> };

/**
 * One answer of the server that is followed: what is kept is told at once, news ask again, but not faster than a
 * person could read. What stands on the screen stays there until the next answer is here.
 */
export class Followed<T> {
  readonly #deps: Deps;
  readonly #tell: (view: View<T>) => void;
  #wanted: Wanted<T> | undefined;
  #view: View<T> = { loading: true };
  #asking: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = -Infinity;
  #again = false;

  constructor(deps: Deps, tell: (view: View<T>) => void) {
    this.#deps = deps;
    this.#tell = tell;
  }

  /** Another key empties the view: figures of one window are never shown as those of another. */
  want(wanted: Wanted<T>): void {
    const isSame = this.#wanted?.key === wanted.key;
    this.#wanted = wanted;
    if (isSame) return this.refresh();
    this.#asking?.abort();
    this.#asking = undefined;
    this.#say({ loading: true });
    this.#ask();
  }

  /** Something changed: asks again, in a moment if it was asked just now. */
  refresh(): void {
    if (!this.#wanted || this.#timer !== undefined) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    const wait = this.#askedAt + this.#deps.pauseMs - performance.now();
    if (wait <= 0) return this.#ask();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#ask();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking?.abort();
    this.#asking = undefined;
    this.#wanted = undefined;
    this.#again = false;
  }

  #ask(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
    this.#askedAt = performance.now();
    const asking = new AbortController();
    this.#asking = asking;
    void cachedView<T>(
      { replica: this.#deps.replica, key: wanted.key, signal: asking.signal },
      () => wanted.ask(asking.signal),
      (view) => this.#heard(view),
    ).then(() => {
      if (this.#asking !== asking) return;
      this.#asking = undefined;
      if (this.#again) this.refresh();
    });
  }

  /** What is kept is older than what is shown already; the error of a new try does not take the last answer away. */
  #heard(view: View<T>): void {
    const known = this.#view;
    if (view.late && known.at !== undefined) return this.#say({ ...known, late: true });
    if (view.loading && known.at !== undefined) return;
    if (view.body === undefined && known.body !== undefined)
      return this.#say({ ...known, loading: false, ...(view.error && { error: view.error }) });
    this.#say(view);
  }

  #say(view: View<T>): void {
    this.#view = view;
    this.#tell(view);
  }
}
