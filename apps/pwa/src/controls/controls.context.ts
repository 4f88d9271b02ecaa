import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { controlsApi } from "./controls.api.ts";
import { ControlsStore } from "./controls.store.ts";

/** Machines with a runner, and commands on their way. */
export const controlsContext = createContext<ControlsStore>(Symbol("controls"));
storeLater(controlsContext, ({ replica, request }) => new ControlsStore({ replica, api: controlsApi(request) }));
