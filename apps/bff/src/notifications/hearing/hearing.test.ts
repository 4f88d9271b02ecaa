import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../../test/support/push-lab.ts";

let lab: PushLab;
beforeEach(async () => void (lab = await openPushLab()));
afterEach(() => lab.close());

const minute = 60_000;
const day = 86_400_000;
const push = async (phone: Phone) => (await phone("GET", "/api/devices")).body.items.find(({ id }: { id: string }) => id === phone.id).push;
const shown = async (phone: Phone, index = phone.browser.pushes.length - 1) => {
  const { deliveryId, capability } = phone.browser.pushes[index]!.payload.notification.data;
  await lab.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "shown" }, { authorization: `Capability ${capability}` });
};
const askAndSend = async (input: object = {}) => {
  await lab.ask(input);
  await lab.drain();
};

test("accepted and not shown for a quarter of an hour: deaf since then, until it shows something again", async () => {
  const [phone, laptop] = [await lab.phone({ name: "Phone" }), await lab.phone({ name: "Laptop" })];
  lab.pass(minute);
  await askAndSend();
  const since = lab.clock().toISOString();
  await shown(laptop);
  // What its push service may drop within a minute says nothing.
  await askAndSend({ expiresInSeconds: 60 });
  lab.pass(15 * minute);
  expect((await push(phone)).deaf).toBeUndefined();
  lab.pass(1);
  expect((await push(phone)).deaf).toMatchObject({ since, words: expect.stringMatching(/^1 notification was accepted/) as string });
  expect((await push(laptop)).deaf).toBeUndefined();
  // Each of the person's devices can say so; nobody else is told.
  for (const device of [phone, laptop])
    expect((await device("GET", "/api/session")).body.deaf).toMatchObject([{ deviceId: phone.id, name: "Phone", since }]);
  const bob = await lab.pair({ person: "Bob", role: "owner" });
  expect((await bob("GET", "/api/session")).body.deaf).toEqual([]);
  expect(await lab.notifications.deafDevices(lab.database.db)).toMatchObject([{ deviceId: phone.id, name: "Phone", since }]);
  await shown(phone);
  expect((await push(phone)).deaf).toBeUndefined();
});

test("a subscription that ended or is refused for ten minutes is deaf at once; enabled again it is not", async () => {
  const [gone, refused] = [await lab.phone({ name: "Gone" }), await lab.phone({ name: "Refused" })];
  gone.browser.reply({ status: 410 });
  refused.browser.reply({ status: 403 });
  await askAndSend();
  const since = lab.clock().toISOString();
  expect((await push(gone)).deaf).toMatchObject({ since, words: expect.stringContaining("ended the subscription") as string });
  expect((await push(refused)).deaf).toBeUndefined();
  lab.pass(10 * minute);
  expect((await push(refused)).deaf).toMatchObject({ since, words: expect.stringContaining("403") as string });
  await gone("PUT", "/api/devices/me/push-subscription", gone.browser.subscription);
  expect((await push(gone)).deaf).toBeUndefined();
});

test("who has shown nothing for a week is checked without a sound, outside quiet hours; Apple's phones are not", async () => {
  const [silent, apple, asleep] = [
    await lab.phone({ name: "Silent" }),
    await lab.phone({ name: "iPhone" }),
    await lab.phone({ name: "Asleep", person: "Bob", role: "operator" }),
  ];
  await lab.database.db.execute(sql`update push_subscription set service = 'Apple' where device_id = ${apple.id}`);
  await asleep("PUT", "/api/people/me/notification-policy", { ...defaultPolicy, quiet: { from: "09:00", to: "13:00" } });
  lab.pass(7 * day + 1);
  for (let run = 0; run < 2; run += 1) await lab.run("push.check");
  await lab.drain();
  expect([silent, apple, asleep].map(({ browser }) => browser.pushes.length)).toEqual([1, 0, 0]);
  expect(silent.browser.pushes[0]).toMatchObject({
    headers: { urgency: "normal" },
    payload: { notification: { silent: true, data: { type: "check" } } },
  });
  expect((await push(silent)).check).toMatchObject({ result: "open" });
  await shown(silent);
  expect(await push(silent)).toMatchObject({ check: { result: "shown" } });
  expect((await silent("GET", "/api/attention/summary")).body.interruptions).toMatchObject({ n: 0 });
  lab.pass(4 * 3_600_000);
  await lab.run("push.check");
  await lab.drain();
  expect([silent, asleep].map(({ browser }) => browser.pushes.length)).toEqual([1, 1]);
});
