import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "@beckon/contracts/agents";
import { expect, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice } from "../support/people.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { startReports } from "../support/report-load.ts";
import { createRandom } from "../support/usage-day.ts";

const kills = 6;
const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

const killUnderReports = async (databaseUrl: string | undefined) => {
  await using cleanUp = new AsyncDisposableStack();
  const random = createRandom(seed);
  const folder = cleanUp.use(dataFolder());
  const port = await freePort();
  const start = () => startBff({ port, dataDir: folder.path, ...(databaseUrl ? { databaseUrl } : {}) });
  let bff: Bff = await start();
  cleanUp.defer(async () => void (await bff.kill()));
  const phone = callerOf(bff.origin, { cookie: await pairDevice(bff, "Phone") });
  const load = startReports({ origin: bff.origin, token: await makeToken(bff, "Builder"), phone, each: 3 });
  const heard = () => load.answers.size + [...load.told.values()].reduce((sum, { calls, edits }) => sum + calls + edits, 0);
  for (let count = 0; count < kills; count += 1) {
    const before = heard();
    await expect.poll(heard, { interval: 20 }).toBeGreaterThan(before + 20);
    await sleep(random.below(300));
    await bff.kill("SIGKILL");
    bff = await start();
  }
  await load.end();

  const sessions: Session[] = (await phone("GET", "/api/sessions?limit=200")).body.items;
  const all = { calls: 0, input: 0, micros: 0 };
  for (const [key, told] of load.told) {
    const session = sessions.find((each) => each.key === key);
    if (key.startsWith("byAsking")) continue;
    expect(session, key).toBeDefined();
    const { id, usage, files, doing } = session as Session;
    expect([key, usage.calls, usage.tokens.input, usage.costMicros ?? 0]).toEqual([key, told.calls, told.input, told.micros]);
    expect([key, files.reduce((sum, { edits }) => sum + edits, 0), doing]).toEqual([key, told.edits, []]);
    // The ledger says of this run what the run says of itself.
    const { body: ledger } = await phone("GET", `/api/usage/summary?session=${id}`);
    expect([key, ledger.calls, ledger.tokens.input, ledger.cost.apiEquivalent.micros ?? 0]).toEqual([
      key,
      told.calls,
      told.input,
      told.micros,
    ]);
    for (const part of ["calls", "input", "micros"] as const) all[part] += told[part];
  }
  const { body: summary } = await phone("GET", "/api/usage/summary");
  expect([summary.calls, summary.tokens.input, summary.cost.apiEquivalent.micros]).toEqual([all.calls, all.input, all.micros]);

  // Each question has come to its end, and who asked has heard it.
  expect(load.answers.size).toBeGreaterThan(0);
  for (const [key, answer] of load.answers) expect([key, answer]).toEqual([key, expect.stringContaining('"behavior":"allow"')]);
  expect((await phone("GET", "/api/decision-requests?status=pending")).body.items).toEqual([]);
  expect(await bff.kill("SIGTERM")).toEqual({ code: 0, signal: null });
};

test(`embedded: killed ${kills} times while agents report, nothing is lost or counted twice (TEST_SEED=${seed})`, async () => {
  await killUnderReports(undefined);
});

test(`Postgres: killed ${kills} times while agents report, nothing is lost or counted twice (TEST_SEED=${seed})`, async () => {
  await using cleanUp = new AsyncDisposableStack();
  const server = await startPostgres();
  cleanUp.defer(() => server.stop());
  await killUnderReports(server.url());
});
