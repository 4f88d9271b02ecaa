import type { AuditCheck } from "@beckon/contracts/access";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { dataFolder, freePort, startBff } from "../support/bff-process.ts";
import { callerOf, makeToken } from "../support/people.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

let stack: AsyncDisposableStack;
let url: string;
/** Two processes of the server on one database. */
let apps: [TestApp, TestApp];

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  ({ url } = stack.use(await createDatabase(inject("postgres").port)));
  const open = async () => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 6 });
    await database.migrate();
    const app = await createTestApp({ database });
    stack.defer(() => app.close());
    return app;
  };
  apps = [await open(), await open()];
});
afterEach(() => stack.disposeAsync());

const append = (app: TestApp, action: string, hold?: Promise<unknown>) =>
  app.database.transaction(async (work) => {
    await app.services.audit.append(work, { actor: { kind: "system", name: "test" }, action, subject: "s" });
    await hold;
  });
const verify = (app: TestApp) => app.services.access.audit.verify();

test("two servers that write and seal at once make one chain, without a gap", async () => {
  for (let round = 0; round < 10; round += 1) {
    const writing = apps.flatMap((app, of) => Array.from({ length: 10 }, (_, n) => append(app, `x.${of}.${round}.${n}`)));
    await Promise.all([...writing, ...apps.flatMap((app) => [app.services.audit.seal(), app.services.audit.seal()])]);
  }
  await apps[1].services.audit.seal();
  const check = await verify(apps[0]);
  expect(check).toMatchObject({ rows: 200, sealed: 200, unsealed: 0, faults: 0 });
  const { rows } = await apps[0].database.executeSql(
    "select min(nr)::int as first, max(nr)::int as last, count(*)::int as count from audit_seal",
  );
  expect(rows).toEqual([{ first: 1, last: 200, count: 200 }]);
});

test("a row with a lower number that is committed later is waited for, and takes its place in the chain", async () => {
  const { promise: hold, resolve: commit } = Promise.withResolvers<void>();
  const late = append(apps[0], "x.late", hold);
  const waiting = async () =>
    (await apps[1].database.executeSql("select 1 from pg_locks where relation = 'audit'::regclass and mode = 'RowExclusiveLock'")).rows
      .length;
  await expect.poll(waiting).toBe(1);
  await append(apps[1], "x.early");
  let over = false;
  const sealing = apps[1].services.audit.seal().then((done) => {
    over = true;
    return done;
  });
  await append(apps[1], "x.after");
  expect([over, (await verify(apps[1])).sealed]).toEqual([false, 0]);
  commit();
  await late;
  expect(await sealing).toBe(true);
  await apps[0].services.audit.seal();
  expect(await verify(apps[1])).toMatchObject({ rows: 3, sealed: 3, faults: 0 });
});

test("who never ends holds it up, visibly, and does no harm", async () => {
  const { promise: hold, resolve: commit } = Promise.withResolvers<void>();
  const late = append(apps[0], "x.late", hold);
  const numbers = async () => (await apps[1].database.executeSql("select 1 from pg_locks where relation = 'audit'::regclass")).rows.length;
  await expect.poll(numbers).toBeGreaterThan(0);
  await append(apps[1], "x.early");
  expect(await apps[1].services.audit.seal()).toBe(false);
  expect(await verify(apps[1])).toMatchObject({ rows: 1, sealed: 0, unsealed: 1, faults: 0 });
  commit();
  await late;
  expect(await apps[1].services.audit.seal()).toBe(true);
  expect(await verify(apps[1])).toMatchObject({ rows: 2, sealed: 2, faults: 0 });
});

test("a real server seals by itself, also what one left that was killed", async () => {
  const folder = stack.use(dataFolder());
  const options = { port: await freePort(), dataDir: folder.path, databaseUrl: url };
  const first = await startBff(options);
  stack.defer(async () => void (await first.kill()));
  await makeToken(first, "One");
  // With the pairing code each server offers once it is ready.
  const written = async () => (await apps[0].database.executeSql("select 1 from audit")).rows.length;
  await expect.poll(written).toBe(2);
  await first.kill();
  const second = await startBff(options);
  stack.defer(async () => void (await second.kill()));
  const local = callerOf(second.origin, { authorization: `Bearer ${second.secret()}` });
  const state = async () => (await local("GET", "/api/audit/verify")).body as AuditCheck;
  await expect.poll(state).toMatchObject({ sealed: 3, unsealed: 0, faults: 0 });
  await makeToken(second, "Two");
  await expect.poll(state).toMatchObject({ sealed: 4, unsealed: 0, faults: 0 });
});
