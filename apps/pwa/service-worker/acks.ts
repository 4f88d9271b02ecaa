import type { PushData } from "@beckon/contracts/notifications";
import { ApiProblem } from "../src/platform/api-client.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Kept before it is sent: a phone that gets pushes without reaching the server tells it later. */
export async function rememberAck({ replica }: WorkerDeps, ack: { data: PushData; event: "shown" | "opened" }): Promise<void> {
  const { deliveryId, capability } = ack.data;
  await (await replica.db()).put("acks", { deliveryId, event: ack.event, capability, at: new Date().toISOString() });
}

/** Tells the server what was shown and opened. Only an answer of the server ends an acknowledgement. */
export async function sendAcks({ replica, request }: WorkerDeps): Promise<void> {
  const db = await replica.db();
  for (const ack of await db.getAll("acks")) {
    const error = await request("POST", "/api/deliveries/:id/ack", {
      params: { id: ack.deliveryId },
      body: { event: ack.event },
      headers: { authorization: `Capability ${ack.capability}` },
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const later = error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
    if (later) return;
    await db.delete("acks", [ack.deliveryId, ack.event]);
  }
}
