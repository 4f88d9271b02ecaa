import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPushLab, type PushLab } from "../../../../test/support/push-lab.ts";
import { answeredBefore } from "./notifications.types.ts";

let lab: PushLab;
beforeEach(async () => void (lab = await openPushLab()));
afterEach(() => lab.close());

const pushOf = async (id: string) => (await lab.notifications.pushStates(lab.database.db, [id])).get(id);
const endpoints = async () => JSON.stringify(await lab.database.db.execute(sql`select endpoint, p256dh, auth from push_subscription`));

describe("a request", () => {
  test("reaches every device that takes notifications, once, however often its reaction runs", async () => {
    const [ann, bob] = [await lab.phone({ name: "Ann's" }), await lab.phone({ name: "Bob's", role: "viewer" })];
    await lab.pair({ deviceName: "without notifications" });
    const id = await lab.ask();
    await lab.run("decision.requested.notify", { requestId: id });
    await lab.drain();
    await lab.run("decision.requested.notify", { requestId: id });
    await lab.drain();
    expect(ann.browser.pushes).toHaveLength(1);
    expect(bob.browser.pushes).toHaveLength(1);
    expect(ann.browser.pushes[0]).toMatchObject({
      headers: { ttl: "86400", urgency: "high" },
      payload: {
        app_badge: 1,
        notification: {
          title: "Deploy?",
          tag: id,
          data: { type: "decision", requestId: id, answers: [{ id: "approve" }, { id: "deny" }] },
        },
      },
    });
    expect(bob.browser.pushes[0]?.payload.notification.data.answers).toEqual([]);
    expect(await lab.deliveriesOf(id)).toMatchObject([
      { status: "accepted", attempts: 1, kind: "decision" },
      { status: "accepted", attempts: 1 },
    ]);
  });

  test("reaches a private device without a word of it", async () => {
    const phone = await lab.phone({ isPrivate: true });
    await lab.ask({ title: "Fire Bob?" });
    await lab.drain();
    expect(JSON.stringify(phone.browser.pushes[0]?.payload)).not.toContain("Bob");
  });

  test("is worth delivering until it expires", async () => {
    const phone = await lab.phone();
    await lab.ask({ expiresInSeconds: 90 });
    await lab.drain();
    expect(phone.browser.pushes[0]?.headers.ttl).toBe("90");
  });

  test("answered or expired before the push is sent: nothing is sent", async () => {
    const phone = await lab.phone();
    const answered = await lab.ask();
    await phone("PUT", `/api/decision-requests/${answered}/decision`, { option: "deny" });
    const due = await lab.ask({ expiresInSeconds: 5 });
    lab.pass(5_000);
    await lab.drain();
    expect(phone.browser.attempts).toBe(0);
    for (const id of [answered, due])
      expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "failed", reason: answeredBefore, attempts: 0 }]);
  });

  test("answered while the push is under way: what was sent is taken back at once", async () => {
    const phone = await lab.phone();
    const laptop = await lab.pair({ deviceName: "laptop" });
    const id = await lab.ask();
    lab.around.after = async () => {
      lab.around.after = async () => undefined;
      await laptop("PUT", `/api/decision-requests/${id}/decision`, { option: "deny" });
      await lab.resolved(id);
    };
    await lab.drain();
    expect(phone.browser.pushes.map(({ payload }) => [payload.notification.data.type, payload.notification.title])).toEqual([
      ["decision", "Deploy?"],
      ["withdraw", "Answered on laptop: Deny"],
    ]);
  });
});

