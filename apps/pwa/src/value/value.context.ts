import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { createModel } from "./value-model.ts";
import { valueApi } from "./value.api.ts";
import { ValueStore } from "./value.store.ts";

/** What the fleet is worth. */
export const valueContext = createContext<ValueStore>(Symbol("value"));
storeLater(valueContext, ({ replica, request }) => new ValueStore({ replica, api: valueApi(request), model: createModel() }));
