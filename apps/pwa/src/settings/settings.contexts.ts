import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { memoryOf } from "../platform/list-store.ts";
import { auditApi } from "./audit.api.ts";
import { AuditStore } from "./audit.store.ts";
import { channelsApi } from "./channels.api.ts";
import { ChannelsStore } from "./channels.store.ts";
import { deliveriesApi } from "./deliveries.api.ts";
import { DeliveriesStore } from "./deliveries.store.ts";
import { devicesApi } from "./devices.api.ts";
import { DevicesStore } from "./devices.store.ts";
import { escalationApi } from "./escalation.api.ts";
import { EscalationStore } from "./escalation.store.ts";
import { peopleApi } from "./people.api.ts";
import { PeopleStore } from "./people.store.ts";
import { policyApi } from "./policy.api.ts";
import { PolicyStore } from "./policy.store.ts";
import { tokensApi } from "./tokens.api.ts";
import { TokensStore } from "./tokens.store.ts";

/** Paired devices. */
export const devicesContext = createContext<DevicesStore>(Symbol("devices"));
storeLater(devicesContext, ({ replica, request }) => new DevicesStore(devicesApi(request), memoryOf(replica, "devices")));

/** People and their roles. */
export const peopleContext = createContext<PeopleStore>(Symbol("people"));
storeLater(peopleContext, ({ replica, request }) => new PeopleStore(peopleApi(request), memoryOf(replica, "people")));

/** Tokens of agents and scripts. */
export const tokensContext = createContext<TokensStore>(Symbol("tokens"));
storeLater(tokensContext, ({ replica, request }) => new TokensStore(tokensApi(request), memoryOf(replica, "tokens")));

/** What was pushed where, and what became of it. */
export const deliveriesContext = createContext<DeliveriesStore>(Symbol("deliveries"));
storeLater(deliveriesContext, ({ replica, request }) => new DeliveriesStore(deliveriesApi(request), memoryOf(replica, "deliveries")));

/** Who did what. */
export const auditContext = createContext<AuditStore>(Symbol("audit"));
storeLater(auditContext, ({ replica, request }) => new AuditStore(auditApi(request), memoryOf(replica, "audit")));

/** When this device rings for what. */
export const policyContext = createContext<PolicyStore>(Symbol("policy"));
storeLater(policyContext, ({ replica, request }) => new PolicyStore(policyApi(request), memoryOf(replica, "policy")));

/** Who is told next while nobody takes it, and how that went. */
export const escalationContext = createContext<EscalationStore>(Symbol("escalation"));
storeLater(escalationContext, ({ replica, request }) => {
  const memory = { pages: memoryOf(replica, "escalations"), policy: memoryOf(replica, "escalationPolicy") };
  return new EscalationStore(escalationApi(request), memory);
});

/** Ways to people that are no device. */
export const channelsContext = createContext<ChannelsStore>(Symbol("channels"));
storeLater(channelsContext, ({ replica, request }) => new ChannelsStore(channelsApi(request), memoryOf(replica, "channels")));
