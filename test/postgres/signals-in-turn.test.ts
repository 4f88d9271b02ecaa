import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Signal } from "@beckon/contracts/signals";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

const cleanUp = new AsyncDisposableStack();
let app: TestApp;
let owner: { id: string; name: string };

/** Commits wait while the test holds this lock, or fail: what a slow disk or a failing one is. */
const slowCommits = `
  create function at_commit() returns trigger language plpgsql as $$ begin
    if new.data ->> 'what' = 'slow' then perform pg_advisory_xact_lock(77); end if;
    if new.data ->> 'what' = 'fails' then perform pg_advisory_xact_lock(77); raise 'the disk is full'; end if;
    return null;
  end $$;
  create constraint trigger at_commit after insert on signal deferrable initially deferred for each row execute function at_commit();
`;

beforeAll(async () => {
  const { url } = cleanUp.use(await createDatabase(inject("postgres").port));
  const database = await openPostgres({ url, logger: createLogger("silent") });
  await database.migrate();
  app = await createTestApp({ database });
  cleanUp.defer(() => app.close());
  const { id } = await app.token("agent", "Teller");
  owner = { id, name: "Teller" };
  await app.database.executeSql(slowCommits);
  // Known runs, so that nothing of them is read anew.
  for (const session of ["one", "two", "one", "two"]) await app.services.signals.append(owner, [fact(session, "turn.started", {})]);
});
afterAll(() => cleanUp.disposeAsync());

let told = 0;
const fact = (session: string, kind: Signal["kind"], data: object) =>
  ({ id: `f${(told += 1)}`, source: "test", session, at: new Date().toISOString(), kind, data }) as Signal;

/** Runs while no commit of what is slow gets through. */
const whileCommitsWait = (run: () => Promise<void>) =>
  app.database.transaction(async ({ db }) => {
    await db.execute("select pg_advisory_xact_lock(77)");
    await run();
  });
const countOf = async (condition: string): Promise<number> => {
  const { rows } = await app.database.executeSql(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and ${condition}`,
  );
  return (rows as [{ n: number }])[0].n;
};
const committing = () => countOf("query = 'commit' and wait_event_type = 'Lock'");
const standing = () => countOf("state = 'idle in transaction' and query like '%insert into signal %'");

test("while one group is committed the next is stored, and what follows from both is found after that alone", async () => {
  const done: string[] = [];
  let both: Promise<unknown> = Promise.resolve();
  await whileCommitsWait(async () => {
    const offered = app.services.signals.append(owner, [
      fact("one", "attention.wanted", { what: "slow" }),
      fact("one", "handoff.offered", { handoffId: "h1", to: "two" }),
    ]);
    await expect.poll(committing).toBe(1);
    const accepted = app.services.signals.append(owner, [fact("two", "handoff.accepted", { handoffId: "h1" })]);
    await expect.poll(standing).toBe(1);
    both = Promise.all([offered.then(() => done.push("one")), accepted.then(() => done.push("two"))]);
    expect(done).toEqual([]);
  });
  await both;
  expect(done).toEqual(["one", "two"]);
  const person = await app.token("admin", "Script");
  const { items } = (await person("GET", "/api/coordination/records?type=handoff")).body;
  expect(items).toMatchObject([{ status: "succeeded" }]);
});

test("the same run's next word waits for the one before it, and both count", async () => {
  let both: Promise<unknown> = Promise.resolve();
  await whileCommitsWait(async () => {
    const first = app.services.signals.append(owner, [
      fact("one", "file.edited", { path: "a.ts" }),
      fact("one", "attention.wanted", { what: "slow" }),
    ]);
    await expect.poll(committing).toBe(1);
    both = Promise.all([first, app.services.signals.append(owner, [fact("one", "file.edited", { path: "a.ts" })])]);
  });
  await both;
  const { rows } = await app.database.executeSql("select state -> 'files' as files from session where key = 'one'");
  expect(rows).toMatchObject([{ files: [{ path: "a.ts", edits: 2 }] }]);
});

test("a commit that fails is told to its own caller, and the next is kept", async () => {
  let failing: Promise<unknown> = Promise.resolve();
  let next: Promise<unknown> = Promise.resolve();
  await whileCommitsWait(async () => {
    failing = app.services.signals.append(owner, [fact("one", "attention.wanted", { what: "fails" })]).catch((error: unknown) => error);
    await expect.poll(committing).toBe(1);
    next = app.services.signals.append(owner, [fact("two", "file.edited", { path: "b.ts" })]);
    await expect.poll(standing).toBe(1);
  });
  expect(String(await failing)).toMatch(/the disk is full/);
  expect(await next).toEqual({ accepted: 1, duplicates: 0, stale: 0 });
  const { rows } = await app.database.executeSql("select state -> 'files' as files from session where key = 'two'");
  expect(rows).toMatchObject([{ files: [{ path: "b.ts", edits: 1 }] }]);
});

test("a connection that is lost while its group waits for its turn takes that group back, and nothing else", async () => {
  // Another server wrote to this run: from now on it is asked for before it is believed.
  await app.database.executeSql("update session set version = version + 1 where key = 'two'");
  await app.services.signals.append(owner, [fact("two", "turn.started", {})]);
  let slow: Promise<unknown> = Promise.resolve();
  let lost: Promise<unknown> = Promise.resolve();
  await whileCommitsWait(async () => {
    slow = app.services.signals.append(owner, [fact("one", "attention.wanted", { what: "slow" })]);
    await expect.poll(committing).toBe(1);
    await app.database.transaction(async ({ db }) => {
      await db.execute("select 1 from session where key = 'two' for update");
      lost = app.services.signals.append(owner, [fact("two", "turn.started", {})]).catch((error: unknown) => error);
      await expect.poll(() => countOf(locking)).toBe(1);
      await app.database.executeSql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${locking}`,
      );
      await expect.poll(() => countOf(locking)).toBe(0);
    });
  });
  expect(await slow).toMatchObject({ accepted: 1 });
  expect(String(await lost)).toMatch(/terminat/);
  expect(await app.services.signals.append(owner, [fact("two", "turn.started", {})])).toMatchObject({ accepted: 1 });
});
const locking = "query like '%order by owner_id, key for update%' and wait_event_type = 'Lock'";
