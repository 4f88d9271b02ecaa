import { ContextConsumer } from "@lit/context";
import type { LitElement } from "lit";
import { StoreController } from "../platform/store-controller.ts";
import { alertsContext } from "./alerts.context.ts";
import type { AlertsStore } from "./alerts.store.ts";

/** Gives the store of alerts to a page that is there already, which is drawn anew with each change of it. */
export function followAlerts(host: LitElement, take: (store: AlertsStore) => void): void {
  let store: AlertsStore | undefined;
  new ContextConsumer(host, { context: alertsContext, callback: (given) => take((store = given)) });
  new StoreController(host, () => store);
  host.requestUpdate();
}
