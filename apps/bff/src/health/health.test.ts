import type { HealthComponent, HealthReport } from "@beckon/contracts/health";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openRunner, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let runner: TestRunner;
let now = new Date("2026-11-21T12:00:10Z");
const passMinutes = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.database.executeSql("delete from health_component; delete from host");
  runner = await openRunner(await app.token("host", "devbox"));
});

const report = async () => (await owner("GET", "/api/health")).body as HealthReport;
const part = async (id: string) => (await report()).components.find((one) => one.id === id) as HealthComponent;
const machine = () => part(`host:${runner.id}`);

test("before the first look nothing is said of any part, and of the process what it is", async () => {
  expect(await report()).toMatchObject({ components: [], process: { version: app.services.version, streams: 0 } });
});

test("each part stands there with what that rests on, the worst first", async () => {
  await app.services.health.look();
  const { components } = await report();
  expect(components.map(({ id, state }) => [id, state])).toEqual([
    // No worker runs in this test.
    ["jobs", "down"],
    ["ingest", "unknown"],
    ["database", "up"],
    [`host:${runner.id}`, "up"],
    ["stream", "up"],
  ]);
  for (const component of components)
    expect(component).toMatchObject({ since: "2026-11-21T12:00:00.000Z", words: expect.stringMatching(/\S/) });
  expect(components.find(({ id }) => id === "database")?.latencyMs).toBeGreaterThanOrEqual(0);
});

test("a state has a beginning, and uptime counts minutes: each once, and those without a look against it", async () => {
  await app.services.health.look();
  await app.services.health.look();
  expect(await machine()).toMatchObject({ state: "up", uptime: { ppm: 1_000_000, minutes: 1 } });
  const begun = (await machine()).since;

  passMinutes(1);
  await app.services.health.look();
  expect(await machine()).toMatchObject({
    state: "down",
    since: now.toISOString().replace(/:10\.000Z$/, ":00.000Z"),
    uptime: { ppm: 500_000, minutes: 2 },
  });

  passMinutes(1);
  await runner.report();
  await app.services.health.look();
  expect(await machine()).toMatchObject({ state: "up", uptime: { ppm: 666_666, minutes: 3 } });
  expect((await machine()).since > begun).toBe(true);

  // The server was off for seven minutes.
  passMinutes(8);
  await runner.report();
  await app.services.health.look();
  expect((await machine()).uptime).toEqual({ ppm: Math.floor((3 * 1_000_000) / 11), minutes: 11 });
});

test("two processes that look in one minute count it once", async () => {
  await Promise.all([app.services.health.look(), app.services.health.look()]);
  const [{ looks } = { looks: 0 }] = (await app.database.executeSql("select max(looks) as looks from health_hour")).rows as {
    looks: number;
  }[];
  expect(looks).toBe(1);
});

test("a webhook that never told anything is neither up nor down; one that did is, and what is gone is gone", async () => {
  const hook = (await owner("POST", "/api/github/hooks", { name: "acme/shop" })).body;
  await app.services.health.look();
  expect(await part(`github:${hook.id}`)).toMatchObject({ name: "GitHub: acme/shop", state: "unknown", uptime: { ppm: null } });
  await owner("DELETE", `/api/github/hooks/${hook.id}`);
  await owner("DELETE", `/api/hosts/${runner.id}`);
  await app.services.health.look();
  expect(await part(`github:${hook.id}`)).toBeUndefined();
});

test("a part that cannot be looked at is down with the reason, and hides no other; the reason stays known when it is over", async () => {
  await app.database.executeSql("alter table push_subscription rename to push_subscription_away");
  try {
    await app.services.health.look();
  } finally {
    await app.database.executeSql("alter table push_subscription_away rename to push_subscription");
  }
  expect(await part("push")).toMatchObject({ state: "down", lastError: { message: expect.stringContaining("push_subscription") } });
  expect(await machine()).toMatchObject({ state: "up" });
});

test("uptime looks back a day, and what is older is forgotten", async () => {
  await app.services.health.look();
  passMinutes(26 * 60);
  await runner.report();
  await app.services.health.look();
  const { uptime } = await machine();
  expect(uptime.minutes).toBeGreaterThanOrEqual(24 * 60);
  expect(uptime.minutes).toBeLessThanOrEqual(25 * 60);
  expect(uptime.ppm).toBe(Math.floor(1_000_000 / uptime.minutes));
  const kept = (await app.database.executeSql("select distinct hour from health_hour")).rows;
  expect(kept).toHaveLength(1);
});
