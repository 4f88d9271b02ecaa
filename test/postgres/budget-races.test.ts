import type { Budget } from "@beckon/contracts/budgets";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "../support/bff-process.ts";
import { deadPushOrigin } from "../support/callers.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { subscribe } from "../support/subscribe.ts";
import type { Call } from "../support/test-app.ts";

const cleanUp = new AsyncDisposableStack();
let servers: [Bff, Bff];
let person: Caller;
let rows: <T>(text: string) => Promise<T[]>;

beforeAll(async () => {
  const database = cleanUp.use(await createDatabase(inject("postgres").port));
  const sql = postgres(database.url, { max: 1 });
  cleanUp.defer(() => sql.end());
  rows = async <T>(text: string) => (await sql.unsafe(text)) as unknown as T[];
  const start = async (): Promise<Bff> => {
    const folder = cleanUp.use(dataFolder());
    const env = { BECKON_PUSH_ALLOW: deadPushOrigin };
    const bff = await startBff({ port: await freePort(), dataDir: folder.path, databaseUrl: database.url, env });
    cleanUp.defer(async () => void (await bff.kill()));
    return bff;
  };
  servers = await Promise.all([start(), start()]);
  person = callerOf(servers[1].origin, { cookie: await pairDevice(servers[1], "Phone") });
  await subscribe(person as Call);
});
afterAll(() => cleanUp.disposeAsync());

const agents = 30;
const rounds = 24;
/** What an agent's call costs: sums of no round number. */
const costOf = (agent: number, round: number) => 1_000 + ((agent * 7_919 + round * 104_729) % 9_973);
const total = Array.from({ length: agents * rounds }, (_, index) => costOf(Math.floor(index / rounds), index % rounds)).reduce(
  (a, b) => a + b,
  0,
);

test("30 agents spend at once at two servers, one of which is killed: each step is said once, the question is asked once, and spent is the ledger", async () => {
  const set = async (scope: object, amountMicros: number): Promise<Budget> => {
    const made = await person("POST", "/api/budgets", { scope, period: "month", timeZone: "UTC", amountMicros });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  const whole = await set({ kind: "workspace" }, Math.floor(total * 0.8));
  const project = await set({ kind: "project", id: "shop" }, total * 2);
  const tokens = await Promise.all(Array.from({ length: agents }, (_, index) => makeToken(servers[1], `agent-${index}`)));

  const spend = async (agent: number) => {
    for (let round = 0; round < rounds; round += 1) {
      const signal = {
        ...{ source: "test", id: `${agent}-${round}`, at: new Date().toISOString(), session: `run-${agent}` },
        ...{ agent: { name: `agent-${agent}` }, kind: "model.called" },
        data: {
          model: "m",
          tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
          costMicros: costOf(agent, round),
          payment: "tokens",
        },
      };
      const described = { ...signal, id: `${signal.id}-at`, kind: "session.described", data: { cwd: "/srv/shop" } };
      const signals = round === 0 ? [described, signal] : [signal];
      if (agent === 0 && round === rounds / 2) await servers[0].kill();
      // Whoever gets no answer asks the other server: a fact told twice is one.
      for (const server of [servers[agent % 2] as Bff, servers[1]]) {
        const told = callerOf(server.origin, { authorization: `Bearer ${tokens[agent]}` })("POST", "/api/signals", { signals });
        const answer = await told.catch(() => undefined);
        if (answer?.status === 200) break;
        expect(server).toBe(servers[0]);
      }
    }
  };
  await Promise.all(Array.from({ length: agents }, (_, index) => spend(index)));

  const read = async ({ id }: Budget): Promise<Budget> => (await person("GET", `/api/budgets/${id}`)).body;
  await expect.poll(async () => (await read(whole)).current.requestId).toMatch(/^dr_/);
  expect((await read(whole)).current).toMatchObject({ standing: "asking", spent: { micros: total, n: agents * rounds } });
  expect((await read(project)).current).toMatchObject({ spent: { micros: total } });
  const summary = (await person("GET", "/api/usage/summary?groupBy=day")).body;
  expect(summary.cost.apiEquivalent.micros).toBe(total);

  const steps = await rows<{ budget_id: string; percent: number; told: string }>(
    "select budget_id, percent, told from budget_step order by budget_id, percent",
  );
  expect(steps.filter(({ budget_id: id }) => id === whole.id).map(({ percent }) => percent)).toEqual([50, 80, 100]);
  expect(steps.filter(({ budget_id: id }) => id === project.id).map(({ percent }) => percent)).toEqual([50]);
  // One row of the log for each step that was said, on the one device that takes notifications.
  const pushed = steps.filter(({ told }) => told === "push").length;
  expect(await rows("select id from delivery where kind = 'notice'")).toHaveLength(pushed);
  const { items } = (await person("GET", "/api/decision-requests?status=pending")).body;
  expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(["budget"]);
});

test("the answer is acted on once, whichever server hears of it", async () => {
  const { items } = (await person("GET", "/api/budgets")).body as { items: Budget[] };
  const budget = items.find(({ scope }) => scope.kind === "workspace") as Budget;
  const answer = await person("PUT", `/api/decision-requests/${budget.current.requestId}/decision`, { option: "extend" });
  expect(answer.status).toBe(200);
  const read = async (): Promise<Budget> => (await person("GET", `/api/budgets/${budget.id}`)).body;
  await expect.poll(async () => (await read()).current.limitMicros).toBe(budget.amountMicros * 2);
  expect((await read()).current).toMatchObject({ extendedMicros: budget.amountMicros, standing: "within" });
  await expect
    .poll(async () => (await person("GET", `/api/decision-requests/${budget.current.requestId}`)).body.outcome?.status)
    .toBe("executed");
});
