import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { NotificationPolicy } from "@beckon/contracts/notification-policy";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../../test/support/push-lab.ts";
import { answeredBefore, overBefore } from "../notifications.types.ts";

let lab: PushLab;
beforeEach(async () => void (lab = await openPushLab()));
afterEach(() => lab.close());

const hour = 3_600_000;
/** From 10:00 in London on: quiet until 13:00. */
const quiet: NotificationPolicy = { ...defaultPolicy, timeZone: "Europe/London", quiet: { from: "09:00", to: "13:00" } };
const of = (phone: Phone) => ({
  deviceId: phone.id,
  personId: phone.session.person.id,
  actor: { kind: "person" as const, id: phone.session.person.id },
});
const set = (phone: Phone, policy: NotificationPolicy, scope: "person" | "device" = "device") =>
  lab.notifications.policies.set(of(phone), scope, policy);
const titles = (phone: Phone) => phone.browser.pushes.map(({ payload }) => payload.notification.title);
const words = { title: "80 % of a budget is spent", body: "…", private: "A budget", path: "/value/budgets", tag: "b" };
const tell = (occasion: string) => lab.database.transaction((work) => lab.notifications.notify(work, occasion, words));

test("what comes in quiet hours comes afterwards, together, as far as it still is so; critical rings", async () => {
  const [phone, loud] = [await lab.phone({ name: "Ann's" }), await lab.phone({ name: "Bob's", person: "Bob", role: "operator" })];
  await set(phone, quiet);
  const [low, answered] = [await lab.ask({ title: "Low?" }), await lab.ask({ title: "Answered?" })];
  const critical = await lab.ask({ title: "Critical?", risk: "critical" });
  lab.pass(1);
  await tell("budget/1");
  await tell("budget/2");
  await lab.drain();
  expect(titles(phone)).toEqual(["Critical?"]);
  expect(titles(loud)).toHaveLength(5);
  expect(await lab.notifications.policies.read(of(phone))).toMatchObject({ held: { count: 4, until: "2026-11-21T13:00:00.000Z" } });

  for (const id of [answered, critical]) {
    await phone("PUT", `/api/decision-requests/${id}/decision`, { option: "deny" });
    await lab.resolved(id, phone.id);
  }
  await lab.database.transaction((work) => lab.notifications.takeBack(work, "budget/2", { ...words, title: "Over" }));
  lab.pass(3 * hour - 2);
  await lab.drain();
  expect(titles(phone)).toEqual(["Critical?"]);
  lab.pass(1);
  await lab.drain();
  await lab.run("push.release", { deviceId: phone.id });
  await lab.drain();
  expect(titles(phone)).toEqual(["Critical?", "2 things waited for you"]);
  expect(phone.browser.pushes[1]?.payload.notification).toMatchObject({
    body: "Low? · 80 % of a budget is spent",
    navigate: expect.stringMatching(/\/$/) as string,
    data: { type: "digest" },
  });
  const rows = (await lab.notifications.deliveries({ limit: 50 })).items.filter(({ deviceId }) => deviceId === phone.id);
  const digest = rows.find(({ kind }) => kind === "digest");
  expect(rows.find(({ requestId }) => requestId === low)).toMatchObject({ status: "gathered", digestId: digest?.id });
  expect(rows.find(({ requestId }) => requestId === answered)).toMatchObject({ status: "failed", reason: answeredBefore });
  expect(rows.filter(({ reason }) => reason === overBefore)).toHaveLength(1);
});

test("one thing that waited comes as itself, with its buttons; a private device is told no word of several", async () => {
  const [one, more] = [
    await lab.phone({ name: "One" }),
    await lab.phone({ name: "More", person: "Bob", role: "operator", isPrivate: true }),
  ];
  for (const phone of [one, more]) await set(phone, { ...quiet, kinds: { ...quiet.kinds, budget: phone === one ? "off" : "now" } });
  await lab.ask({ title: "Deploy?" });
  await tell("budget/1");
  lab.pass(3 * hour);
  await lab.drain();
  expect(one.browser.pushes).toMatchObject([
    { payload: { notification: { title: "Deploy?", data: { type: "decision", answers: [{}, {}] } } } },
  ]);
  expect(more.browser.pushes).toMatchObject([{ payload: { notification: { title: "Beckon", body: "2 things waited for you" } } }]);
  expect((await lab.notifications.deliveries({ limit: 50 })).items.filter(({ deviceId }) => deviceId === one.id)).toHaveLength(1);
});

test("a digest comes at its time; the person's policy holds where a device has none of its own, and a change judges what waits", async () => {
  const [phone, laptop] = [await lab.phone({ name: "Phone" }), await lab.phone({ name: "Laptop" })];
  const gathered: NotificationPolicy = {
    ...defaultPolicy,
    timeZone: "Asia/Kathmandu",
    digestAt: ["08:00", "18:00"],
    kinds: { ...defaultPolicy.kinds, "decision.low": "digest" },
  };
  // The route: the same verb, for the person of the calling device.
  expect((await phone("PUT", "/api/people/me/notification-policy", gathered)).body).toMatchObject({ device: null, effective: gathered });
  await set(laptop, { ...gathered, kinds: { ...gathered.kinds, "decision.low": "now" } });
  await lab.ask({ title: "One?" });
  await lab.ask({ title: "Two?" });
  await lab.drain();
  expect([titles(phone), titles(laptop)]).toEqual([[], ["One?", "Two?"]]);
  // 18:00 at +05:45.
  lab.pass(Date.parse("2026-11-21T12:15:00Z") - lab.clock().getTime());
  await lab.drain();
  expect(titles(phone)).toEqual(["2 things waited for you"]);

  await lab.ask({ title: "Three?" });
  await lab.drain();
  expect(titles(phone)).toHaveLength(1);
  await set(phone, defaultPolicy, "person");
  await lab.drain();
  expect(titles(phone)).toEqual(["2 things waited for you", "Three?"]);
});

test("only a device has a policy, what is critical cannot be gathered, and a zone has to exist", async () => {
  const phone = await lab.phone();
  const put = (policy: object) => phone("PUT", "/api/devices/me/notification-policy", policy);
  expect((await lab.agent("PUT", "/api/devices/me/notification-policy", defaultPolicy)).status).toBe(403);
  for (const wrong of [
    { ...defaultPolicy, timeZone: "Mars/Olympus" },
    { ...defaultPolicy, kinds: { ...defaultPolicy.kinds, "alert.critical": "digest" } },
    { ...defaultPolicy, quiet: { from: "22:00", to: "22:00" } },
    { ...defaultPolicy, digestAt: ["24:00"] },
    { ...defaultPolicy, kinds: { budget: "now" } },
  ])
    expect((await put(wrong)).status).toBe(422);
  expect((await put(quiet)).body).toMatchObject({ device: quiet, effective: quiet });
  expect((await phone("DELETE", "/api/devices/me/notification-policy")).body).toMatchObject({ device: null, effective: defaultPolicy });
  const actions = (await phone("GET", "/api/audit?action=notifications")).body.items as { action: string }[];
  expect(actions).toHaveLength(2);
});
