import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { perform } from "../../apps/cli/src/demo/perform.ts";
import { createFleet } from "../../apps/cli/src/demo/personas.ts";
import type { NotTaken } from "../../apps/cli/src/demo/world.ts";
import { answerAll, demoWorld } from "../support/demo-world.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type Call, type TestApp } from "../support/test-app.ts";

const cleanUp = new AsyncDisposableStack();
let app: TestApp;
let admin: Call;
beforeAll(async () => {
  const made = cleanUp.use(await createDatabase(inject("postgres").port));
  const database = await openPostgres({ url: made.url, logger: createLogger("silent") });
  await database.migrate();
  app = await createTestApp({ database });
  cleanUp.defer(() => app.close());
  admin = await app.token("admin", "Answers");
});
afterAll(() => cleanUp.disposeAsync());

const rowsOfDemo = async (): Promise<number> => {
  const tables = [
    "agent",
    "session",
    "signal",
    "usage_entry",
    "usage_session",
    "usage_rollup",
    "decision_request",
    "hook_hold",
    "otlp_series",
  ];
  const counts = tables.map((name) => `(select count(*) from ${name})`).join(" + ");
  return Number(((await app.database.executeSql(`select ${counts} as n`)).rows[0] as { n: string }).n);
};

test("removed while it is at work: its agents come in no more, and the next removal finds whatever had just been let in", async () => {
  const person = answerAll(admin);
  const ends = createFleet({ agents: 12, seed: 5 }).map(async (persona) => {
    const { body } = await app.local("POST", "/api/tokens", { name: persona.name, demo: true });
    // Whatever goes wrong, it is because the token is no longer known; nothing breaks in the server.
    return perform(persona, demoWorld({ app, token: body.token, passes: 100_000 })).catch((error: unknown) => error);
  });
  await expect.poll(rowsOfDemo).toBeGreaterThan(500);
  expect(await app.local("DELETE", "/api/demo")).toMatchObject({ status: 200 });
  for (const end of await Promise.all(ends))
    if (end instanceof Error) expect((end as NotTaken).status ?? 401, end.message).toBeOneOf([200, 401, 404]);
    else expect(end).toBeOneOf(["ended", "vanished"]);
  await person.stop();
  expect((await app.local("DELETE", "/api/demo")).status).toBe(200);
  expect(await rowsOfDemo()).toBe(0);
  expect((await app.local("DELETE", "/api/demo")).body).toEqual({ tokens: 0, agents: 0, sessions: 0, signals: 0, requests: 0 });
});
