import { ApiProblem, type ApiClient } from "./api-client.ts";
import type { SendResult } from "./outbox-step.ts";
import type { OutboxEntry } from "./outbox-types.ts";

/** One try to hand an answer to the server, by the notification's capability or by the session. */
export const outboxSend =
  (request: ApiClient) =>
  async (entry: OutboxEntry): Promise<SendResult> => {
    const headers: Record<string, string> = { "idempotency-key": entry.key };
    if (entry.capability !== undefined) headers.authorization = `Capability ${entry.capability}`;
    try {
      const answer = { params: { id: entry.requestId }, body: entry.input, headers };
      return { status: 200, body: await request("PUT", "/api/decision-requests/:id/decision", answer) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) return { status: 0 };
      return { status: error.status, body: error.body, retryAfter: error.retryAfter };
    }
  };
