import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { PushCard } from "../platform/replica.ts";

/**
 * A request as far as its notification tells it: enough to read and, where the risk allows a
 * button, to answer before the network is back. The next sync brings the whole of it.
 */
export function requestOfCard({ requestId, data, receivedAt }: PushCard): DecisionRequest | undefined {
  const { card } = data;
  if (card === undefined) return undefined;
  return {
    id: requestId,
    kind: "permission",
    title: card.title,
    options: data.answers.map(({ id, label }) => ({ id, label })),
    allowText: false,
    ...(card.command === undefined ? {} : { action: { tool: "", command: card.command } }),
    actionHash: "",
    risk: card.risk,
    riskReasons: [],
    agent: { id: "", name: card.agent },
    status: "pending",
    askedAt: card.askedAt ?? receivedAt,
    ...(card.expiresAt === undefined ? {} : { expiresAt: card.expiresAt }),
  };
}
