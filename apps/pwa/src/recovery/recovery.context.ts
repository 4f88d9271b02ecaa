import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { recoveryApi } from "./recovery.api.ts";
import { RecoveryStore } from "./recovery.store.ts";

/** Acts on the whole team, and what came of them. */
export const recoveryContext = createContext<RecoveryStore>(Symbol("recovery"));
storeLater(recoveryContext, ({ replica, request }) => new RecoveryStore({ replica, api: recoveryApi(request) }));
