import { afterEach, expect, test, vi } from "vitest";
import { createOutbox } from "../platform/outbox.ts";
import { outboxSend } from "../platform/outbox-send.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { aRequest } from "../platform/testing/rows.ts";
import { fakeApp, mountIn } from "../shell/testing/fake-app.ts";
import { cardOpened, openedFor } from "./card-opened.ts";
import { DecisionsStore } from "./decisions.store.ts";
import type { DecisionCard } from "./decision-card.ts";
import "./decision-card.ts";

const opened: { name: string; replica: Replica }[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});

test("a card counts from the first moment it is looked at, never behind another window, and never for what is settled", async () => {
  const show = async (id: string, status: "pending" | "decided") => {
    const mounting = mountIn<DecisionCard>(fakeApp(), "decision-card");
    document.querySelector("decision-card")!.request = { ...aRequest(id), status };
    await mounting;
  };
  await show("dr_seen", "pending");
  expect(openedFor("dr_seen")).toBeLessThan(60_000);
  await show("dr_settled", "decided");
  expect(openedFor("dr_settled")).toBeUndefined();
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  await show("dr_hidden", "pending");
  expect(openedFor("dr_hidden")).toBeUndefined();
  cardOpened("dr_seen", Date.now() + 5_000);
  expect(openedFor("dr_seen", 0)).toBe(0);
});

test("an answer goes with how long its card was open; of those answered together only the open one took time", async () => {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const bodies: unknown[] = [];
  const request = async (_method: string, _path: string, { body }: { body?: unknown }) => {
    bodies.push(body);
    throw new Error("no network");
  };
  const outbox = createOutbox({ replica, send: outboxSend(request as never), lock: name });
  const store = new DecisionsStore({ replica, outbox, flusher: { flush: async () => undefined }, api: {} as never });
  cardOpened("dr_lead", Date.now() - 30_000);
  await store.answerAll(["dr_lead", "dr_other"], { option: "approve" });
  await store.answer("dr_unseen", { option: "deny" });
  const entries = await outbox.list();
  expect(entries.map(({ requestId, openMs }) => [requestId, openMs === undefined ? undefined : Math.round(openMs / 1_000)])).toEqual([
    ["dr_lead", 30],
    ["dr_other", 0],
    ["dr_unseen", undefined],
  ]);
  // It waits a while for its network: both ends are by this device's clock.
  const db = await replica.db();
  const [lead] = entries;
  await db.put("outbox", { ...lead!, createdAt: new Date(Date.now() - 3_600_000).toISOString() });
  for (const entry of await outbox.list()) await outboxSend(request as never)(entry);
  expect(bodies[0]).toMatchObject({ option: "approve", attention: { openMs: expect.any(Number) as number } });
  expect((bodies[0] as { attention: { agoMs: number } }).attention.agoMs).toBeGreaterThanOrEqual(3_600_000);
  expect(bodies[2]).toEqual({ option: "deny" });
});
