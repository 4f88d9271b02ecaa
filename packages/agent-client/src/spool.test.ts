import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createClient, UnauthorizedError, UnreachableError, loadSpool } from "./index.ts";
import { answerWith, goodToken, neverAnswer, problem, startContractServer, until } from "./testing/contract-server.ts";

const input = { kind: "permission", title: "Deploy?" } as const;
const { listSpool, hasSpool, removeSpooled, sendSpool, spoolDirectory, spoolRequest } = await loadSpool();

async function setUp() {
  const server = await startContractServer();
  const root = await mkdtemp(join(tmpdir(), "beckon-spool-"));
  const directory = join(root, "a", "spool");
  const client = createClient({ url: server.url, token: goodToken });
  const keep = (idempotencyKey: string, more: object = {}) =>
    spoolRequest(directory, { url: server.url, idempotencyKey, input: { ...input, ...more } });
  const dispose = async () => {
    await server.kill();
    await rm(root, { recursive: true });
  };
  return {
    server,
    directory,
    client,
    keep,
    send: () => sendSpool(client, { directory, timeoutMs: 60_000 }),
    [Symbol.asyncDispose]: dispose,
  };
}

test("lies where the person's state lies", () => {
  expect(spoolDirectory({ BECKON_SPOOL_DIR: "/s", XDG_STATE_HOME: "/x" })).toBe("/s");
  expect(spoolDirectory({ XDG_STATE_HOME: "/x" })).toBe("/x/beckon/spool");
  expect(spoolDirectory({ XDG_STATE_HOME: "relative" })).toMatch(/\.local\/state\/beckon\/spool$/);
});

test("is readable by its owner alone, leaves no half file, and holds no token", async () => {
  await using setup = await setUp();
  const entry = await setup.keep("key-1", { expiresInSeconds: 60 });
  expect((await stat(setup.directory)).mode & 0o777).toBe(0o700);
  expect((await stat(join(setup.directory, entry.file))).mode & 0o777).toBe(0o600);
  expect(await readdir(setup.directory)).toEqual([entry.file]);
  const { entries } = await listSpool(setup.directory);
  expect(entries).toEqual([
    { file: entry.file, url: setup.server.url, idempotencyKey: "key-1", spooledAt: entry.spooledAt, input: entry.input },
  ]);
  expect(Date.parse(entry.input.expiresAt!) - Date.parse(entry.spooledAt)).toBe(60_000);
  expect(entry.input.expiresInSeconds).toBeUndefined();
});

test("a wrong request is refused, not kept", async () => {
  await using setup = await setUp();
  await expect(setup.keep("key", { title: "" })).rejects.toThrow();
  expect(await hasSpool(setup.directory)).toBe(false);
});

test("sends what waits, oldest first and each once, then it is gone", async () => {
  await using setup = await setUp();
  for (const key of ["one", "two", "three"]) await setup.keep(key);
  const [left, right] = await Promise.all([setup.send(), setup.send()]);
  expect(setup.server.rows.size).toBe(3);
  expect(left.sent.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["one", "two", "three"]);
  expect(left.sent.map(({ id }) => id)).toEqual(right.sent.map(({ id }) => id));
  expect(await hasSpool(setup.directory)).toBe(false);
});

test("what is kept within one millisecond keeps its order", async () => {
  await using setup = await setUp();
  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  for (const idempotencyKey of keys)
    await spoolRequest(setup.directory, { url: setup.server.url, idempotencyKey, input }, 1_764_000_000_000);
  const { entries } = await listSpool(setup.directory);
  expect(entries.map(({ idempotencyKey }) => idempotencyKey)).toEqual(keys);
});

test("a first try whose answer was lost and the spooled one are one row", async () => {
  await using setup = await setUp();
  setup.server.fail(neverAnswer);
  const giveUp = new AbortController();
  const first = setup.client.requestDecision(input, { idempotencyKey: "same", signal: giveUp.signal });
  await until(() => setup.server.rows.size === 1);
  giveUp.abort();
  await expect(first).rejects.toThrow();
  await setup.keep("same");
  expect((await setup.send()).sent).toMatchObject([{ id: setup.server.only().id }]);
  expect(setup.server.rows.size).toBe(1);
});

test("where the server knows the key with another expiry, the request had arrived", async () => {
  await using setup = await setUp();
  await setup.keep("known");
  setup.server.fail(answerWith(422, JSON.stringify(problem(422, "idempotency.key_reused", "used before").body)));
  expect(await setup.send()).toMatchObject({ sent: [{ idempotencyKey: "known" }], refused: [], waiting: 0 });
  expect(await hasSpool(setup.directory)).toBe(false);
});

test("drops what is over and what the server will never take, and says both", async () => {
  await using setup = await setUp();
  await setup.keep("over", { expiresInSeconds: 1 });
  await setup.keep("never");
  await setup.keep("good");
  setup.server.fail(answerWith(422, JSON.stringify(problem(422, "request.invalid", "too odd").body)));
  const report = await sendSpool(setup.client, { directory: setup.directory, timeoutMs: 60_000, now: () => Date.now() + 2_000 });
  expect(report).toMatchObject({
    expired: [{ idempotencyKey: "over" }],
    refused: [{ idempotencyKey: "never", reason: "too odd" }],
    sent: [{ idempotencyKey: "good" }],
  });
  expect(await hasSpool(setup.directory)).toBe(false);
});

test("keeps everything while the token is refused or the server is away", async () => {
  await using setup = await setUp();
  await setup.keep("one");
  await setup.keep("two");
  setup.server.tokens.clear();
  const refused = await setup.send();
  expect(refused.trouble).toBeInstanceOf(UnauthorizedError);
  expect(refused).toMatchObject({ sent: [], waiting: 2 });
  expect(setup.server.seen).toHaveLength(1);
  await setup.server.kill();
  const away = await sendSpool(setup.client, { directory: setup.directory, timeoutMs: 50 });
  expect(away.trouble).toBeInstanceOf(UnreachableError);
  expect(away.waiting).toBe(2);
  await setup.server.restart();
});

test("leaves other servers' requests and foreign files alone", async () => {
  await using setup = await setUp();
  await spoolRequest(setup.directory, { url: "http://other.test", idempotencyKey: "k", input });
  const odd = "00000000-0000-7000-8000-000000000000.json";
  await writeFile(join(setup.directory, odd), '{"url":1');
  await writeFile(join(setup.directory, "notes.txt"), "mine");
  expect(await setup.send()).toMatchObject({ sent: [], elsewhere: 1, unreadable: [odd] });
  expect(await readdir(setup.directory)).toHaveLength(3);
  await removeSpooled(setup.directory, odd);
  await removeSpooled(setup.directory, odd);
  expect(await readdir(setup.directory)).toHaveLength(2);
});
