import { Store } from "./store.ts";

export type UpdateState = {
  /** A newer version is installed and waits to take over. */
  available: boolean;
};

const hourly = 3_600_000;

/** Watches for a newer version of the app. It takes over when the person says so, never in between. */
export class UpdateStore extends Store<UpdateState> {
  #registration: ServiceWorkerRegistration | undefined;
  #reload: () => void;
  #applying = false;

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
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      // The first worker of a page takes it over too; only a wanted change may reload it.
      if (this.#applying) this.#reload();
      this.#look();
    });
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

  #look(): void {
    // Without a controller this is the first installation: nothing is replaced.
    const available = Boolean(this.#registration?.waiting && navigator.serviceWorker.controller);
    if (available !== this.state.available) this.set({ available });
  }
}
