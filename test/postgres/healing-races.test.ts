import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { aProcess, openRunner } from "../support/host-lab.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type Call, type TestApp } from "../support/test-app.ts";

const stack = new AsyncDisposableStack();
let now = new Date("2026-11-21T12:00:00Z");
/** Two processes of the server on one database. */
let apps: [TestApp, TestApp];
let people: [Call, Call];
let report: (...processes: object[]) => Promise<unknown>;

beforeAll(async () => {
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  const open = async () => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 6 });
    await database.migrate();
    const app = await createTestApp({ database, clock: () => now });
    stack.defer(() => app.close());
    return app;
  };
  apps = [await open(), await open()];
  people = [await apps[0].pair(), await apps[1].pair({ person: "Bo", role: "operator" })];
  const runner = await openRunner(await apps[0].token("host", "devbox"));
  report = (...processes) => runner.report({ processes });
});
afterAll(() => stack.disposeAsync());

const at = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000).toISOString();
const count = async (table: string) =>
  Number((await apps[0].database.executeSql(`select count(*)::int as n from ${table}`)).rows.map((row) => (row as { n: number }).n)[0]);
const killed = (agent: string) =>
  aProcess({ agent, profile: "tester", state: "failed", signal: "SIGKILL", startedAt: at(60), endedAt: at(1) });

test("a rule looks once in its interval, and each act is done once, however many processes try", async () => {
  await report(killed("tester-1"), aProcess({ agent: "tester-2", profile: "tester" }));
  await people[0]("PUT", "/api/healing/rule", { mode: "smart", everyMinutes: 1 });
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: 6 }, (_, index) => apps[index % 2 ? 1 : 0].services.healing.sweep()));
    expect(await count("healing_run")).toBe(1);
  }
  expect(await count("healing_step")).toBe(1);
  expect(await count("command")).toBe(1);
  const { rows } = await apps[0].database.executeSql("select state, by ->> 'kind' as kind from command");
  expect(rows).toEqual([{ state: "requested", kind: "rule" }]);
});

test("ten people begin at once at two processes: one run, and no agent is restarted beyond its limit", async () => {
  await people[0]("DELETE", "/api/healing/rule");
  await apps[0].database.executeSql("delete from healing_run");
  await apps[0].database.executeSql("delete from command");
  await report(
    killed("tester-1"),
    killed("tester-3"),
    aProcess({ agent: "tester-4", profile: "tester" }),
    aProcess({ agent: "tester-5", profile: "tester" }),
  );
  const limits = { restartsPerHour: 1 };
  const { hash } = (await people[0]("POST", "/api/healing/preview", { mode: "aggressive", limits })).body;
  const begin = (index: number) => (people[index % 2] as Call)("POST", "/api/healing/runs", { mode: "aggressive", limits, planHash: hash });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => begin(index)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(["healing.under_way"]));
  await Promise.all(Array.from({ length: 6 }, (_, index) => apps[index % 2 ? 1 : 0].services.healing.sweep()));
  expect(await count("command where kind = 'start'")).toBe(2);
});
