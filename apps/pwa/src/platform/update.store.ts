import { Store } from "./store.ts";

export type UpdateState = {
  /** A newer version is installed and waits to take over. */
  available: boolean;
};

const hourly = 3_600_000;

/** Watches for a newer version of the app. It takes over when the person says so, never in between. */
export class UpdateStore extends Store<UpdateState> {
  #registration: ServiceWorkerRegistration | undefined;
  readonly #reload: () => void;
  #applying = false;
  /** A page that was loaded by a worker; the first worker of a page takes it over without anything to replace. */
  #controlled = Boolean(globalThis.navigator?.serviceWorker?.controller);

  constructor(reload: () => void = () => location.reload()) {
    super({ available: false });
    this.#reload = reload;
  }

  watch(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    this.#look();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => this.#look());
    });
    navigator.serviceWorker.addEventListener("controllerchange", () => this.#takenOver());
    setInterval(() => void this.check(), hourly);
  }

  /** iOS looks for updates seldom by itself: ask on every foreground. */
  async check(): Promise<void> {
    await this.#registration?.update().catch(() => undefined);
    this.#look();
  }

  async apply(): Promise<void> {
    const waiting = this.#registration?.waiting;
    this.#applying = true;
    if (waiting) waiting.postMessage({ type: "skip-waiting" });
    else this.#reload();
  }

  /** Only a wanted change reloads. Where another window wanted it, this one is asked: its old code is gone from the cache. */
  #takenOver(): void {
    if (this.#applying) this.#reload();
    else if (this.#controlled) this.set({ available: true });
    this.#controlled = true;
  }

  #look(): void {
    if (this.state.available) return;
    // Without a controller this is the first installation: nothing is replaced.
    if (this.#registration?.waiting && navigator.serviceWorker.controller) this.set({ available: true });
  }
}
