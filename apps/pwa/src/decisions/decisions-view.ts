import type { DecisionRequest } from "@beckon/contracts/decisions";
import { requestOfCard } from "./card-request.ts";
import { type DecisionRows, historyInMemory } from "./decisions-replica.ts";
import { inboxOrder } from "./inbox-order.ts";

export type DecisionsView = {
  pending: DecisionRequest[];
  snoozed: { request: DecisionRequest; until: string }[];
  history: DecisionRequest[];
  partial: ReadonlySet<string>;
  /** Epoch milliseconds at which the same rows give another view. */
  changesAt: number;
};

const soonMs = 10 * 60_000;

/** What the screen shows of the rows at one moment. */
export function decisionsView(rows: DecisionRows, now: Date): DecisionsView {
  const all = [...rows.requests.values()];
  const cards = cardsOf(rows, now);
  const waiting = [...all.filter((row) => row.status === "pending"), ...cards];
  const until = (row: DecisionRequest) => {
    const snooze = rows.snoozes.get(row.id);
    return snooze !== undefined && Date.parse(snooze.until) > now.getTime() ? snooze.until : undefined;
  };
  const snoozed = waiting.flatMap((request) => {
    const end = until(request);
    return end === undefined ? [] : [{ request, until: end }];
  });
  return {
    pending: inboxOrder(
      waiting.filter((row) => until(row) === undefined),
      now,
    ),
    snoozed: snoozed.sort((a, b) => Date.parse(a.until) - Date.parse(b.until)),
    history: all
      .filter((row) => row.status !== "pending")
      .sort((a, b) => Date.parse(b.resolvedAt ?? b.askedAt) - Date.parse(a.resolvedAt ?? a.askedAt))
      .slice(0, historyInMemory),
    partial: new Set(cards.map((card) => card.id)),
    changesAt: nextChange(waiting, snoozed, now.getTime()),
  };
}

/** A card past its expiry is not shown as waiting: without the row nobody knows how it ended. */
function cardsOf(rows: DecisionRows, now: Date): DecisionRequest[] {
  return [...rows.cards.values()].flatMap((card) => {
    const request = rows.requests.has(card.requestId) ? undefined : requestOfCard(card);
    const over = request?.expiresAt !== undefined && Date.parse(request.expiresAt) <= now.getTime();
    return request === undefined || over ? [] : [request];
  });
}

function nextChange(waiting: readonly DecisionRequest[], snoozed: readonly { until: string }[], now: number): number {
  const moments = [
    ...snoozed.map(({ until }) => Date.parse(until)),
    ...waiting.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt) - soonMs, Date.parse(expiresAt)])),
  ];
  return moments.reduce((least, at) => (at > now && at < least ? at : least), Infinity);
}
