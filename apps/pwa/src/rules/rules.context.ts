import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { rulesApi } from "./rules.api.ts";
import { RulesStore } from "./rules.store.ts";

/** What is answered without a person, and what could be. */
export const rulesContext = createContext<RulesStore>(Symbol("rules"));
storeLater(rulesContext, ({ replica, request }) => new RulesStore({ replica, api: rulesApi(request) }));
