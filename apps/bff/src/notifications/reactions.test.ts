import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../test/support/push-lab.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import { answeredBefore } from "./notifications.types.ts";
import { decisionCallback } from "./decision-callback.ts";

let lab: PushLab;
beforeEach(async () => void (lab = await openPushLab()));
afterEach(() => lab.close());

const types = (phone: Phone) => phone.browser.pushes.map(({ payload }) => payload.notification.data.type);
const answer = (phone: Phone, id: string, option = "deny") => phone("PUT", `/api/decision-requests/${id}/decision`, { option });

describe("resolved", () => {
  test("other devices' notifications are replaced without a sound; the delivery that answered says so", async () => {
    const [phone, tablet, quiet] = [
      await lab.phone({ name: "phone" }),
      await lab.phone({ name: "tablet" }),
      await lab.phone({ name: "quiet" }),
    ];
    quiet.browser.reply({ status: 403 });
    const id = await lab.ask();
    await lab.drain();
    expect((await answer(phone, id)).status).toBe(200);
    await lab.resolved(id, phone.id);
    await lab.resolved(id, phone.id);
    await lab.drain();
    expect(types(phone)).toEqual(["decision"]);
    expect(types(quiet)).toEqual([]);
    expect(types(tablet)).toEqual(["decision", "withdraw"]);
    const [first, last] = tablet.browser.pushes;
    expect(last).toMatchObject({
      headers: { ttl: "3600", topic: first?.headers.topic },
      payload: { app_badge: 0, notification: { tag: id, silent: true, title: "Answered on phone: Deny" } },
    });
    const rows = await lab.deliveriesOf(id);
    expect(rows.find(({ deviceId, kind }) => deviceId === phone.id && kind === "decision")).toMatchObject({
      status: "answered",
      answeredAt: expect.any(String) as string,
    });
    expect(rows.filter(({ kind }) => kind === "withdraw")).toMatchObject([{ deviceId: tablet.id, status: "accepted" }]);
  });

  test("what is still on its way stays unsent, and says why", async () => {
    const phone = await lab.phone();
    const laptop = await lab.phone({ name: "laptop" });
    const id = await lab.ask();
    await answer(laptop, id);
    await lab.resolved(id, laptop.id);
    expect((await lab.deliveriesOf(id)).find(({ deviceId }) => deviceId === phone.id)).toMatchObject({
      status: "failed",
      reason: answeredBefore,
    });
    await lab.drain();
    expect(phone.browser.attempts).toBe(0);
  });

  test("Apple's phones are never sent a withdrawal", async () => {
    const phone = await lab.phone();
    const id = await lab.ask();
    await lab.drain();
    await lab.database.db.execute(sql`update push_subscription set service = 'Apple'`);
    await lab.agent("POST", `/api/decision-requests/${id}/cancel`, { reason: "answered in the terminal" });
    await lab.resolved(id);
    await lab.drain();
    expect(types(phone)).toEqual(["decision"]);
  });

  test("cancelled and expired requests are withdrawn everywhere", async () => {
    const phone = await lab.phone();
    const cancelled = await lab.ask();
    const expiring = await lab.ask({ expiresInSeconds: 60, onExpiry: "deny" });
    await lab.drain();
    await lab.agent("POST", `/api/decision-requests/${cancelled}/cancel`, { reason: "done" });
    await lab.resolved(cancelled);
    lab.pass(60_000);
    await lab.services.decisions.expireDue();
    await lab.resolved(expiring);
    await lab.drain();
    expect(phone.browser.pushes.slice(2).map(({ payload }) => payload.notification.title)).toEqual([
      "Withdrawn by the agent",
      "Expired: Deny",
    ]);
  });
});

