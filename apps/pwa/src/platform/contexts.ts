import { createContext } from "@lit/context";
import type { SessionStore } from "../access/session.store.ts";
import type { UntakenStore } from "../alerts/untaken.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { PushStore } from "../settings/push.store.ts";
import type { ConnectionStore } from "./connection.store.ts";
import type { UpdateStore } from "./update.store.ts";

// One narrow context per store, so that a page says what it needs. Only pages and the shell
// consume them; components take data in and give events out. Stores of a single place are in that place's
// folder (`storeLater`): the first screen does not wait for them.

/** Who is signed in on this device. */
export const sessionContext = createContext<SessionStore>(Symbol("session"));
/** The inbox, the history and the answers on their way. */
export const decisionsContext = createContext<DecisionsStore>(Symbol("decisions"));
/** How many alerts fire that nobody has taken. */
export const untakenContext = createContext<UntakenStore>(Symbol("untaken"));
/** Whether what is shown is live, and how old it is when it is not. */
export const connectionContext = createContext<ConnectionStore>(Symbol("connection"));
/** A newer version of the app that waits to take over. */
export const updateContext = createContext<UpdateStore>(Symbol("update"));
/** Notifications on this device. */
export const pushContext = createContext<PushStore>(Symbol("push"));
/** Passkeys of the person who is signed in. */
export const passkeysContext = createContext<PasskeysStore>(Symbol("passkeys"));
