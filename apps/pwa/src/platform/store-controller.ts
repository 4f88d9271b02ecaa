import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Store } from "./store.ts";

/**
 * Re-renders its host when a store changes: `new StoreController(this, () => this.store)`.
 * The store comes through a function because a context fills the property only on connect.
 */
export class StoreController<T extends object> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #store: () => Store<T> | undefined;
  #watched: Store<T> | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, store: () => Store<T> | undefined) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch();
  }

  /** A property set after connect (a test, a late context) is picked up before the next render. */
  hostUpdate(): void {
    if (this.#store() !== this.#watched) this.#watch();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#watched = undefined;
  }

  #watch(): void {
    this.#stop?.();
    this.#watched = this.#store();
    this.#stop = this.#watched?.subscribe(() => this.#host.requestUpdate());
  }
}
