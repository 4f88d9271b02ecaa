import type { ReactiveController, ReactiveControllerHost } from "lit";

type Options = {
  now?: () => number;
  every?: (fn: () => void, milliseconds: number) => () => void;
};

const interval = (fn: () => void, milliseconds: number) => {
  const id = setInterval(fn, milliseconds);
  return () => clearInterval(id);
};

/** One heartbeat for everything on the page that shows an age; silent while nobody listens. */
export class Ticker {
  readonly now: () => number;
  readonly #every: (fn: () => void, milliseconds: number) => () => void;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | undefined;

  constructor({ now = () => Date.now(), every = interval }: Options = {}) {
    this.now = now;
    this.#every = every;
  }

  /** Calls `fn` every second; the answer ends that. */
  listen(fn: () => void): () => void {
    this.#listeners.add(fn);
    this.#stop ??= this.#every(() => this.#tick(), 1_000);
    return () => {
      this.#listeners.delete(fn);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #tick(): void {
    // Nobody sees a hidden page; the first tick after its return draws the true age.
    if (globalThis.document?.hidden) return;
    for (const listener of this.#listeners) listener();
  }
}

export const sharedTicker = new Ticker();

/** Renders its host again when time goes on: every second, or every `seconds`. */
export class TickController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #seconds: number;
  #count = 0;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, seconds = 1) {
    this.#host = host;
    this.#seconds = seconds;
    host.addController(this);
  }

  get now(): number {
    return sharedTicker.now();
  }

  hostConnected(): void {
    this.#stop = sharedTicker.listen(() => {
      this.#count += 1;
      if (this.#count % this.#seconds === 0) this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}
