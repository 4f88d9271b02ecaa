import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery } from "@beckon/contracts/notifications";
import { expect, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "../support/bff-process.ts";
import { fateOf, inputOf, startLoad, type Load } from "../support/load.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { startPushService, type Browser } from "../support/push-service.ts";

const kills = 10;
const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32: the same moments for the same seed. */
const randomFrom = (start: number) => {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A server with a push service, three phones that take pushes, agents that ask, and a way to start it again. */
const openStage = async (cleanUp: AsyncDisposableStack, databaseUrl: string | undefined) => {
  const service = await startPushService();
  cleanUp.defer(() => service.close());
  const folder = cleanUp.use(dataFolder());
  const port = await freePort();
  const start = () =>
    startBff({ port, dataDir: folder.path, ...(databaseUrl ? { databaseUrl } : {}), env: { BECKON_PUSH_ALLOW: service.origin } });
  let bff: Bff = await start();
  cleanUp.defer(async () => void (await bff.kill()));

  const phones: Caller[] = [];
  const browsers: Browser[] = [];
  for (const name of ["Phone", "Tablet", "Laptop"]) {
    const call = callerOf(bff.origin, { cookie: await pairDevice(bff, name) });
    const browser = service.subscribe();
    expect((await call("PUT", "/api/devices/me/push-subscription", browser.subscription)).status).toBe(200);
    phones.push(call);
    browsers.push(browser);
  }
  const token = await makeToken(bff, "Builder");
  return {
    phones,
    browsers,
    bff: () => bff,
    load: () => startLoad({ origin: bff.origin, token, phones, agents: 15 }),
    agent: (headers: Record<string, string> = {}) => callerOf(bff.origin, { authorization: `Bearer ${token}`, ...headers }),
    killAndStart: async () => {
      await bff.kill("SIGKILL");
      bff = await start();
    },
  };
};
type Stage = Awaited<ReturnType<typeof openStage>>;

/** All pages of a list. */
const readAll = async <T>(call: Caller, path: string): Promise<T[]> => {
  const items: T[] = [];
  for (let cursor = ""; ;) {
    const { body } = await call("GET", `${path}?limit=200${cursor ? `&cursor=${cursor}` : ""}`);
    items.push(...body.items);
    if (!body.cursor) return items;
    cursor = encodeURIComponent(body.cursor);
  }
};

/** Everything the server ever said yes to is still so, and everything that follows from it has happened. */
const assertNothingLost = async ({ agent, phones, browsers }: Stage, { ledger }: Load) => {
  const owner = phones[0] as Caller;
  const audit = await readAll<{ subject: string; action: string }>(owner, "/api/audit");
  const ends = Map.groupBy(
    audit.filter(({ action }) => action.startsWith("decision.")),
    ({ subject }) => subject,
  );
  for (const [id, { key, asked }] of ledger.requests) {
    const { body: now } = await agent()("GET", `/api/decision-requests/${id}`);
    const { id: _, status, decision, resolvedAt, ...content } = now;
    expect(asked).toMatchObject(content);
    const again = await agent({ "idempotency-key": key })("POST", "/api/decision-requests", inputOf(fateOf(asked), key));
    expect([again.status, again.body.id]).toEqual([200, id]);
    expect(status).toBe({ answered: "decided", expires: "expired", stays: "pending" }[fateOf(asked)]);
    if (status === "expired") expect(decision).toMatchObject({ option: "deny", decidedAt: asked.expiresAt });
    if (ledger.decisions.has(id)) expect(decision).toEqual(ledger.decisions.get(id));
    if (ledger.heard.has(id)) expect(decision).toEqual(ledger.heard.get(id)?.decision);
    expect(ends.get(id) ?? []).toHaveLength(status === "pending" ? 0 : 1);
    expect(resolvedAt === undefined).toBe(status === "pending");
  }
  // Pushes come after the fact, and after a crash by another worker: until none is owed any more.
  await expect
    .poll(async () => (await readAll<Delivery>(owner, "/api/deliveries")).filter(({ status }) => status === "queued").length, {
      interval: 500,
    })
    .toBe(0);
  const stays = [...ledger.requests].filter(([, { asked }]) => fateOf(asked) === "stays").map(([id]) => id);
  const missing = () =>
    browsers.flatMap(({ pushes }) => {
      const sent = new Set(pushes.map(({ payload }) => payload.notification.data.requestId));
      return stays.filter((id) => !sent.has(id));
    });
  await expect.poll(missing, { interval: 500 }).toEqual([]);
  expect(stays.length).toBeGreaterThan(2);
  expect(ledger.decisions.size).toBeGreaterThan(2);
};

const killAgainAndAgain = async (databaseUrl: string | undefined) => {
  await using cleanUp = new AsyncDisposableStack();
  const random = randomFrom(seed);
  const stage = await openStage(cleanUp, databaseUrl);
  const load = stage.load();
  for (let count = 0; count < kills; count += 1) {
    await sleep(random() * 500);
    await stage.killAndStart();
  }
  await load.end();
  await assertNothingLost(stage, load);
  expect(await stage.bff().kill("SIGTERM")).toEqual({ code: 0, signal: null });
};

test(`embedded: the server is killed ${kills} times under load, and nothing is lost (TEST_SEED=${seed})`, async () => {
  await killAgainAndAgain(undefined);
});

test(`Postgres: the server is killed ${kills} times under load, and nothing is lost (TEST_SEED=${seed})`, async () => {
  await using cleanUp = new AsyncDisposableStack();
  const server = await startPostgres();
  cleanUp.defer(() => server.stop());
  await killAgainAndAgain(server.url());
});

test("Postgres crashes three times under a running server: it comes back by itself, and nothing is lost", async () => {
  await using cleanUp = new AsyncDisposableStack();
  const server = await startPostgres();
  cleanUp.defer(() => server.stop());
  const stage = await openStage(cleanUp, server.url());
  const load = stage.load();
  const bff = stage.bff();
  for (let count = 0; count < 3; count += 1) {
    const heard = load.ledger.heard.size;
    await expect.poll(() => load.ledger.heard.size).toBeGreaterThan(heard + 5);
    await server.restart();
    await bff.ready();
  }
  await load.end();
  await assertNothingLost(stage, load);
  expect(bff.alive()).toBe(true);
  expect(await bff.kill("SIGTERM")).toEqual({ code: 0, signal: null });
});
