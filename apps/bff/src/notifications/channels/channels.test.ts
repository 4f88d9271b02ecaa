import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { webhookMessage, type ChannelInput } from "@beckon/contracts/channels";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPushLab, type Phone, type PushLab } from "../../../../../test/support/push-lab.ts";
import { selfSigned } from "../../../../../test/support/self-signed.ts";
import { startSmtpServer } from "../../../../../test/support/smtp-server.ts";
import type { Call } from "../../../../../test/support/test-app.ts";

type Post = { path: string; headers: IncomingHttpHeaders; text: string };
const posts: Post[] = [];
const replies: { status: number; headers?: Record<string, string> }[] = [];
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  request.on("end", () => {
    posts.push({ path: request.url ?? "", headers: request.headers, text });
    const { status, headers } = replies.shift() ?? { status: 200 };
    response.writeHead(status, headers).end();
  });
});

const certificate = selfSigned("localhost");
let smtp: Awaited<ReturnType<typeof startSmtpServer>>;
let lab: PushLab;
let owner: Phone;
let origin: string;
beforeEach(async () => {
  posts.length = 0;
  replies.length = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  smtp = await startSmtpServer({ ...certificate, user: "beckon", password: "pa55word" });
  lab = await openPushLab({ channelAllow: [origin, `smtp://localhost:${smtp.port}`], ca: certificate.cert });
  owner = await lab.phone();
});
afterEach(async () => {
  await lab.close();
  smtp.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const shared = { private: false, enabled: true };
const caller = () => ({
  ...{ kind: "device" as const, deviceId: owner.id, deviceName: "Phone", role: "owner" as const },
  ...{ personId: owner.session.person.id, personName: "Ann" },
});
const add = async (input: ChannelInput) => (await lab.notifications.channels.create(caller(), input)).channel;
const last = async (id: string) => (await lab.notifications.channels.list()).find((channel) => channel.id === id)?.last;
const email = (security: "tls" | "starttls" | "none", secret: string | null = "pa55word") =>
  add({
    ...{ kind: "email", name: "Mail", ...shared, secret },
    config: {
      host: "localhost",
      port: smtp.port,
      security,
      user: "beckon",
      from: "beckon@example.org",
      to: ["ann@example.org", "bob@example.org"],
    },
  });
const sendTest = async (id: string) => {
  // Two in one millisecond would have no order.
  lab.pass(1_000);
  await lab.notifications.channels.test(id);
  await lab.drain();
  return last(id);
};

test("a webhook is signed, has one id for all its tries, is tried again where that may help, and is said how it went", async () => {
  const key = `whsec_${Buffer.from("of the receiver").toString("base64")}`;
  const { id } = await add({ kind: "webhook", name: "Pager", ...shared, config: { url: `${origin}/hook` }, secret: key });
  replies.push({ status: 503 }, { status: 429, headers: { "retry-after": "120" } });
  expect(await sendTest(id)).toMatchObject({ status: "queued", words: expect.stringContaining("answered 503") as string });
  lab.pass(600_000);
  await lab.drain();
  expect(await last(id)).toMatchObject({ status: "queued", words: expect.stringContaining("answered 429") as string });
  lab.pass(119_000);
  await lab.drain();
  expect(posts).toHaveLength(2);
  lab.pass(1_000);
  await lab.drain();
  expect(await last(id)).toMatchObject({ status: "accepted", words: expect.stringContaining("answered 200") as string });
  expect(posts).toHaveLength(3);
  expect(new Set(posts.map(({ headers }) => headers["idempotency-key"]))).toEqual(new Set([posts[0]?.headers["webhook-id"]]));
  const { headers, text } = posts[2] as Post;
  expect(webhookMessage.parse(JSON.parse(text))).toMatchObject({ type: "test", id: headers["webhook-id"] });
  const signed = createHmac("sha256", "of the receiver").update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`);
  expect(headers["webhook-signature"]).toBe(`v1,${signed.digest("base64")}`);

  replies.push({ status: 302, headers: { location: "http://127.0.0.1:1/" } }, { status: 400 });
  for (const status of [302, 400])
    expect(await sendTest(id)).toMatchObject({ status: "failed", words: expect.stringContaining(String(status)) as string });
  expect(lab.later()).toEqual([]);
});

test("ntfy is told the priority, the address to tap and the token, in letters of any language", async () => {
  const { id } = await add({ kind: "ntfy", name: "On call", ...shared, config: { server: origin, topic: "ops" }, secret: "tk_secret" });
  await lab.notifications.escalation.set(
    { kind: "person" },
    {
      steps: [{ afterMinutes: 0, tell: "channel", channelId: id }],
      repeat: null,
      decisions: { fromRisk: null, fromCostPerHourMicros: null },
    },
  );
  const words = { title: "Schlüssel läuft ab — 鍵", body: "one\ntwo", private: "p", path: "/alerts/1", tag: "a" };
  const page = (severity: "warning" | "critical") =>
    lab.database.transaction((work) => lab.notifications.page(work, { occasion: severity, severity, notice: words }));
  await page("critical");
  await page("warning");
  await lab.drain();
  expect(posts.map(({ text }) => JSON.parse(text) as { priority: number }).toSorted((a, b) => b.priority - a.priority)).toMatchObject([
    { topic: "ops", title: words.title, message: "one …", click: "http://localhost:8787/alerts/1", priority: 5, tags: ["rotating_light"] },
    { priority: 4 },
  ]);
  expect(posts[0]?.headers.authorization).toBe("Bearer tk_secret");
  // Private from now on: something waits, and nothing of what.
  await lab.notifications.channels.update(caller(), id, {
    ...{ kind: "ntfy", name: "On call", private: true, enabled: true, config: { server: origin, topic: "ops" } },
  });
  await lab.database.transaction((work) => lab.notifications.settle(work, "critical", { ...words, title: "Over" }));
  await lab.drain();
  expect(posts[2]?.text).toContain("What waited is over.");
  expect(posts[2]?.text).not.toContain("Schlüssel");
  expect(posts[2]?.headers.authorization).toBe("Bearer tk_secret");
  // Which step tells it cannot be removed under it.
  await expect(lab.notifications.channels.remove(caller(), id)).rejects.toMatchObject({ code: "channel.in_use" });
});

describe("mail", () => {
  test("goes encrypted with STARTTLS, signed in, as plain text", async () => {
    const { id } = await email("starttls");
    expect(await sendTest(id)).toMatchObject({ status: "accepted", words: "localhost answered 250 2.0.0 OK: queued as 4711" });
    expect(smtp.mails).toMatchObject([{ secure: true, auth: "beckon", to: ["TO:<ann@example.org>", "TO:<bob@example.org>"] }]);
    expect(smtp.mails[0]?.data).toMatch(/^Content-Type: text\/plain/m);
    expect(smtp.mails[0]?.data).toContain("A test: this channel works.");
  });

  test("is not sent where the server cannot encrypt, does not know the password, or says no; later where it says later", async () => {
    const { id } = await email("starttls");
    smtp.answer("450 4.2.0 greylisted", "550 5.7.1 not here");
    expect(await sendTest(id)).toMatchObject({ status: "queued", words: expect.stringContaining("greylisted") as string });
    lab.pass(60_000);
    await lab.drain();
    expect(await last(id)).toMatchObject({ status: "failed", words: expect.stringContaining("550 5.7.1") as string });
    const wrong = await email("starttls", "wrong");
    expect(await sendTest(wrong.id)).toMatchObject({ status: "failed", words: expect.stringContaining("535") as string });
    smtp.plain.only = true;
    lab.pass(61_000);
    expect((await sendTest(id))?.status).not.toBe("accepted");
    expect(smtp.mails).toEqual([]);
  });

  test("a certificate that nobody vouches for is not believed", async () => {
    await lab.close();
    lab = await openPushLab({ channelAllow: [`smtp://localhost:${smtp.port}`] });
    owner = await lab.phone();
    const { id } = await email("starttls");
    expect(await sendTest(id)).toMatchObject({ status: "failed", words: expect.stringContaining("encryption does not fit") as string });
  });
});

