import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../test/support/push-lab.ts";

let lab: PushLab;
beforeEach(async () => void (lab = await openPushLab()));
afterEach(() => lab.close());

const subscription = (call: PushLab["nobody"], body: unknown) => call("PUT", "/api/devices/me/push-subscription", body);
const bearer = (phone: Phone, index = 0) => {
  const data = phone.browser.pushes[index]?.payload.notification.data;
  if (!data) throw new Error("no push");
  return { ...data, headers: { authorization: `Capability ${data.capability}` } };
};
const audited = async (owner: PushLab["nobody"]) =>
  (await owner("GET", "/api/audit")).body.items.map(({ action }: { action: string }) => action) as string[];

describe("subscribing", () => {
  test("answers with the device, and never tells the endpoint or a key again", async () => {
    const call = await lab.pair();
    const { subscription: own } = lab.service.subscribe();
    const taken = await subscription(call, own);
    expect(taken).toMatchObject({
      status: 200,
      body: { current: true, push: { state: "active", service: new URL(lab.service.origin).host } },
    });
    const everything = JSON.stringify([
      taken.body,
      (await call("GET", "/api/session")).body,
      (await call("GET", "/api/devices")).body,
      (await call("GET", "/api/audit")).body,
    ]);
    expect(everything).toContain("push.subscribed");
    for (const secret of [own.endpoint, own.keys.auth, own.keys.p256dh]) expect(everything).not.toContain(secret);
  });

  test("the same one again changes nothing; another one takes its place; ending it is audited once", async () => {
    const phone = await lab.phone();
    await subscription(phone, phone.browser.subscription);
    expect((await audited(phone)).filter((action) => action === "push.subscribed")).toHaveLength(1);
    const next = lab.service.subscribe();
    await subscription(phone, next.subscription);
    expect((await phone("DELETE", "/api/devices/me/push-subscription")).status).toBe(204);
    expect((await phone("DELETE", "/api/devices/me/push-subscription")).status).toBe(204);
    expect((await audited(phone)).filter((action) => action.startsWith("push."))).toEqual([
      "push.unsubscribed",
      "push.subscribed",
      "push.subscribed",
    ]);
    expect((await phone("GET", "/api/session")).body.device.push).toEqual({ state: "none" });
  });

  test("a browser that was paired again takes its subscription along", async () => {
    const before = await lab.phone();
    const after = await lab.pair();
    await subscription(after, before.browser.subscription);
    await lab.ask();
    await lab.drain();
    expect(before.browser.pushes).toHaveLength(1);
    expect((await before("GET", "/api/session")).body.device.push).toEqual({ state: "none" });
  });

  test("at an address that is no push service is refused, and nothing is kept", async () => {
    const call = await lab.pair();
    const { subscription: own } = lab.service.subscribe();
    for (const endpoint of [
      "https://evil.example.com/x.google.com/",
      "https://127.0.0.1/push",
      "https://[::1]/",
      "http://fcm.googleapis.com/fcm/send/1",
      "https://fcm.googleapis.com:444/",
      "https://localhost/",
      "http://127.0.0.1:1/",
    ])
      expect(await subscription(call, { ...own, endpoint })).toMatchObject({
        status: 422,
        body: { code: "push.endpoint_refused", errors: [{ pointer: "/endpoint" }] },
      });
    expect(await lab.database.db.execute(sql`select 1 from push_subscription`)).toMatchObject({ rows: [] });
  });

  test("keys that nothing can be encrypted for are refused", async () => {
    const call = await lab.pair();
    const { subscription: own } = lab.service.subscribe();
    const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString("base64url");
    const compressed = Buffer.alloc(65, 2).toString("base64url");
    for (const keys of [
      { ...own.keys, p256dh: offCurve },
      { ...own.keys, p256dh: compressed },
      { ...own.keys, auth: Buffer.alloc(15).toString("base64url") },
    ])
      expect(await subscription(call, { ...own, keys })).toMatchObject({ status: 422, body: { code: "push.keys_invalid" } });
  });

  test("is for devices: not for agents, scripts, or nobody", async () => {
    const { subscription: own } = lab.service.subscribe();
    const admin = await lab.token("admin");
    expect((await subscription(lab.nobody, own)).status).toBe(401);
    expect((await subscription(lab.agent, own)).status).toBe(403);
    expect(await subscription(admin, own)).toMatchObject({ status: 403, body: { code: "access.device_needed" } });
    expect((await admin("POST", "/api/devices/me/test-notification")).status).toBe(403);
    expect((await lab.nobody("GET", "/api/deliveries")).status).toBe(401);
    expect((await lab.agent("GET", "/api/deliveries")).status).toBe(403);
    expect((await lab.nobody("POST", "/api/deliveries/dl_0000000000000000000000/ack", { event: "shown" })).status).toBe(401);
  });
});

