import { ensureSecret } from "@beckon/bff/access/secrets.repository.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

let server: Awaited<ReturnType<typeof createDatabase>>;
/** Two processes of the server on one database. */
let one: TestApp;
let two: TestApp;

const open = async (url: string) => {
  const database = await openPostgres({ url, logger: createLogger("silent") });
  await database.migrate();
  return createTestApp({ database });
};

beforeAll(async () => {
  server = await createDatabase(inject("postgres").port);
  one = await open(server.url);
  two = await open(server.url);
});
afterAll(async () => {
  await one.close();
  await two.close();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => void (await one.database.db.execute(sql`delete from rate_limit`)));

test("of twenty devices with one code on two processes, one is paired", async () => {
  const { code } = (await one.local("POST", "/api/pairing-codes", {})).body;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).nobody("POST", "/api/pair", { code, deviceName: `Phone ${n}` })),
  );
  const refusals = answers.filter((answer) => answer.status !== 201).map((answer) => answer.body.code);
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  // Those too many for one address are told to wait; all others that the code is gone.
  expect(refusals.filter((code) => code !== "pairing.code_used" && code !== "pairing.too_many_tries")).toEqual([]);
  expect((await one.local("GET", "/api/devices")).body.items).toHaveLength(1);
});

test("wrong codes count on both processes together", async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1)
    statuses.push((await (n % 2 ? one : two).nobody("POST", "/api/pair", { code: "AAAAAAAA", deviceName: "x" })).status);
  expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(10);
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test("what one process revokes is out at the other at once, which hears of it", async () => {
  const token = await one.token("admin");
  const call = () => two.nobody("GET", "/api/people", undefined, { authorization: `Bearer ${token.token}` });
  expect((await call()).status).toBe(200);
  const { promise: heard, resolve } = Promise.withResolvers<string>();
  two.database.onWake((wake) => void (wake.topic === "access" && resolve(wake.key)));
  await one.local("DELETE", `/api/tokens/${token.id}`);
  expect((await call()).body.code).toBe("access.revoked");
  expect(await heard).toBe(token.id);
});

test("two owners who step down at once, on two processes, leave one", async () => {
  for (let round = 0; round < 5; round += 1) {
    for (const { id, role } of (await two.services.access.people.list()).filter((person) => person.name.startsWith("Rival")))
      if (role !== "owner") await one.services.access.people.update({ kind: "local" }, id, { role: "owner" });
    const [first, second] = [await one.pair({ role: "owner", person: "Rival A" }), await two.pair({ role: "owner", person: "Rival B" })];
    const keepers = (await one.services.access.people.list()).filter(
      ({ id, role }) => role === "owner" && ![first, second].some((call) => call.session.person.id === id),
    );
    for (const { id } of keepers) expect((await first("PATCH", `/api/people/${id}`, { role: "viewer" })).status).toBe(200);
    const both = await Promise.all(
      [first, second].map((call) => call("PATCH", `/api/people/${call.session.person.id}`, { role: "viewer" })),
    );
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
  }
});

test("two first codes at once, on two processes, make one owner", async () => {
  await using fresh = await createDatabase(inject("postgres").port);
  const apps = [await open(fresh.url), await open(fresh.url)];
  const codes = await Promise.all(apps.map(async (app) => (await app.local("POST", "/api/pairing-codes", {})).body.code as string));
  const paired = await Promise.all(apps.map((app, n) => app.nobody("POST", "/api/pair", { code: codes[n], deviceName: `Phone ${n}` })));
  expect(paired.map((answer) => answer.status)).toEqual([201, 201]);
  expect(await apps[0]?.services.access.people.list()).toHaveLength(1);
  for (const app of apps) await app.close();
});

test("processes that start at once agree on a secret", async () => {
  const values = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ensureSecret((n % 2 ? one : two).database.db, "test", () => `value ${n}`)),
  );
  expect(new Set(values).size).toBe(1);
});
