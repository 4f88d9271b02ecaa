import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { rowsOf } from "@beckon/bff/platform/db/database.ts";
import { statement } from "@beckon/bff/platform/db/statement.ts";
import { sql } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";

const logger = createLogger("silent");
const open = async (max: number) => {
  const made = await createDatabase(inject("postgres").port);
  const database = await openPostgres({ url: made.url, logger, max });
  await database.executeSql("create table mark (name text primary key)");
  return {
    database,
    names: async () =>
      rowsOf<{ name: string }>(await database.db.execute(sql`select name from mark order by name`)).map(({ name }) => name),
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await made[Symbol.asyncDispose]();
    },
  };
};
const put = (name: string) => sql`insert into mark values (${name})`;
const putting = statement<{ name: string }, { name: string }>(
  "put",
  sql`insert into mark values (${sql.placeholder("name")}::text) returning name`,
);
const sending = statement<{ name: string }>("send", sql`insert into mark values (${sql.placeholder("name")}::text)`);

test("a transaction that fails leaves nothing, wherever it fails, and its connection serves the next", async () => {
  await using lab = await open(1);
  const { database } = lab;
  const effects: string[] = [];
  const failing = [
    () => database.transaction(() => Promise.reject(new Error("before any statement"))),
    () => database.transaction(async ({ db }) => void (await db.execute(sql`select 1 / 0`))),
    () =>
      database.transaction(async ({ db, afterCommit }) => {
        afterCommit(() => effects.push("told"));
        await db.execute(put("gone"));
        await db.execute(put("gone"));
      }),
    () =>
      database.transaction(async ({ db }) => {
        await db.execute(put("gone too"));
        throw new Error("after a statement");
      }),
  ];
  for (const fail of failing) await expect(fail()).rejects.toThrow();
  await database.transaction(async ({ db, afterCommit }) => {
    afterCommit(() => effects.push("kept"));
    await db.execute(put("kept"));
  });
  expect(await lab.names()).toEqual(["kept"]);
  expect(effects).toEqual(["kept"]);
});

test("nobody sees it before it is committed, not even its first statement", async () => {
  await using lab = await open(3);
  await lab.database.transaction(async ({ db }) => {
    await db.execute(put("first"));
    expect(await lab.names()).toEqual([]);
  });
  expect(await lab.names()).toEqual(["first"]);
});

test("a connection that is cut inside a transaction takes all of it back, and another serves the next", async () => {
  await using lab = await open(2);
  const { database } = lab;
  const cut = database.transaction(async ({ db }) => {
    const [own] = rowsOf<{ pid: number }>(await db.execute(sql`select pg_backend_pid() as pid`));
    await db.execute(put("gone"));
    await database.executeSql("select pg_terminate_backend($1)", [own?.pid]);
    await db.execute(put("never"));
  });
  await expect(cut).rejects.toThrow();
  await database.transaction(async ({ db }) => void (await db.execute(put("kept"))));
  expect(await lab.names()).toEqual(["kept"]);
});

test("what is sent without waiting is done in its order, and takes all back where it fails, at last at the commit", async () => {
  await using lab = await open(2);
  const { database } = lab;
  await database.transaction(async ({ db, send }) => {
    send(sending, { name: "sent" });
    expect(rowsOf(await db.execute(sql`select name from mark`))).toEqual([{ name: "sent" }]);
  });
  const effects: string[] = [];
  const again = database.transaction(async ({ db, send, afterCommit }) => {
    afterCommit(() => effects.push("told"));
    await db.execute(put("gone"));
    send(sending, { name: "sent" });
  });
  await expect(again).rejects.toThrow(/duplicate key/);
  expect(effects).toEqual([]);
  expect(await lab.names()).toEqual(["sent"]);
});

test("a failure that nobody looked at is no commit; one inside a savepoint is taken back with it alone", async () => {
  await using lab = await open(1);
  const { database } = lab;
  const overlooked = database.transaction(async ({ db }) => {
    await db.execute(put("gone"));
    await db.execute(put("gone")).catch(() => undefined);
  });
  await expect(overlooked).rejects.toThrow("taken back");
  await database.transaction(async ({ db, send }) => {
    await db.execute(put("kept"));
    await db
      .transaction(async (inner) => {
        send(sending, { name: "kept" });
        await inner.execute(put("gone too"));
      })
      .catch(() => undefined);
  });
  expect(await lab.names()).toEqual(["kept"]);
});

test("what is asked is answered in the order of asking, and one that fails takes all back", async () => {
  await using lab = await open(1);
  const { database } = lab;
  await database.transaction(async ({ ask, send }) => {
    send(sending, { name: "a" });
    const [b, c] = await Promise.all([ask(putting, { name: "b" }), ask(putting, { name: "c" })]);
    expect([b, c]).toEqual([[{ name: "b" }], [{ name: "c" }]]);
  });
  const failing = database.transaction(async ({ ask }) => {
    await ask(putting, { name: "d" });
    await ask(putting, { name: "a" });
  });
  await expect(failing).rejects.toThrow(/duplicate key/);
  expect(await lab.names()).toEqual(["a", "b", "c"]);
});
