import type { Alert } from "@beckon/contracts/alerts";
import type { LitElement } from "lit";
import type { AlertsStore } from "./alerts.store.ts";

/** What fired, for a page whose charts mark it. The store comes when the page asks: figures do not wait for their marks. */
export class FiredAlerts {
  readonly #host: LitElement;
  #store: AlertsStore | undefined;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Without the code there are figures, and no marks. */
  async load(): Promise<void> {
    if (this.#store) return;
    const { followAlerts } = await import("./follow-alerts.ts");
    followAlerts(this.#host, (store) => (this.#store = store));
  }

  /** All that fired since then, as far as it is known. */
  all(from: string): readonly Alert[] {
    return this.#store?.all(from) ?? [];
  }
}
