import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { healingApi } from "./healing.api.ts";
import { HealingStore } from "./healing.store.ts";

/** What auto-heal would do, does and did. */
export const healingContext = createContext<HealingStore>(Symbol("healing"));
storeLater(healingContext, ({ replica, request }) => new HealingStore({ replica, api: healingApi(request) }));