describe("a test notification", () => {
  test("goes the way of all others, and its delivery tells how far it got", async () => {
    const phone = await lab.phone({ role: "viewer" });
    const sent = await phone("POST", "/api/devices/me/test-notification");
    expect(sent).toMatchObject({ status: 202, body: { kind: "test", status: "queued", deviceId: phone.id } });
    // The route's own job is the app's; here the lab's runs it.
    await lab.run("push.deliver", { deliveryId: sent.body.id });
    const { headers, deliveryId } = bearer(phone);
    expect(deliveryId).toBe(sent.body.id);
    const status = async () => (await phone("GET", "/api/deliveries")).body.items[0].status as string;
    expect(await status()).toBe("accepted");
    expect((await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "opened" }, headers)).status).toBe(204);
    expect(await status()).toBe("opened");
    // A late "shown" takes no step back.
    expect((await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "shown" }, headers)).status).toBe(204);
    // What a person asked for themselves interrupts nobody.
    expect((await phone("GET", "/api/attention/summary")).body.interruptions).toMatchObject({ n: 0, since: null });
    expect(await status()).toBe("opened");
    expect((await phone("GET", "/api/session")).body.device.push).toMatchObject({
      lastAcceptedAt: expect.any(String) as string,
      lastShownAt: expect.any(String) as string,
    });
  });

  test("needs a subscription, and may be asked for five times a minute", async () => {
    const bare = await lab.pair();
    expect(await bare("POST", "/api/devices/me/test-notification")).toMatchObject({ status: 409, body: { code: "push.not_subscribed" } });
    const phone = await lab.phone();
    for (let count = 0; count < 5; count += 1) expect((await phone("POST", "/api/devices/me/test-notification")).status).toBe(202);
    const refused = await phone("POST", "/api/devices/me/test-notification");
    expect(refused).toMatchObject({ status: 429, body: { code: "push.too_many_tests" } });
    expect(refused.headers.get("retry-after")).toBe("60");
    lab.pass(60_001);
    expect((await phone("POST", "/api/devices/me/test-notification")).status).toBe(202);
  });
});

