import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, newProcess, openRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const start = Date.parse("2026-11-21T10:00:00Z");
let now = new Date(start);
const at = (minutes: number) => (now = new Date(start + minutes * 60_000));
let app: TestApp;
let owner: Call;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
});
afterAll(() => app.close());
beforeEach(async () => {
  at(0);
  await app.database.executeSql(
    "delete from budget; delete from host; delete from command; delete from usage_rollup; delete from usage_entry; delete from usage_session; delete from session; delete from agent",
  );
});

let count = 0;
/** A run of the agent "claude" that works on a project and spends two dollars. */
const works = async (session: string, { host }: { host?: string } = {}) => {
  const head = { source: "test", at: now.toISOString(), session, agent: { name: "claude", ...(host ? { host } : {}) } };
  const claude = await app.token("agent", "claude");
  const tokens = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const signals = [
    { ...head, id: `s${(count += 1)}`, kind: "session.started", data: { cwd: "/srv/bravo" } },
    { ...head, id: `s${(count += 1)}`, kind: "model.called", data: { model: "m", tokens, costMicros: 2_000_000, payment: "tokens" } },
  ];
  expect((await claude("POST", "/api/signals", { signals })).body).toMatchObject({ accepted: 2 });
};
/** A machine that runs a process under the same name. */
const holds = async (host: string, { times = 1 }: { times?: number } = {}) => {
  const runner = await openRunner(await app.token("host", host), host);
  const startedAt = now.toISOString();
  const processes = Array.from({ length: times }, () => aProcess({ id: newProcess(), agent: "claude", startedAt }));
  await runner.report({ processes });
  return { runner, processes };
};
/** The budget of the project is spent, and a person answers that its work ends. */
const stops = async () => {
  const scope = { kind: "project", id: "bravo" };
  const made = await owner("POST", "/api/budgets", { scope, period: "day", amountMicros: 1_000_000 });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await app.services.budgets.sweep();
  const [question] = (await owner("GET", "/api/decision-requests?status=pending")).body.items;
  expect((await owner("PUT", `/api/decision-requests/${question.id}/decision`, { option: "stop" })).status).toBe(200);
  await app.services.budgets.answered({ requestId: question.id });
  const { id } = made.body;
  const { from } = (await owner("GET", `/api/budgets/${id}`)).body.current;
  await app.services.budgets.stopNow({ budgetId: id, from, round: 0 });
  return (await owner("GET", `/api/budgets/${id}`)).body.current.targets;
};

test("a run ends with the process that was there when it began", async () => {
  const { runner, processes } = await holds("devbox");
  at(1);
  await works("run bravo");
  expect(await stops()).toMatchObject([{ name: "claude", how: "machine" }]);
  expect(await runner.fetch()).toMatchObject([{ kind: "stop", processId: processes[0]?.id }]);
});

test("a process of the same name that began after the run goes on: it holds other work", async () => {
  await works("run bravo");
  at(5);
  const { runner } = await holds("devbox");
  expect(await stops()).toMatchObject([{ name: "claude", how: "none" }]);
  expect(await runner.fetch()).toEqual([]);
});

test("what was started by hand on a machine is not the process that came later", async () => {
  await works("run bravo", { host: "devbox" });
  at(5);
  const { runner } = await holds("devbox");
  expect(await stops()).toMatchObject([{ name: "claude", how: "none" }]);
  expect(await runner.fetch()).toEqual([]);
});

test("two machines with processes of the name: which of them the run is nobody knows, and both go on", async () => {
  const [first, second] = [await holds("devbox"), await holds("tower")];
  at(1);
  await works("run bravo");
  expect(await stops()).toMatchObject([{ name: "claude", how: "none" }]);
  expect([await first.runner.fetch(), await second.runner.fetch()]).toEqual([[], []]);
});

test("an agent that names its machine ends there, and two processes of its name there both go on", async () => {
  const first = await holds("devbox");
  const second = await holds("tower", { times: 2 });
  at(1);
  await works("run bravo", { host: "devbox" });
  await works("run of tower", { host: "tower" });
  expect((await stops()).map(({ how }: { how: string }) => how)).toEqual(expect.arrayContaining(["machine", "none"]));
  expect(await first.runner.fetch()).toMatchObject([{ kind: "stop", processId: first.processes[0]?.id }]);
  expect(await second.runner.fetch()).toEqual([]);
});
