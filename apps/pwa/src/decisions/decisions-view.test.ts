import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { PushData } from "@beckon/contracts/notifications";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PushCard } from "../platform/replica.ts";
import type { DecisionRows } from "./decisions-replica.ts";
import { decisionsView } from "./decisions-view.ts";
import { historyLikeThis } from "./history-like-this.ts";
import { inboxOrder } from "./inbox-order.ts";

const now = new Date("2026-11-21T09:00:00.000Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000).toISOString();
const request = (id: string, more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  id,
  kind: "permission",
  title: `Run ${id}?`,
  options: [
    { id: "approve", label: "Approve", tone: "approve" },
    { id: "deny", label: "Deny", tone: "deny" },
  ],
  allowText: false,
  actionHash: "",
  risk: "low",
  riskReasons: [],
  agent: { id: "ag_1", name: "builder" },
  status: "pending",
  askedAt: minutes(-5),
  ...more,
});
const ids = (rows: readonly DecisionRequest[]) => rows.map((row) => row.id);
const rowsOf = (requests: DecisionRequest[], more: Partial<DecisionRows> = {}): DecisionRows => ({
  requests: new Map(requests.map((row) => [row.id, row])),
  snoozes: new Map(),
  cards: new Map(),
  outbox: new Map(),
  ...more,
});

describe("who needs me first", () => {
  test("what falls to its default within ten minutes, then the longest wait", () => {
    const rows = [
      request("short", { askedAt: minutes(-1) }),
      request("long", { askedAt: minutes(-60) }),
      request("in9", { expiresAt: minutes(9), askedAt: minutes(-1) }),
      request("in2", { expiresAt: minutes(2), askedAt: minutes(-1) }),
      request("in11", { expiresAt: minutes(11), askedAt: minutes(-30) }),
    ];
    expect(ids(inboxOrder(rows, now))).toEqual(["in2", "in9", "long", "in11", "short"]);
  });

  test("is one order, whatever order the rows came in, and loses none", () => {
    const row = fc
      .record({
        id: fc.uuid(),
        asked: fc.integer({ min: -90, max: 0 }),
        left: fc.option(fc.integer({ min: -5, max: 60 }), { nil: undefined }),
      })
      .map(({ id, asked, left }) => request(id, { askedAt: minutes(asked), ...(left === undefined ? {} : { expiresAt: minutes(left) }) }));
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: (one) => one.id, maxLength: 30 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (rows, dice) => {
          const shuffled = rows
            .map((one) => [dice.next().value, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          expect(ids(inboxOrder(shuffled, now))).toEqual(ids(inboxOrder(rows, now)));
          expect(inboxOrder(rows, now)).toHaveLength(rows.length);
        },
      ),
    );
  });
});

describe("what the screen shows of the rows", () => {
  test("pending without snoozed, snoozed by their end, history newest first", () => {
    const rows = rowsOf(
      [
        request("open"),
        request("later"),
        request("sooner"),
        request("back"),
        request("old", { status: "decided", resolvedAt: minutes(-50) }),
        request("new", { status: "expired", resolvedAt: minutes(-2) }),
      ],
      {
        snoozes: new Map(
          [
            ["later", 60],
            ["sooner", 15],
            ["back", -1],
          ].map(([id, end]) => [String(id), { requestId: String(id), until: minutes(Number(end)) }]),
        ),
      },
    );
    const view = decisionsView(rows, now);
    expect(ids(view.pending)).toEqual(["back", "open"]);
    expect(view.snoozed.map(({ request: row }) => row.id)).toEqual(["sooner", "later"]);
    expect(ids(view.history)).toEqual(["new", "old"]);
    expect(view.changesAt).toBe(Date.parse(minutes(15)));
  });

  test("a notification's card stands in until the row is there, and not past its expiry", () => {
    const card = (id: string, more: Partial<NonNullable<PushData["card"]>> = {}): [string, PushCard] => [
      id,
      {
        requestId: id,
        receivedAt: minutes(-1),
        data: {
          v: 1,
          type: "decision",
          deliveryId: "dl_1",
          capability: "c",
          requestId: id,
          answers: [{ id: "approve", label: "Approve" }],
          card: { title: "Deploy?", agent: "builder", risk: "low", askedAt: minutes(-1), ...more },
        },
      },
    ];
    const rows = rowsOf([request("known")], { cards: new Map([card("known"), card("fresh"), card("over", { expiresAt: minutes(-1) })]) });
    const view = decisionsView(rows, now);
    expect(ids(view.pending)).toEqual(["known", "fresh"]);
    expect([...view.partial]).toEqual(["fresh"]);
    expect(view.pending[1]).toMatchObject({ title: "Deploy?", options: [{ id: "approve", label: "Approve" }] });
  });

  test("knows when the same rows will look otherwise", () => {
    expect(decisionsView(rowsOf([request("a")]), now).changesAt).toBe(Infinity);
    expect(decisionsView(rowsOf([request("a", { expiresAt: minutes(30) })]), now).changesAt).toBe(Date.parse(minutes(20)));
    expect(decisionsView(rowsOf([request("a", { expiresAt: minutes(3) })]), now).changesAt).toBe(Date.parse(minutes(3)));
  });
});

test("history like this counts what people answered to the same in 30 days", () => {
  const asked = request("now", { action: { tool: "Bash", command: "git push" } });
  const past = (
    id: string,
    option: string,
    more: Partial<DecisionRequest> = {},
    by: "person" | "rule" | "expiry" = "person",
    at = minutes(-60),
  ) =>
    request(id, {
      action: { tool: "Bash", command: "git push" },
      status: "decided",
      decision: { option, decidedAt: at, decidedBy: { kind: by } },
      ...more,
    });
  const history = [
    past("a", "approve"),
    past("b", "approve"),
    past("c", "deny"),
    past("text", "something else"),
    past("rule", "approve", {}, "rule"),
    past("other", "approve", { action: { tool: "Bash", command: "git push --force" } }),
    past("long ago", "deny", {}, "person", minutes(-31 * 24 * 60)),
  ];
  expect(historyLikeThis(asked, history, now)).toEqual({ approved: 2, denied: 1, other: 1, total: 4 });
});