describe("a notification's bearer", () => {
  const decide = (id: string, option: string, headers: Record<string, string>) =>
    lab.nobody("PUT", `/api/decision-requests/${id}/decision`, { option }, headers);

  test("answers its request without a cookie; again is no error, another answer meets the one that stands", async () => {
    const phone = await lab.phone();
    const id = await lab.ask();
    await lab.drain();
    const { headers } = bearer(phone);
    expect(await decide(id, "approve", headers)).toMatchObject({
      status: 200,
      body: { status: "decided", decision: { option: "approve", decidedBy: { device: "Phone" } } },
    });
    expect((await decide(id, "approve", headers)).status).toBe(200);
    expect(await decide(id, "deny", headers)).toMatchObject({
      status: 409,
      body: { code: "decision.already_decided", decisionRequest: { decision: { option: "approve" } } },
    });
  });

  test("gives none of the answers that its notification does not offer", async () => {
    const phone = await lab.phone();
    const id = await lab.ask({ risk: "medium" });
    await lab.drain();
    const { headers } = bearer(phone);
    expect((await decide(id, "approve", headers)).status).toBe(422);
    expect((await lab.nobody("PUT", `/api/decision-requests/${id}/decision`, { text: "yes" }, headers)).status).toBe(422);
    expect((await decide(id, "deny", headers)).status).toBe(200);
  });

  test("opens no other request, no other delivery and no other route", async () => {
    const phone = await lab.phone();
    const [first, second] = [await lab.ask(), await lab.ask()];
    await lab.drain();
    const one = bearer(phone, 0);
    const two = bearer(phone, 1);
    expect([one.requestId, two.requestId].toSorted()).toEqual([first, second].toSorted());
    expect([401, 403, 404]).toContain((await decide(two.requestId as string, "approve", one.headers)).status);
    expect(await lab.nobody("POST", `/api/deliveries/${two.deliveryId}/ack`, { event: "shown" }, one.headers)).toMatchObject({
      status: 403,
      body: { code: "delivery.not_yours" },
    });
    for (const path of ["/api/session", "/api/deliveries", "/api/sync", "/api/decision-requests", "/api/push/public-key"])
      expect([401, 403]).toContain((await lab.nobody("GET", path, undefined, one.headers)).status);
  });

  test("says what was shown: one interruption a device and question, however often it is told", async () => {
    const [phone, laptop] = [await lab.phone(), await lab.phone()];
    await lab.ask();
    await lab.drain();
    for (const event of ["shown", "opened", "shown"])
      for (const device of [phone, laptop]) {
        const { headers, deliveryId } = bearer(device);
        expect((await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event }, headers)).status).toBe(204);
      }
    lab.pass(1_000);
    const { from, to } = { from: new Date(lab.clock().getTime() - 86_400_000), to: lab.clock() };
    const query = `from=${from.toISOString()}&to=${to.toISOString()}`;
    const shown = (await phone("GET", `/api/attention/summary?${query}`)).body.interruptions;
    expect(shown).toMatchObject({ n: 2, questions: 1, perDayMilli: null, since: expect.any(String) as string });
  });

  test("ends with its device, and after a day", async () => {
    const [phone, owner] = [await lab.phone(), await lab.pair()];
    const id = await lab.ask();
    await lab.drain();
    const { headers, deliveryId } = bearer(phone);
    lab.pass(86_400_000);
    expect((await decide(id, "approve", headers)).status).toBe(401);
    await lab.ask();
    await lab.drain();
    const fresh = bearer(phone, 1);
    await owner("DELETE", `/api/devices/${phone.id}`);
    expect((await decide(fresh.requestId as string, "approve", fresh.headers)).status).toBe(401);
    expect((await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "shown" }, headers)).status).toBe(401);
  });

  test("after its request's expiry it is told so", async () => {
    const phone = await lab.phone();
    const id = await lab.ask({ expiresInSeconds: 60, onExpiry: "deny" });
    await lab.drain();
    lab.pass(60_000);
    expect(await decide(id, "approve", bearer(phone).headers)).toMatchObject({ status: 410, body: { code: "decision.expired" } });
  });
});

test("the log is paged, newest first, and an unknown cursor is a clear 422", async () => {
  const phone = await lab.phone();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    ids.unshift(await lab.ask());
    if (count % 2) lab.pass(1_000);
  }
  const seen: string[] = [];
  for (let cursor = "", pages = 0; pages === 0 || cursor; pages += 1) {
    const page = await phone("GET", `/api/deliveries?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...page.body.items.map(({ requestId }: { requestId: string }) => requestId));
    cursor = page.body.cursor ?? "";
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
  expect((await phone("GET", `/api/deliveries?requestId=${ids[0]}`)).body.items).toHaveLength(1);
  expect(await phone("GET", "/api/deliveries?cursor=nonsense")).toMatchObject({ status: 422, body: { code: "request.cursor_unknown" } });
});

test("the public key is the one that pushes are signed with", async () => {
  const phone = await lab.phone();
  const { publicKey } = (await phone("GET", "/api/push/public-key")).body;
  await lab.ask();
  await lab.drain();
  expect(phone.browser.pushes[0]?.headers.authorization).toContain(`k=${publicKey}`);
  expect((await phone("GET", "/api/session")).body.server).toMatchObject({ vapidPublicKey: publicKey, applePush: false });
});
