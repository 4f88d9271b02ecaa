import { sessionApi } from "./access/session.api.ts";
import { SessionStore } from "./access/session.store.ts";
import { UntakenStore } from "./alerts/untaken.store.ts";
import { decisionsApi } from "./decisions/decisions.api.ts";
import { DecisionsStore } from "./decisions/decisions.store.ts";
import { createApiClient } from "./platform/api-client.ts";
import { showBadge } from "./platform/attention.ts";
import { ConnectionStore } from "./platform/connection.store.ts";
import { createFlusher } from "./platform/flusher.ts";
import type { StoreParts } from "./platform/later-stores.ts";
import { createLiveStream } from "./platform/live-stream.ts";
import { createOutbox } from "./platform/outbox.ts";
import { outboxSend } from "./platform/outbox-send.ts";
import type { Replica } from "./platform/replica.ts";
import { createSync } from "./platform/sync.ts";
import { UpdateStore } from "./platform/update.store.ts";
import { passkeysApi } from "./settings/passkeys.api.ts";
import { PasskeysStore } from "./settings/passkeys.store.ts";
import { pushApi } from "./settings/push.api.ts";
import { PushStore } from "./settings/push.store.ts";

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
    onConnected: () => {
      void flusher.flush({ force: true });
      void sendTaskChanges({ replica, request });
    },
    onSessionLost: () => void session.refresh(),
  });
  return {
    parts: { replica, request },
    connection,
    session,
    flusher,
    live,
    decisions: new DecisionsStore({ replica, outbox, flusher, api: decisionsApi(request) }),
    untaken: new UntakenStore(replica),
    update: new UpdateStore(),
    push: new PushStore({ api: pushApi(request), replica, session: () => session.state.session }),
    passkeys: new PasskeysStore(passkeysApi(request)),
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

/** Changes of tasks that were made without network; the code for it is read only where there are some. */
async function sendTaskChanges(parts: StoreParts): Promise<void> {
  const waiting = await (await parts.replica.db()).count("taskChanges");
  if (waiting > 0) await (await import("./work/task-changes.ts")).flushTaskChanges(parts);
}