test("where this server does not call, it says so at once, and secrets come out nowhere", async () => {
  // The routes: the app's own channels, which allow nothing.
  const put = (input: object) => owner("POST", "/api/notification-channels", { name: "X", secret: "s3cr3t-word", ...input });
  const mail = { security: "starttls", from: "a@example.org", to: ["b@example.org"] };
  for (const input of [
    { kind: "webhook", config: { url: "https://127.0.0.1/" } },
    { kind: "webhook", config: { url: "http://example.com/" } },
    { kind: "ntfy", config: { server: "https://metadata.internal", topic: "x" } },
    { kind: "email", config: { ...mail, host: "localhost", port: 587 } },
    { kind: "email", config: { ...mail, host: "10.0.0.1", port: 587 } },
    { kind: "email", config: { ...mail, host: "mail.example.com", port: 22 } },
    { kind: "email", config: { ...mail, host: "mail.example.com", port: 25, security: "none" } },
  ])
    expect(await put(input)).toMatchObject({
      status: 422,
      body: { code: "channel.address_refused", detail: expect.stringContaining("BECKON_CHANNEL_ALLOW") as string },
    });
  expect((await put({ kind: "email", config: { ...mail, host: "mail.example.com", port: 587, to: ["a@b.c\r\nBCC: d@e.f"] } })).status).toBe(
    422,
  );
  const made = await put({ kind: "ntfy", config: { server: "https://ntfy.example.com", topic: "x" } });
  expect(made).toMatchObject({ status: 201, body: { hasSecret: true } });
  const path = `/api/notification-channels/${made.body.id}`;
  const input = { kind: "ntfy", name: "Y", config: { server: "https://ntfy.example.com", topic: "x" } };
  expect((await owner("PUT", path, input)).body).toMatchObject({ name: "Y", hasSecret: true });
  const everything = JSON.stringify([
    made.body,
    (await owner("GET", "/api/notification-channels")).body,
    (await owner("GET", "/api/audit")).body,
    await lab.database.db.execute(sql`select * from notification_channel`),
  ]);
  expect(everything).toContain("channel.created");
  expect(everything).not.toContain("s3cr3t-word");
  expect((await owner("PUT", path, { ...input, secret: null })).body).toMatchObject({ hasSecret: false });
  expect((await owner("PUT", path, { kind: "webhook", name: "Y", config: { url: "https://example.com/" } })).status).toBe(404);
  const vera = await lab.pair({ person: "Vera", role: "operator" });
  expect((await vera("GET", "/api/notification-channels")).status).toBe(403);
  expect((await vera("GET", "/api/escalation-policy")).body.channels).toEqual([{ id: made.body.id, name: "Y", enabled: true }]);
  expect((await owner("DELETE", path)).status).toBe(204);
});

test("the same key again is the same channel: for the same caller, of the same words, however many at once", async () => {
  const input = { kind: "ntfy", name: "On call", config: { server: "https://ntfy.example.com", topic: "x" }, secret: "s3cr3t-word" };
  const put = (body: object, key: string, who = owner as Call) =>
    who("POST", "/api/notification-channels", body, { "idempotency-key": key });
  const made = await Promise.all([1, 2, 3].map(() => put(input, "one")));
  expect(made.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
  for (const other of [
    { ...input, name: "Else" },
    { ...input, secret: "another" },
  ])
    expect(await put(other, "one")).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  expect((await put(input, "two words")).status).toBe(400);
  const bob = await lab.pair({ role: "owner", person: "Bob" });
  expect([(await put(input, "one", bob)).status, (await put(input, "two")).status]).toEqual([201, 201]);
  // As it is by now; removed, the key makes it anew.
  const path = `/api/notification-channels/${made[0]?.body.id}`;
  await owner("PUT", path, { ...input, name: "Night" });
  expect((await put(input, "one")).body).toMatchObject({ name: "Night", hasSecret: true });
  await owner("DELETE", path);
  expect((await put(input, "one")).status).toBe(201);
});
