import { afterEach, beforeEach, expect, test } from "vitest";
import { heard, openPagingLab, type PagedPhone, type PagingLab } from "../../../../test/support/paging-lab.ts";

// What people, networks and agents do to alerts: each person is told once, and somebody always is.

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
let lab: PagingLab;
let phone: PagedPhone;
beforeEach(async () => {
  lab = await openPagingLab();
  phone = await lab.phone("Phone");
});
afterEach(() => lab.close());

const fired = async () => {
  await lab.stuck("a");
  await lab.look();
  return (await lab.alerts())[0]?.id ?? "";
};
const deliveries = async (via: string) =>
  lab.rows<{ status: string; attempts: number; reason: string | null; answer: string | null }>(
    `select status, attempts, reason, answer from delivery where via = '${via}' order by created_at, id`,
  );

test("two persons take it at once: one has it, both see who, and the page ends once", async () => {
  const bob = await lab.phone("Bob's", { person: "Bob", role: "operator" });
  await lab.steps(5, "everyone", "device");
  const id = await fired();
  const answers = await Promise.all([phone, bob, phone, bob].map((call) => call("POST", `/api/alerts/${id}/acknowledge`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map(({ body }) => body.acknowledged.by.id)).size).toBe(1);
  await lab.pass(hour);
  expect((await lab.read(id)).events.map(({ what }) => what)).toEqual(["fired", "paged", "acknowledged"]);
  const by = answers[0]?.body.acknowledged.by.device;
  for (const each of [phone, bob]) expect(heard(each)).toHaveLength(each.id === by ? 1 : 2);
  expect(await lab.rows("select action from audit where action = 'alert.acknowledged'")).toHaveLength(1);
});

test("a silence made while it fires takes back what phones show, and the steps after it tell nobody; ended, it rings again", async () => {
  await lab.steps(5, "device", await lab.ntfy());
  const id = await fired();
  const made = await lab.owner("POST", "/api/alerts/silences", { matcher: { kind: "workflow_stuck" }, until: lab.iso(2 * hour) });
  await lab.pass(30 * minute);
  expect(heard(phone)).toEqual(["page: A workflow is stuck: Orders", "gone: A workflow is stuck: Orders"]);
  expect(lab.receiver.posts).toEqual([]);
  expect((await lab.read(id)).state).toBe("firing");
  await lab.owner("DELETE", `/api/alerts/silences/${made.body.id}`);
  await lab.pass(90 * second);
  expect(heard(phone).slice(2)).toEqual(["page: A workflow is stuck: Orders"]);
});

test("a rule edited while it is pending holds from the next look on: sooner, later, or not at all", async () => {
  const set = (rule: object) =>
    lab.owner("PUT", "/api/alerts/rules/queue_depth", { enabled: true, threshold: 1, forSeconds: 600, severity: "warning", ...rule });
  for (const title of ["One", "Two", "Three"]) await lab.owner("POST", "/api/tasks", { title });
  await set({});
  await lab.look();
  await lab.pass(5 * minute);
  const waiting = async () => (await lab.owner("GET", "/api/alerts/pending")).body.items.map(({ kind }: { kind: string }) => kind);
  expect([await waiting(), await lab.alerts()]).toEqual([["queue_depth"], []]);
  // Beyond no more: it is forgotten, and begins anew.
  await set({ threshold: 3 });
  await lab.pass(minute);
  expect(await waiting()).toEqual([]);
  await set({});
  await lab.pass(9 * minute);
  expect([await waiting(), await lab.alerts()]).toEqual([["queue_depth"], []]);
  await set({ forSeconds: 300 });
  await lab.pass(30 * second);
  expect(heard(phone)).toEqual(["page: Tasks pile up"]);
  // What has become critical is told again, as that; what was lowered is taken back.
  await set({ severity: "critical" });
  await lab.pass(minute);
  expect(heard(phone)).toHaveLength(2);
  const { items } = (await lab.owner("GET", "/api/escalations")).body;
  expect(items.map(({ severity, state }: any) => `${severity} ${state}`)).toEqual(["critical open", "warning settled"]);
  await set({ severity: "info" });
  await lab.pass(minute);
  expect(heard(phone).slice(2)).toEqual(["gone: Tasks pile up"]);
});

test(
  "a channel that fails, floods, is cut or sends elsewhere delays no other way, and is told once when it is back",
  { timeout: 60_000 },
  async () => {
    await lab.steps(1, await lab.hook(), "device");
    lab.receiver.reply({ status: 500 }, "cut", { status: 503, headers: { "retry-after": "30" } }, "flood");
    await fired();
    await lab.pass(minute);
    expect(heard(phone)).toEqual(["page: A workflow is stuck: Orders"]);
    await lab.pass(10 * minute);
    // An answer without end is an answer: no more of it is read than its beginning.
    expect(await deliveries("webhook")).toMatchObject([{ status: "accepted", answer: expect.stringContaining("answered 200") as string }]);
    expect(new Set(lab.receiver.posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(lab.receiver.posts).toHaveLength(4);
  },
);

test("a channel that sends elsewhere is not followed inside, and the next step is made at once", async () => {
  await lab.steps(30, await lab.hook(), "device");
  lab.receiver.reply({ status: 307, headers: { location: "http://169.254.169.254/latest/meta-data/" } });
  await fired();
  await lab.drain();
  expect(await deliveries("webhook")).toMatchObject([{ status: "failed", reason: expect.stringContaining("answered 307") as string }]);
  expect(heard(phone)).toEqual(["page: A workflow is stuck: Orders"]);
});

test("a mail server that hangs up in the middle is tried again under one Message-ID", async () => {
  await lab.steps(30, await lab.mail());
  lab.smtp.drop("MAIL", "DATA", ".");
  await fired();
  await lab.pass(10 * minute);
  expect(await deliveries("email")).toMatchObject([{ status: "accepted", attempts: 4 }]);
  // Whose answer was lost had taken it: who reads it sees one mail, by its id.
  expect(lab.smtp.mails.length).toBe(2);
  expect(new Set(lab.smtp.mails.map(({ data }) => /^Message-ID: (.+)$/im.exec(data)?.[1])).size).toBe(1);
});

test("names of agents steer nothing: neither headers of a mail, nor ntfy, nor what a phone shows", async () => {
  await lab.steps(1, "device", await lab.ntfy(), await lab.mail());
  const name =
    'x\r\nBcc: victim@example.org\r\n\r\n<script>\u202Egnp.exe =?utf-8?q?=0D=0ABcc:=20v@e.org?= \u0000\u2028 ","priority":1,"actions":[{"action":"http"}]';
  await lab.stuck("a", 25, name.replaceAll("\u0000", ""));
  await lab.look();
  await lab.pass(3 * minute);
  const [mail] = lab.smtp.mails;
  expect(lab.smtp.mails).toHaveLength(1);
  expect(mail?.to).toEqual(["TO:<ann@example.org>"]);
  const [head = "", ...text] = (mail?.data ?? "").split("\n\n");
  expect(head.split("\n").filter((line) => !/^[A-Z][A-Za-z-]*: |^ /.test(line))).toEqual([]);
  expect(head).not.toMatch(/^bcc/im);
  expect(text.length).toBeGreaterThan(0);
  const { body, headers } = lab.receiver.posts[0] ?? {};
  expect(Object.keys(body).toSorted()).toEqual(["click", "message", "priority", "sequence_id", "tags", "title", "topic"]);
  expect(body.priority).toBe(4);
  expect(headers).not.toHaveProperty("priority");
  for (const text of [body.title, body.message, phone.browser.pushes[0]?.payload.notification.title ?? ""]) {
    expect(text).not.toMatch(/[\r\n\u2028\u2029\u202A-\u202E]/);
    expect(text.length).toBeLessThan(400);
  }
});

test(
  "a push service that has forgotten the phone or wants peace: the next in line is told, and the phone is said to be deaf",
  { timeout: 60_000 },
  async () => {
    const [second_, third] = [await lab.phone("Laptop"), await lab.phone("Bob's", { person: "Bob", role: "operator" })];
    lab.skip(minute);
    await lab.steps(5, "device", "device", "person");
    // The laptop is the one used last.
    second_.browser.reply({ status: 410 });
    phone.browser.reply({ status: 429, headers: { "retry-after": "60" } });
    await fired();
    await lab.drain();
    expect([second_, phone, third].map(({ browser }) => browser.pushes.length)).toEqual([0, 0, 0]);
    await lab.pass(90 * second);
    // Who wanted peace for a minute was left alone for it, and told then.
    expect([heard(phone), phone.browser.attempts]).toEqual([["page: A workflow is stuck: Orders"], 2]);
    await lab.pass(5 * minute);
    expect(heard(third)).toEqual(["page: A workflow is stuck: Orders"]);
    const [deaf] = (await lab.alerts()).filter(({ kind }) => kind === "push_failing");
    expect(deaf ?? null).toBeNull();
    await lab.pass(10 * minute);
    expect((await lab.alerts()).find(({ kind }) => kind === "push_failing")).toMatchObject({ members: [{ name: "Laptop" }] });
  },
);

test("agents that name a hundred providers make no hundred alerts", async () => {
  const calls = Array.from({ length: 100 }, (_, index) => `evil ${index}`).flatMap((provider) =>
    Array.from({ length: 6 }, () => ({ kind: "model.failed", data: { provider, status: 500 } })),
  );
  await lab.tell(calls);
  await lab.look();
  for (let round = 0; round < 3; round += 1) {
    await lab.pass(minute);
    await lab.tell(calls);
  }
  await lab.pass(minute);
  expect(phone.browser.attempts).toBeLessThanOrEqual(8);
});

test("a machine whose clock is behind the database's asks again for the look that came too early", async () => {
  await lab.look();
  const looks = async () => lab.rows("select slot from alert_evaluation");
  const slot = Math.floor(lab.clock().getTime() / (30 * second)) + 1;
  lab.skip(slot * 30 * second - lab.clock().getTime() - 400);
  const before = lab.manual.later().length;
  await lab.manual.run("alerts.evaluate", { slot });
  expect(await looks()).toHaveLength(1);
  expect(lab.manual.later()).toHaveLength(before + 1);
  lab.skip(800);
  await lab.drain();
  expect(await looks()).toHaveLength(2);
});
