import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { SendResult } from "../outbox-step.ts";
import type { OutboxEntry } from "../outbox-types.ts";
import { decided } from "./rows.ts";

/** What may happen to one try to send. */
export const fates = ["ok", "request lost", "answer lost", "down", "busy", "captive portal", "spent capability"] as const;
export type Fate = (typeof fates)[number];

/** The server's side of a decision, as far as an answer can tell: the first one stands. */
export function createModelServer() {
  const standing = new Map<string, DecisionRequest>();
  const decide = (id: string, option: string): SendResult => {
    const row = standing.get(id);
    if (row && row.decision?.option !== option) {
      return { status: 409, body: { code: "decision.already_decided", title: "Somebody else answered first", decisionRequest: row } };
    }
    if (!row) standing.set(id, decided(id, option));
    return { status: 200, body: standing.get(id) };
  };
  const send = (entry: OutboxEntry, fate: Fate): SendResult => {
    const option = entry.input.option ?? "";
    if (fate === "request lost") return { status: 0 };
    if (fate === "down") return { status: 503, body: { code: "http.down", title: "Down" } };
    if (fate === "busy") return { status: 429, body: { code: "http.busy", title: "Busy" }, retryAfter: 1 };
    if (fate === "captive portal") return { status: 200, body: "<html>" };
    if (fate === "spent capability" && entry.capability) return { status: 401, body: { code: "access.revoked", title: "Spent" } };
    const result = decide(entry.requestId, option);
    return fate === "answer lost" ? { status: 0 } : result;
  };
  return { standing, decide, send };
}