describe("a push that fails", () => {
  test("404 and 410 end the subscription: its secrets go, the device page says so", async () => {
    for (const status of [404, 410]) {
      const phone = await lab.phone({ name: `Phone ${status}` });
      phone.browser.reply({ status });
      const id = await lab.ask();
      await lab.drain();
      expect((await lab.deliveriesOf(id)).find(({ deviceId }) => deviceId === phone.id)).toMatchObject({
        status: "failed",
        attempts: 1,
        reason: expect.stringContaining(String(status)) as string,
      });
      expect(await pushOf(phone.id)).toMatchObject({ state: "gone", failure: expect.stringContaining("ended the subscription") as string });
      expect(await endpoints()).not.toContain(phone.browser.subscription.endpoint);
      expect(await endpoints()).not.toContain(phone.browser.subscription.keys.auth);
      await lab.ask();
      await lab.drain();
      expect(phone.browser.attempts).toBe(1);
      // Enabled again, it takes notifications again.
      expect((await phone("PUT", "/api/devices/me/push-subscription", phone.browser.subscription)).body.push).toEqual({
        state: "active",
        service: expect.any(String) as string,
      });
    }
  });

  test.each([400, 401, 403, 301, 418])("%i fails with its reason and ends no subscription", async (status) => {
    const phone = await lab.phone();
    phone.browser.reply({ status });
    const id = await lab.ask();
    await lab.drain();
    expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "failed", reason: expect.stringContaining(String(status)) as string }]);
    expect(lab.later()).toEqual([]);
    expect(await pushOf(phone.id)).toMatchObject({ state: "active", failure: expect.stringContaining(String(status)) as string });
    await lab.ask();
    await lab.drain();
    expect(phone.browser.pushes).toHaveLength(1);
    expect((await pushOf(phone.id))?.failure).toBeUndefined();
  });

  test("413 is sent once more, without content", async () => {
    const phone = await lab.phone();
    phone.browser.reply({ status: 413 });
    const id = await lab.ask({ title: "A long one" });
    await lab.drain();
    expect(phone.browser.attempts).toBe(2);
    expect(phone.browser.pushes[0]?.payload.notification).toMatchObject({ body: "A decision waits", tag: id, data: { answers: [] } });
    expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "accepted" }]);
    phone.browser.reply({ status: 413 }, { status: 413 });
    const second = await lab.ask();
    await lab.drain();
    expect(phone.browser.attempts).toBe(4);
    expect(await lab.deliveriesOf(second)).toMatchObject([{ status: "failed" }]);
    expect((await pushOf(phone.id))?.state).toBe("active");
  });

  test("429 leaves the device alone for as long as it asks, for later requests too", async () => {
    const phone = await lab.phone();
    phone.browser.reply({ status: 429, headers: { "retry-after": "120" } });
    const first = await lab.ask();
    await lab.drain();
    const second = await lab.ask();
    await lab.drain();
    expect(phone.browser.attempts).toBe(1);
    expect(await lab.deliveriesOf(first)).toMatchObject([
      { status: "queued", attempts: 1, reason: expect.stringContaining("429") as string },
    ]);
    lab.pass(119_999);
    await lab.drain();
    expect(phone.browser.attempts).toBe(1);
    lab.pass(1);
    await lab.drain();
    expect(phone.browser.pushes).toHaveLength(2);
    for (const id of [first, second]) expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "accepted" }]);
  });

  test("5xx and no answer are tried again until they pass, and are said to have failed when they never do", async () => {
    const phone = await lab.phone();
    phone.browser.reply({ status: 503 }, "cut", { status: 500 });
    const id = await lab.ask();
    for (let tries = 0; tries < 4; tries += 1) {
      await lab.drain();
      lab.pass(600_000);
    }
    expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "accepted", attempts: 4 }]);
    expect(phone.browser.pushes).toHaveLength(1);

    phone.browser.reply(...Array.from({ length: 40 }, () => ({ status: 500 })));
    const lost = await lab.ask();
    for (let tries = 0; tries < 30; tries += 1) {
      await lab.drain();
      lab.pass(600_000);
    }
    expect(lab.later()).toEqual([]);
    expect((await pushOf(phone.id))?.state).toBe("active");
    expect(await lab.deliveriesOf(lost)).toMatchObject([
      { status: "failed", attempts: 21, reason: expect.stringContaining("500") as string },
    ]);
  });

  test("a service that fails for 14 days has forgotten the device", async () => {
    const phone = await lab.phone();
    phone.browser.reply({ status: 500 }, { status: 500 });
    await lab.ask();
    await lab.drain();
    lab.pass(14 * 86_400_000 + 1);
    await lab.drain();
    expect(await pushOf(phone.id)).toMatchObject({ state: "gone" });
  });

  test("a process that dies between the push and the note of it sends it again: same tag, one row", async () => {
    const phone = await lab.phone();
    lab.around.after = async () => {
      lab.around.after = async () => undefined;
      throw new Error("SIGKILL");
    };
    const id = await lab.ask();
    await lab.drain();
    lab.pass(60_000);
    await lab.drain();
    expect(phone.browser.pushes.map(({ payload }) => payload.notification.tag)).toEqual([id, id]);
    expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "accepted" }]);
  });

  test("a phone that says shown before our own note of it is not sent to again", async () => {
    const phone = await lab.phone();
    lab.around.after = async () => {
      lab.around.after = async () => undefined;
      const [push] = await phone.browser.received(1);
      const { deliveryId, capability } = push?.payload.notification.data ?? { deliveryId: "", capability: "" };
      expect(
        (await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "shown" }, { authorization: `Capability ${capability}` }))
          .status,
      ).toBe(204);
      throw new Error("SIGKILL");
    };
    const id = await lab.ask();
    await lab.drain();
    lab.pass(60_000);
    await lab.drain();
    expect(phone.browser.pushes).toHaveLength(1);
    expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "shown", acceptedAt: expect.any(String) as string }]);
  });
});

test("a push service that hangs holds its own lane only", async () => {
  const slow = await Promise.all(Array.from({ length: 7 }, () => lab.phone({ name: "slow" })));
  for (const phone of slow) phone.browser.reply("hang");
  await lab.ask();
  // Five hang for the whole limit; the others step back instead of holding a worker.
  await lab.drainTogether();
  expect(slow.filter(({ browser }) => browser.attempts === 1)).toHaveLength(5);
  expect(lab.later()).toHaveLength(7);
});

test("a subscription made with another key of the server is gone", async () => {
  const phone = await lab.phone();
  await lab.database.db.execute(sql`update push_subscription set vapid_key_id = 'another'`);
  const id = await lab.ask();
  await lab.drain();
  expect(phone.browser.attempts).toBe(0);
  expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "failed", reason: expect.stringContaining("another key") as string }]);
  expect((await phone("GET", "/api/session")).body.device.push).toMatchObject({
    state: "gone",
    failure: expect.stringContaining("enable notifications again") as string,
  });
});

test("a revoked device gets nothing, and its subscription's secrets go", async () => {
  const phone = await lab.phone();
  const owner = await lab.pair();
  const id = await lab.ask();
  expect((await owner("DELETE", `/api/devices/${phone.id}`)).status).toBe(204);
  await lab.drain();
  expect(phone.browser.attempts).toBe(0);
  expect(await lab.deliveriesOf(id)).toMatchObject([{ status: "failed", reason: "the device was revoked" }]);
  expect(await endpoints()).not.toContain(phone.browser.subscription.endpoint);

  const other = await lab.phone();
  await owner("DELETE", `/api/devices/${other.id}`);
  await lab.run("push.prune");
  expect(await endpoints()).not.toContain(other.browser.subscription.endpoint);
});
