import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { defaultEscalation, type Escalation, type EscalationPolicy } from "@beckon/contracts/escalation";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../../test/support/push-lab.ts";

type Post = { path: string; body: any };

/** Takes what ntfy servers and webhooks are sent. */
const startReceiver = async () => {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => void (body += chunk.toString()));
    request.on("end", () => {
      posts.push({ path: request.url ?? "", body: JSON.parse(body) });
      response.writeHead(200).end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { posts, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
};

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let lab: PushLab;
beforeEach(async () => {
  receiver = await startReceiver();
  lab = await openPushLab({ channelAllow: [receiver.origin] });
});
afterEach(async () => {
  await lab.close();
  receiver.close();
});

const minute = 60_000;
const words = (title: string) => ({ title, body: "Deploy run of 25 hours", private: "An alert", path: "/alerts/1", tag: "alert-1" });
const page = (severity: "warning" | "critical" = "critical", occasion = "alert/1", personId?: string) =>
  lab.database.transaction((work) =>
    lab.notifications.page(work, { occasion, severity, notice: words("A run is stuck"), ...(personId ? { personId } : {}) }),
  );
const titles = (phone: Phone) => phone.browser.pushes.map(({ payload }) => payload.notification.title);
const pages = async (occasion = "alert/1"): Promise<Escalation[]> => lab.notifications.escalation.list({ occasion });
const owner = { kind: "person" as const, name: "Ann" };
const setSteps = (policy: EscalationPolicy) => lab.notifications.escalation.set(owner, policy);
const after = async (minutes: number) => {
  lab.pass(minutes * minute);
  await lab.drain();
};

test("over three devices and two channels, five minutes each, until somebody takes it; then it clears", async () => {
  const phones: Phone[] = [];
  for (const name of ["Tablet", "Laptop", "Phone"]) {
    phones.push(await lab.phone({ name }));
    lab.pass(10 * minute);
  }
  const viewer = await lab.phone({ name: "Wall", person: "Vera", role: "viewer" });
  const [tablet, laptop, phone] = phones as [Phone, Phone, Phone];
  const caller = { kind: "device" as const, deviceId: phone.id, ...callerOf(phone) };
  const shared = { private: false, enabled: true };
  const { channel: ntfy } = await lab.notifications.channels.create(caller, {
    ...{ kind: "ntfy", name: "On call", ...shared, config: { server: receiver.origin, topic: "ops" }, secret: "tk_1" },
  });
  const { channel: hook } = await lab.notifications.channels.create(caller, {
    ...{ kind: "webhook", name: "Pager", ...shared, config: { url: `${receiver.origin}/hook` }, secret: "whsec_c2VjcmV0" },
  });
  const five = { afterMinutes: 5, tell: "device" as const };
  await setSteps({
    ...defaultEscalation,
    steps: [
      { ...five, afterMinutes: 0 },
      five,
      five,
      { afterMinutes: 5, tell: "channel", channelId: ntfy.id },
      { afterMinutes: 5, tell: "channel", channelId: hook.id },
    ],
    repeat: { afterMinutes: 30, times: 1 },
  });

  await page();
  await page();
  await lab.drain();
  const told = () => [phone, laptop, tablet].map((each) => titles(each).length);
  expect(told()).toEqual([1, 0, 0]);
  await after(5);
  expect(told()).toEqual([1, 1, 0]);
  await after(5);
  expect(told()).toEqual([1, 1, 1]);
  expect(receiver.posts).toEqual([]);
  await after(5);
  expect(receiver.posts).toMatchObject([{ path: "/", body: { topic: "ops", title: "A run is stuck", priority: 5 } }]);
  expect((await pages())[0]).toMatchObject({ state: "open", next: { tell: "channel" } });
  await after(5);
  expect(receiver.posts[1]).toMatchObject({ path: "/hook", body: { type: "page", severity: "critical" } });
  // Again from the beginning, half an hour later; then somebody takes it, and nobody else is told.
  await after(30);
  expect(told()).toEqual([2, 1, 1]);
  await lab.database.transaction((work) => lab.notifications.acknowledged(work, "alert/1", owner));
  await after(120);
  expect([told(), receiver.posts.length]).toEqual([[2, 1, 1], 2]);
  expect(titles(viewer)).toEqual([]);
  expect((await pages())[0]).toMatchObject({
    state: "acknowledged",
    by: { name: "Ann" },
    steps: [["Phone"], ["Laptop"], ["Tablet"], ["On call"], ["Pager"], ["Phone"]].map((to) => ({ to })),
  });
  const rows = (await lab.notifications.deliveries({ limit: 50 })).items.filter(({ escalationId }) => escalationId);
  expect(rows.map(({ deviceName, via, step }) => `${step} ${deviceName} ${via}`)).toEqual([
    "5 Phone push",
    "4 Pager webhook",
    "3 On call ntfy",
    "2 Tablet push",
    "1 Laptop push",
    "0 Phone push",
  ]);

  await lab.database.transaction((work) => lab.notifications.settle(work, "alert/1", words("Over: a run is stuck")));
  await lab.drain();
  for (const each of phones) expect(each.browser.pushes.at(-1)?.payload.notification).toMatchObject({ silent: true, tag: "alert-1" });
  expect(
    receiver.posts
      .slice(2)
      .map(({ body }) => body.type ?? body.priority)
      .toSorted(),
  ).toEqual([2, "resolved"]);
  expect(receiver.posts.find(({ body }) => body.type === "resolved")?.body.key).toBe(receiver.posts[1]?.body.key);
  // The next time it is a page of its own.
  await page();
  await lab.drain();
  expect(titles(phone).at(-1)).toBe("A run is stuck");
  expect(await pages()).toHaveLength(2);
});

const callerOf = (phone: Phone) => ({
  personId: phone.session.person.id,
  personName: "Ann",
  deviceName: "Phone",
  role: "owner" as const,
});

test("a phone that cannot be reached is passed over at once; whose it is goes first; what becomes critical begins anew", async () => {
  const [dead, bobs] = [await lab.phone({ name: "Dead" }), await lab.phone({ name: "Bob's", person: "Bob", role: "operator" })];
  dead.browser.reply({ status: 410 });
  await page("warning");
  await lab.drain();
  expect([titles(dead), titles(bobs)]).toEqual([[], ["A run is stuck"]]);
  expect((await pages())[0]?.steps.map(({ tell, to }) => [tell, to])).toEqual([
    ["device", ["Dead"]],
    // Nobody of the first person's hears any more: the next one is at hand.
    ["devices", ["Bob's"]],
  ]);
  lab.pass(1);
  await page("warning");
  await page("critical");
  await page("warning");
  await lab.drain();
  expect(titles(bobs)).toHaveLength(2);
  expect((await pages()).map(({ severity, state }) => [severity, state])).toEqual([
    ["critical", "open"],
    ["warning", "settled"],
  ]);
  // Taken, and handed on, or said again after a while: anew.
  await lab.database.transaction((work) => lab.notifications.acknowledged(work, "alert/1", owner));
  lab.pass(1);
  await page("warning");
  await lab.drain();
  expect((await pages())[0]).toMatchObject({ severity: "warning", state: "open" });
  expect(titles(bobs)).toHaveLength(3);

  await dead("PUT", "/api/devices/me/push-subscription", dead.browser.subscription);
  await page("warning", "alert/2", bobs.session.person.id);
  await lab.drain();
  expect(titles(bobs)).toHaveLength(4);
  expect(titles(dead)).toHaveLength(0);
  // Nobody takes it: after its last round it is said to be exhausted, and may still be taken.
  await after(10_000);
  for (let round = 0; round < 12; round += 1) await after(30);
  expect((await pages("alert/2"))[0]).toMatchObject({ state: "exhausted" });
  expect((await pages("alert/2"))[0]?.steps.at(-1)).toMatchObject({ round: 3 });
});

test("with nobody to tell it ends without a loop, and a step runs once whoever runs it", async () => {
  await page();
  await lab.drain();
  for (let round = 0; round < 3; round += 1) await after(30);
  expect((await pages())[0]).toMatchObject({ state: "exhausted" });
  expect((await pages())[0]?.steps).toHaveLength(9);

  const phones = [await lab.phone({ name: "One" }), await lab.phone({ name: "Two" }), await lab.phone({ name: "Three" })];
  await page("critical", "alert/2");
  lab.pass(3 * minute);
  const { id } = (await pages("alert/2"))[0] as Escalation;
  await Promise.all([1, 2, 3].map(() => lab.run("push.escalate", { escalationId: id, n: 1 })));
  await lab.drain();
  expect(phones.map((phone) => titles(phone).length)).toEqual([1, 1, 1]);
});

test("a request of high risk, or one that is dear to wait for, is told again until it is opened or answered", async () => {
  const phone = await lab.phone();
  const low = await lab.ask({ title: "Low?" });
  const [opened, answered] = [await lab.ask({ title: "Opened?", risk: "high" }), await lab.ask({ title: "Answered?", risk: "high" })];
  await lab.drain();
  const capability = phone.browser.pushes.find(({ payload }) => payload.notification.data.requestId === opened)?.payload.notification.data;
  const headers = { authorization: `Capability ${capability?.capability}` };
  // Through the route: what a phone says is heard by the app's own notifications.
  expect((await lab.nobody("POST", `/api/deliveries/${capability?.deliveryId}/ack`, { event: "opened" }, headers)).status).toBe(204);
  await after(3);
  expect(titles(phone)).toEqual(["Low?", "Opened?", "Answered?", "Answered?"]);
  expect(phone.browser.pushes[3]?.payload.notification).toMatchObject({
    body: expect.stringContaining("Nobody has answered yet") as string,
    tag: answered,
    data: { type: "reminder" },
  });
  expect((await pages(`decision/${opened}`))[0]).toMatchObject({ state: "acknowledged", by: { device: "Phone" } });
  expect(await pages(`decision/${low}`)).toEqual([]);
  await phone("PUT", `/api/decision-requests/${answered}/decision`, { option: "deny" });
  await lab.resolved(answered, phone.id);
  await after(500);
  expect(titles(phone)).toHaveLength(4);
  expect((await pages(`decision/${answered}`))[0]).toMatchObject({ state: "settled", requestId: answered });

  // Nobody said what an hour costs: nothing is dear. Said, it is.
  await lab.database.db.execute(sql`delete from escalation`);
  await setSteps({ ...defaultEscalation, decisions: { fromRisk: null, fromCostPerHourMicros: 50_000_000 } });
  const unknown = await lab.ask({ risk: "critical" });
  expect(await pages(`decision/${unknown}`)).toEqual([]);
});
