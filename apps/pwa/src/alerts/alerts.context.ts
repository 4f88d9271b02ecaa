import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { alertsApi } from "./alerts.api.ts";
import { AlertsStore } from "./alerts.store.ts";

/** What is wrong by rules that people set, these rules, and silences. */
export const alertsContext = createContext<AlertsStore>(Symbol("alerts"));
storeLater(alertsContext, ({ replica, request }) => new AlertsStore({ replica, api: alertsApi(request) }));
