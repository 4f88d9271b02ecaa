import { sessionApi } from "./access/session.api.ts";
import { SessionStore } from "./access/session.store.ts";
import { decisionsApi } from "./decisions/decisions.api.ts";
import { DecisionsStore } from "./decisions/decisions.store.ts";
import { demoApi } from "./demo/demo.api.ts";
import { DemoStore } from "./demo/demo.store.ts";
import { fleetApi } from "./fleet/fleet.api.ts";
import { FleetStore } from "./fleet/fleet.store.ts";
import { createApiClient } from "./platform/api-client.ts";
import { showBadge } from "./platform/attention.ts";
import { ConnectionStore } from "./platform/connection.store.ts";
import { createFlusher } from "./platform/flusher.ts";
import { createLiveStream } from "./platform/live-stream.ts";
import { createOutbox } from "./platform/outbox.ts";
import { outboxSend } from "./platform/outbox-send.ts";
import { memoryOf } from "./platform/list-store.ts";
import type { Replica } from "./platform/replica.ts";
import { createSync } from "./platform/sync.ts";
import { UpdateStore } from "./platform/update.store.ts";
import { auditApi } from "./settings/audit.api.ts";
import { AuditStore } from "./settings/audit.store.ts";
import { deliveriesApi } from "./settings/deliveries.api.ts";
import { DeliveriesStore } from "./settings/deliveries.store.ts";
import { devicesApi } from "./settings/devices.api.ts";
import { DevicesStore } from "./settings/devices.store.ts";
import { passkeysApi } from "./settings/passkeys.api.ts";
import { PasskeysStore } from "./settings/passkeys.store.ts";
import { peopleApi } from "./settings/people.api.ts";
import { PeopleStore } from "./settings/people.store.ts";
import { pushApi } from "./settings/push.api.ts";
import { PushStore } from "./settings/push.store.ts";
import { tokensApi } from "./settings/tokens.api.ts";
import { TokensStore } from "./settings/tokens.store.ts";

export type App = ReturnType<typeof createApp>;

/** Everything the app is made of, put together once. */
export function createApp(replica: Replica) {
  const request = createApiClient();
  const connection = new ConnectionStore();
  const session: SessionStore = new SessionStore({ api: sessionApi(request), replica, onLeave: leaveDevice });
  const outbox = createOutbox({ replica, send: outboxSend(request), onSessionLost: () => void session.refresh() });
  const flusher = createFlusher(outbox);
  const live = createLiveStream({
    replica,
    connection,
    sync: createSync({ request, replica }),
    onConnected: () => void flusher.flush({ force: true }),
    onSessionLost: () => void session.refresh(),
  });
  return {
    connection,
    session,
    flusher,
    live,
    decisions: new DecisionsStore({ replica, outbox, flusher, api: decisionsApi(request) }),
    demo: new DemoStore({ replica, api: demoApi(request) }),
    fleet: new FleetStore({ replica, api: fleetApi(request) }),
    update: new UpdateStore(),
    push: new PushStore({ api: pushApi(request), replica, session: () => session.state.session }),
    devices: new DevicesStore(devicesApi(request), memoryOf(replica, "devices")),
    people: new PeopleStore(peopleApi(request), memoryOf(replica, "people")),
    tokens: new TokensStore(tokensApi(request), memoryOf(replica, "tokens")),
    passkeys: new PasskeysStore(passkeysApi(request)),
    deliveries: new DeliveriesStore(deliveriesApi(request), memoryOf(replica, "deliveries")),
    audit: new AuditStore(auditApi(request), memoryOf(replica, "audit")),
  };
}

/** A device that is signed out shows nothing more of what it was. */
async function leaveDevice(): Promise<void> {
  await showBadge(0);
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  for (const notification of await registration.getNotifications()) notification.close();
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
}
