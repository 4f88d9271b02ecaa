import { createApiClient } from "../src/platform/api-client.ts";
import { createOutbox } from "../src/platform/outbox.ts";
import { outboxSend } from "../src/platform/outbox-send.ts";
import { openReplica } from "../src/platform/replica.ts";
import { createSync } from "../src/platform/sync.ts";

export type WorkerDeps = ReturnType<typeof createWorkerDeps>;

/** The same replica, outbox and client as the page has; the worker is only another hand on them. */
export function createWorkerDeps() {
  const request = createApiClient();
  const replica = openReplica();
  return { request, replica, outbox: createOutbox({ replica, send: outboxSend(request) }), sync: createSync({ request, replica }) };
}
