import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { fleetApi } from "./fleet.api.ts";
import { FleetStore } from "./fleet.store.ts";

/** The agents and their runs. */
export const fleetContext = createContext<FleetStore>(Symbol("fleet"));
storeLater(fleetContext, ({ replica, request }) => new FleetStore({ replica, api: fleetApi(request) }));