describe("snoozed", () => {
  const hour = 3_600_000;
  const snoozeFor = async (phone: Phone, id: string, ms: number) => {
    const until = new Date(lab.clock().getTime() + ms).toISOString();
    expect((await phone("PUT", `/api/decision-requests/${id}/snooze`, { until })).status).toBe(200);
    await lab.run("decision.snoozed.remind", { requestId: id, personId: phone.session.person.id, until });
  };
  const open = async () => {
    const phone = await lab.phone({ person: "Ann", role: "operator" });
    const bob = await lab.phone({ person: "Bob", role: "operator" });
    const id = await lab.ask();
    await lab.drain();
    return { phone, bob, id };
  };

  test("a reminder comes at the end of the snooze, to that person alone", async () => {
    const { phone, bob, id } = await open();
    await snoozeFor(phone, id, hour);
    lab.pass(hour - 1);
    await lab.drain();
    expect(types(phone)).toEqual(["decision"]);
    lab.pass(1);
    await lab.drain();
    expect(types(phone)).toEqual(["decision", "reminder"]);
    expect(types(bob)).toEqual(["decision"]);
    await snoozeFor(phone, id, hour);
    lab.pass(hour);
    await lab.drain();
    expect(types(phone)).toEqual(["decision", "reminder", "reminder"]);
  });

  test("none when the snooze was changed or taken back, or the request was answered", async () => {
    const { phone, bob, id } = await open();
    await snoozeFor(phone, id, hour);
    await snoozeFor(phone, id, 3 * hour);
    lab.pass(hour);
    await lab.drain();
    expect(types(phone)).toEqual(["decision"]);
    await answer(bob, id);
    lab.pass(2 * hour);
    await lab.drain();
    expect(types(phone)).toEqual(["decision"]);
    const other = await lab.ask();
    await lab.drain();
    await snoozeFor(phone, other, hour);
    await phone("DELETE", `/api/decision-requests/${other}/snooze`);
    lab.pass(hour);
    await lab.drain();
    expect(types(phone)).toEqual(["decision", "decision"]);
  });
});

describe("callback", () => {
  type Call = { headers: IncomingHttpHeaders; body: any };
  const open = async (statuses: number[]) => {
    const calls: Call[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => void (body += chunk.toString()));
      request.on("end", () => {
        calls.push({ headers: request.headers, body: JSON.parse(body) });
        response.writeHead(statuses.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outbound = createOutbound({ allowed: [origin] });
    const warned: unknown[] = [];
    const logger = { warn: (fields: unknown) => void warned.push(fields) };
    const run = (requestId: string, callbackUrl: string, lastAttempt = false) => {
      const find = async () => ({ ...((await lab.services.decisions.find(lab.database.db, requestId)) as object), callbackUrl }) as never;
      return decisionCallback({
        database: lab.database,
        decisions: { ...lab.services.decisions, find },
        outbound,
        logger: logger as never,
      })({ requestId }, { id: "job", attempt: 1, lastAttempt });
    };
    return {
      calls,
      warned,
      run,
      origin,
      [Symbol.asyncDispose]: async () => (await outbound.close(), server.closeAllConnections(), void server.close()),
    };
  };
  const decided = async () => {
    const id = await lab.ask({ callbackUrl: "https://agents.example.com/answers" });
    await answer(await lab.phone(), id);
    return id;
  };

  test("posts the settled request, under its id as idempotency key", async () => {
    await using target = await open([]);
    const id = await decided();
    await target.run(id, `${target.origin}/hook`);
    expect(target.calls).toMatchObject([
      {
        headers: { "content-type": "application/json", "idempotency-key": id },
        body: { id, status: "decided", decision: { option: "deny" } },
      },
    ]);
  });

  test("nothing is posted while it waits", async () => {
    await using target = await open([]);
    await target.run(await lab.ask(), `${target.origin}/hook`);
    expect(target.calls).toEqual([]);
  });

  test("5xx, 408 and 429 are tried again, and given up with a word at the last try", async () => {
    await using target = await open([500, 408, 429, 503]);
    const id = await decided();
    for (const status of [500, 408, 429]) await expect(target.run(id, target.origin)).rejects.toThrow(String(status));
    expect(target.warned).toEqual([]);
    await target.run(id, target.origin, true);
    expect(target.warned).toMatchObject([{ requestId: id, reason: "it answered 503" }]);
  });

  test("a redirect, a refusal and an internal address are given up at once, and nothing is called there", async () => {
    await using target = await open([307, 404]);
    const id = await decided();
    await target.run(id, target.origin);
    await target.run(id, target.origin);
    expect(target.calls).toHaveLength(2);
    for (const url of ["https://127.0.0.1/", "https://localhost/", "http://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/"])
      await target.run(id, url);
    expect(target.calls).toHaveLength(2);
    expect(target.warned).toHaveLength(6);
  });
});
