import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { attentionApi } from "./attention.api.ts";
import { AttentionStore } from "./attention.store.ts";

/** How long agents waited for people, and what that cost. */
export const attentionContext = createContext<AttentionStore>(Symbol("attention"));
storeLater(attentionContext, ({ replica, request }) => new AttentionStore({ replica, api: attentionApi(request) }));
