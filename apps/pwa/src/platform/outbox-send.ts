import { ApiProblem, type ApiClient } from "./api-client.ts";
import type { SendResult } from "./outbox-step.ts";
import type { OutboxEntry } from "./outbox-types.ts";

/** More than this no card counts by far, and no answer waits. */
const [longestOpen, longestAgo] = [2_592_000_000, 31_536_000_000];

/** How long the card was open, and how long the answer has waited since, both by this device's clock alone. */
const attentionOf = ({ openMs, createdAt }: OutboxEntry) =>
  openMs === undefined
    ? {}
    : {
        attention: {
          openMs: Math.min(longestOpen, Math.round(openMs)),
          agoMs: Math.min(longestAgo, Math.max(0, Date.now() - Date.parse(createdAt))),
        },
      };

/** One try to hand an answer to the server, by the notification's capability or by the session. */
export const outboxSend =
  (request: ApiClient) =>
  async (entry: OutboxEntry): Promise<SendResult> => {
    const headers: Record<string, string> = { "idempotency-key": entry.key };
    if (entry.capability !== undefined) headers.authorization = `Capability ${entry.capability}`;
    try {
      const answer = { params: { id: entry.requestId }, body: { ...entry.input, ...attentionOf(entry) }, headers };
      return { status: 200, body: await request("PUT", "/api/decision-requests/:id/decision", answer) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) return { status: 0 };
      return { status: error.status, body: error.body, retryAfter: error.retryAfter };
    }
  };
