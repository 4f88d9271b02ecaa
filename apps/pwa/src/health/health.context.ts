import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { healthApi } from "./health.api.ts";
import { HealthStore } from "./health.store.ts";

/** How the server's parts stand. */
export const healthContext = createContext<HealthStore>(Symbol("health"));
storeLater(healthContext, ({ replica, request }) => new HealthStore({ replica, api: healthApi(request) }));
