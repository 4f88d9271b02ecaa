import type { Alert } from "@beckon/contracts/alerts";
import { ContextConsumer } from "@lit/context";
import type { LitElement } from "lit";
import { StoreController } from "../platform/store-controller.ts";
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
    const { alertsContext } = await import("./alerts.context.ts");
    new ContextConsumer(this.#host, { context: alertsContext, callback: (store) => (this.#store = store) });
    new StoreController(this.#host, () => this.#store);
    this.#host.requestUpdate();
  }

  /** All that fired since then, as far as it is known. */
  all(from: string): readonly Alert[] {
    return this.#store?.all(from) ?? [];
  }
}
