import { createContext } from "@lit/context";
import type { SessionStore } from "../access/session.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import type { DemoStore } from "../demo/demo.store.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import type { AuditStore } from "../settings/audit.store.ts";
import type { DeliveriesStore } from "../settings/deliveries.store.ts";
import type { DevicesStore } from "../settings/devices.store.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { PeopleStore } from "../settings/people.store.ts";
import type { PushStore } from "../settings/push.store.ts";
import type { TokensStore } from "../settings/tokens.store.ts";
import type { ConnectionStore } from "./connection.store.ts";
import type { UpdateStore } from "./update.store.ts";

// One narrow context per store, so that a page says what it needs. Only pages and the shell
// consume them; components take data in and give events out.

/** Who is signed in on this device. */
export const sessionContext = createContext<SessionStore>(Symbol("session"));
/** The inbox, the history and the answers on their way. */
export const decisionsContext = createContext<DecisionsStore>(Symbol("decisions"));
/** The agents and their runs. */
export const fleetContext = createContext<FleetStore>(Symbol("fleet"));
/** Whether the demo fleet is among the agents, and how it goes. */
export const demoContext = createContext<DemoStore>(Symbol("demo"));
/** Whether what is shown is live, and how old it is when it is not. */
export const connectionContext = createContext<ConnectionStore>(Symbol("connection"));
/** A newer version of the app that waits to take over. */
export const updateContext = createContext<UpdateStore>(Symbol("update"));
/** Notifications on this device. */
export const pushContext = createContext<PushStore>(Symbol("push"));
/** Paired devices. */
export const devicesContext = createContext<DevicesStore>(Symbol("devices"));
/** People and their roles. */
export const peopleContext = createContext<PeopleStore>(Symbol("people"));
/** Tokens of agents and scripts. */
export const tokensContext = createContext<TokensStore>(Symbol("tokens"));
/** Passkeys of the person who is signed in. */
export const passkeysContext = createContext<PasskeysStore>(Symbol("passkeys"));
/** What was pushed where, and what became of it. */
export const deliveriesContext = createContext<DeliveriesStore>(Symbol("deliveries"));
/** Who did what. */
export const auditContext = createContext<AuditStore>(Symbol("audit"));
