import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { demoApi } from "./demo.api.ts";
import { DemoStore } from "./demo.store.ts";

/** Whether the demo fleet is among the agents, and how it goes. */
export const demoContext = createContext<DemoStore>(Symbol("demo"));
storeLater(demoContext, ({ replica, request }) => new DemoStore({ replica, api: demoApi(request) }));
