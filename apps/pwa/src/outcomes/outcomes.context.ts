import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { outcomesApi } from "./outcomes.api.ts";
import { OutcomesStore } from "./outcomes.store.ts";

/** Accepted results. */
export const outcomesContext = createContext<OutcomesStore>(Symbol("outcomes"));
storeLater(outcomesContext, ({ replica, request }) => new OutcomesStore({ replica, api: outcomesApi(request) }));
