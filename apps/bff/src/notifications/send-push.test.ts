import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPushService, type Browser, type PushService, type Reply } from "../../../../test/support/push-service.ts";
import { createOutbound, type Outbound } from "../platform/outbound/outbound.ts";
import { testPayload } from "./payload.ts";
import { createPushSender, parseRetryAfter, topicOf } from "./send-push.ts";
import { makeVapidKeys, vapidSubject, type VapidKeys } from "./vapid.ts";

let service: PushService;
let outbound: Outbound;
beforeAll(async () => {
  service = await startPushService();
  outbound = createOutbound({ allowed: [service.origin], limitMs: 2_000 });
});
afterAll(async () => {
  await outbound.close();
  await service.close();
});

const keys = JSON.parse(makeVapidKeys()) as VapidKeys;
const payload = testPayload({
  kind: "test",
  deliveryId: "dl_1",
  publicOrigin: "https://b.example.com",
  device: { role: "owner", privateNotifications: false },
  pending: 0,
  capability: () => "c",
});
const send = (browser: Browser, over: { service?: string; apple?: boolean } = {}) =>
  createPushSender({ outbound, keys, subject: { subject: "https://b.example.com", apple: over.apple ?? true }, now: () => new Date() })({
    subscription: { endpoint: browser.subscription.endpoint, keys: browser.subscription.keys, service: over.service ?? "Test" },
    payload,
    ttlSeconds: 59.9,
    urgency: "high",
    topic: topicOf("dr_1"),
  });
const outcome = async (reply: Reply) => {
  const browser = service.subscribe();
  browser.reply(reply);
  return send(browser);
};

describe("one push", () => {
  test("is encrypted for its browser, signed for its service, and says how urgent it is", async () => {
    const browser = service.subscribe();
    expect(await send(browser)).toEqual({ kind: "accepted" });
    const [push] = browser.pushes;
    expect(push?.payload).toEqual(payload);
    expect(push?.headers).toMatchObject({ ttl: "59", urgency: "high", "content-encoding": "aes128gcm", topic: topicOf("dr_1") });
    expect(push?.vapid).toMatchObject({ valid: true, claims: { aud: service.origin, sub: "https://b.example.com" } });
    const seconds = Number(push?.vapid.claims.exp) - Date.now() / 1_000;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });

  const table: [reply: Reply, kind: string][] = [
    [{ status: 200 }, "accepted"],
    [{ status: 201 }, "accepted"],
    [{ status: 202 }, "accepted"],
    [{ status: 301, headers: { location: "/" } }, "refused"],
    [{ status: 307, headers: { location: "/" } }, "refused"],
    [{ status: 400 }, "refused"],
    [{ status: 401 }, "refused"],
    [{ status: 403 }, "refused"],
    [{ status: 404 }, "gone"],
    [{ status: 408 }, "retry"],
    [{ status: 410 }, "gone"],
    [{ status: 413 }, "tooLarge"],
    [{ status: 418 }, "refused"],
    [{ status: 429 }, "later"],
    [{ status: 500 }, "retry"],
    [{ status: 502 }, "retry"],
    [{ status: 503 }, "retry"],
    ["hang", "retry"],
    ["cut", "retry"],
    ["flood", "accepted"],
  ];
  test.each(table)("%j → %s", async (reply, kind) => expect(await outcome(reply)).toMatchObject({ kind }));

  test("429 is left alone for as long as it asks", async () => {
    expect(await outcome({ status: 429, headers: { "retry-after": "90" } })).toMatchObject({ kind: "later", afterMs: 90_000 });
  });

  test("Apple's gets none without a VAPID subject; nobody is called for it", async () => {
    const browser = service.subscribe();
    expect(await send(browser, { service: "Apple", apple: false })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("no VAPID subject") as string,
    });
    expect(browser.attempts).toBe(0);
    expect(await send(browser, { service: "Apple" })).toEqual({ kind: "accepted" });
  });

  test("no reason tells the endpoint", async () => {
    for (const reply of [{ status: 500 }, { status: 410 }, "cut", "hang"] as Reply[]) {
      const browser = service.subscribe();
      browser.reply(reply);
      expect(JSON.stringify(await send(browser))).not.toContain(new URL(browser.subscription.endpoint).pathname);
    }
  });
});

test("Retry-After in seconds, as a date, absent and absurd", () => {
  const now = new Date("2026-11-21T10:00:00Z");
  expect(parseRetryAfter("120", now)).toBe(120_000);
  expect(parseRetryAfter("Sat, 21 Nov 2026 10:05:00 GMT", now)).toBe(300_000);
  expect(parseRetryAfter("Sat, 21 Nov 2026 09:00:00 GMT", now)).toBe(1_000);
  expect(parseRetryAfter("0", now)).toBe(1_000);
  expect(parseRetryAfter("999999999", now)).toBe(86_400_000);
  expect(parseRetryAfter(undefined, now)).toBe(60_000);
  expect(parseRetryAfter("soon", now)).toBe(60_000);
  expect(parseRetryAfter("", now)).toBe(60_000);
});

test("the subject is the configured one, else the public https origin, else a neutral one that Apple refuses", () => {
  expect(vapidSubject({ publicOrigin: "http://localhost:8787", vapidSubject: "mailto:me@example.com" })).toEqual({
    subject: "mailto:me@example.com",
    apple: true,
  });
  expect(vapidSubject({ publicOrigin: "https://box.tail.ts.net" })).toEqual({ subject: "https://box.tail.ts.net", apple: true });
  for (const publicOrigin of ["http://localhost:8787", "https://localhost", "http://192.168.1.2:8787"]) {
    const { subject, apple } = vapidSubject({ publicOrigin });
    expect(apple).toBe(false);
    expect(new URL(subject).protocol).toBe("https:");
  }
});
