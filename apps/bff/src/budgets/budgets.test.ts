import type { Budget } from "@beckon/contracts/budgets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, openRunner, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { subscribe } from "../../../../test/support/subscribe.ts";

let app: TestApp;
let owner: Call;
let viewer: Call;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));
const hourMs = 3_600_000;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now, config: { pushAllow: ["http://127.0.0.1:9"] } });
  owner = await app.pair();
  await subscribe(owner);
  viewer = await app.pair({ role: "viewer", person: "Vera" });
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T10:00:00Z");
  agents.clear();
  await app.database.executeSql(
    "delete from alert; delete from alert_watch; delete from alert_clock; delete from alert_evaluation; delete from budget; delete from spend_alarm; delete from delivery; delete from host; delete from command; delete from pause; delete from usage_rollup; delete from usage_entry; delete from usage_session; delete from session; delete from agent; update decision_request set status = 'cancelled' where status = 'pending'",
  );
});

let count = 0;
type Spend = {
  micros?: number;
  session?: string;
  at?: Date;
  payment?: "tokens" | "plan";
  task?: string;
  agent?: Call;
  kind?: string;
  data?: object;
};
const agents = new Map<string, Call>();
const agentNamed = async (name: string) => {
  const known = agents.get(name) ?? (await app.token("agent", name));
  agents.set(name, known);
  return known;
};
/** One call of an agent that cost so much; without `micros` nobody knows what. */
const spends = async (name: string, { micros, session = `run of ${name}`, at = now, payment, task }: Spend = {}) => {
  const agent = await agentNamed(name);
  const tokens = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const data = { model: "m", tokens, ...(micros === undefined ? {} : { costMicros: micros }), ...(payment ? { payment } : {}) };
  const head = { source: "test", at: at.toISOString(), session, agent: { name }, ...(task ? { task } : {}) };
  const told = await agent("POST", "/api/signals", { signals: [{ ...head, id: `s${(count += 1)}`, kind: "model.called", data }] });
  expect(told.body).toMatchObject({ accepted: 1 });
};
const says = async (name: string, kind: string, data: object, session = `run of ${name}`) => {
  const agent = await agentNamed(name);
  const signal = { source: "test", id: `s${(count += 1)}`, at: now.toISOString(), session, agent: { name }, kind, data };
  expect((await agent("POST", "/api/signals", { signals: [signal] })).body).toMatchObject({ accepted: 1 });
};
const set = async (body: object): Promise<Budget> => {
  const made = await owner("POST", "/api/budgets", {
    scope: { kind: "workspace" },
    period: "month",
    timeZone: "Europe/Berlin",
    amountMicros: 10_000_000,
    ...body,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const read = async (id: string): Promise<Budget> => (await owner("GET", `/api/budgets/${id}`)).body;
const pending = async () => (await owner("GET", "/api/decision-requests?status=pending")).body.items;
const sweep = () => app.services.budgets.sweep();
const notices = async () =>
  (
    await app.database.executeSql(
      "select notice->>'title' as title, notice->>'body' as body, kind from delivery order by created_at, notice->>'title'",
    )
  ).rows as {
    title: string;
    body: string;
    kind: string;
  }[];
const answer = async (id: string, option: string) => {
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, { option })).status).toBe(200);
  await app.services.budgets.answered({ requestId: id });
};
const agentId = async (name: string): Promise<string> =>
  (await owner("GET", "/api/agents")).body.items.find((one: any) => one.name === name).id;

test("each step is said once, the question is asked once, and extending begins anew with the larger limit", async () => {
  const { id } = await set({ extendMicros: 5_000_000 });
  await spends("ann", { micros: 4_999_999 });
  expect((await read(id)).current).toMatchObject({ standing: "within", steps: [], spent: { micros: 4_999_999 } });
  await spends("ann", { micros: 1 });
  await Promise.all([read(id), sweep(), read(id)]);
  expect((await read(id)).current.steps).toMatchObject([{ percent: 50, told: "push", spentMicros: 5_000_000, limitMicros: 10_000_000 }]);
  await spends("bob", { micros: 3_500_000 });
  expect((await read(id)).current).toMatchObject({ standing: "warned", spent: { micros: 8_500_000 } });
  expect(await notices()).toMatchObject([
    { title: "50 % of a budget is spent", body: "All agents: $5.00 of $10.00 this month", kind: "notice" },
    { title: "80 % of a budget is spent", kind: "notice" },
  ]);
  expect(await pending()).toEqual([]);

  await spends("bob", { micros: 1_600_000 });
  await Promise.all([read(id), sweep(), sweep()]);
  const [question, ...more] = await pending();
  expect(more).toEqual([]);
  expect(question).toMatchObject({
    kind: "budget",
    title: "All agents have spent $10.10 of $10.00 this month. Extend by $5.00?",
    options: [{ id: "extend", label: "Extend by $5.00" }, { id: "stop", label: "Stop all agents" }, { id: "continue" }],
    onExpiry: "stop",
  });
  expect((await read(id)).current).toMatchObject({ standing: "asking", requestId: question.id });

  await answer(question.id, "extend");
  const extended = await read(id);
  // 10.10 of 15: half of the new limit is passed, and that is no news.
  expect(extended.current).toMatchObject({
    limitMicros: 15_000_000,
    extendedMicros: 5_000_000,
    standing: "within",
    answer: { choice: "extend" },
  });
  expect(extended.current.steps.at(-1)).toMatchObject({ percent: 50, told: "quiet", limitMicros: 15_000_000 });
  expect(await notices()).toHaveLength(2);
  await spends("bob", { micros: 4_900_000 });
  await sweep();
  // Two steps at once: the higher one is said.
  expect((await read(id)).current.steps.slice(-2)).toMatchObject([
    { percent: 80, told: "quiet" },
    { percent: 100, told: "asked" },
  ]);
  const [second] = await pending();
  expect(second.title).toContain("$15.00 of $15.00");
  await answer(second.id, "continue");
  await spends("bob", { micros: 9_000_000 });
  await sweep();
  expect((await read(id)).current).toMatchObject({ standing: "continued", spent: { micros: 24_000_000 } });
  expect(await pending()).toEqual([]);
  expect((await read(id)).events.map(({ what }) => what)).toEqual([
    "continued",
    "asked",
    "step",
    "extended",
    "asked",
    "step",
    "step",
    "created",
  ]);
});

test("a month ends at midnight of its zone, daylight saving included; the next begins with nothing spent", async () => {
  now = new Date("2026-10-31T22:50:00Z");
  const { id, current } = await set({});
  expect(current).toMatchObject({ from: "2026-09-30T22:00:00.000Z", to: "2026-10-31T23:00:00.000Z" });
  await spends("ann", { micros: 12_000_000 });
  await sweep();
  const [question] = await pending();
  // Booked late: it is of the month in which it was called.
  now = new Date("2026-10-31T23:05:00Z");
  await spends("ann", { micros: 1_000_000, at: new Date("2026-10-31T22:59:59Z") });
  await spends("ann", { micros: 250_000 });
  await sweep();
  const after = await read(id);
  expect(after.current).toMatchObject({
    from: "2026-10-31T23:00:00.000Z",
    to: "2026-11-30T23:00:00.000Z",
    spent: { micros: 250_000 },
    standing: "within",
    steps: [],
  });
  expect(after.past).toMatchObject([
    { from: "2026-09-30T22:00:00.000Z", spentMicros: 13_000_000, limitMicros: 10_000_000, standing: "continued" },
  ]);
  // Its question is of a month that is over.
  expect(after.current.requestId).toBeUndefined();
  await answer(question.id, "extend");
  expect((await read(id)).current.limitMicros).toBe(10_000_000);
});

test("a day of Kathmandu begins at a quarter past six in the evening of UTC", async () => {
  now = new Date("2026-11-21T18:14:00Z");
  const { id } = await set({ period: "day", timeZone: "Asia/Kathmandu" });
  await spends("ann", { micros: 2_000_000 });
  expect((await read(id)).current).toMatchObject({ to: "2026-11-21T18:15:00.000Z", spent: { micros: 2_000_000 } });
  now = new Date("2026-11-21T18:15:00Z");
  await spends("ann", { micros: 3_000_000 });
  await sweep();
  expect((await read(id)).current).toMatchObject({ from: "2026-11-21T18:15:00.000Z", spent: { micros: 3_000_000 } });
});

test("each scope and column counts its own, and what has no price is said and not counted", async () => {
  await spends("ann", { micros: 3_000_000, payment: "tokens" });
  await spends("bob", { micros: 4_000_000, payment: "plan" });
  await spends("bob", { micros: 500_000, session: "other", task: "tk_0000000000000000000001" });
  await spends("bob", {});
  const spentOf = async (body: object) => (await set(body)).current.spent;
  expect(await spentOf({})).toMatchObject({ micros: 7_500_000, n: 3, unpriced: 1, paymentUnknown: 0 });
  expect(await spentOf({ column: "billed" })).toMatchObject({ micros: 3_000_000, n: 1, paymentUnknown: 2 });
  expect(await spentOf({ scope: { kind: "agent", id: await agentId("bob") } })).toMatchObject({ micros: 4_500_000, unpriced: 1 });
  expect(await spentOf({ scope: { kind: "project", id: "nothing-of-the-kind" } })).toMatchObject({ micros: null, n: 0 });
  const again = await owner("POST", "/api/budgets", {
    scope: { kind: "workspace" },
    period: "month",
    timeZone: "Europe/Berlin",
    amountMicros: 1_000_000,
  });
  expect(again).toMatchObject({ status: 409, body: { code: "budget.stands" } });
});

test("a task's whole life, by whatever name calls were told to be for it", async () => {
  const { body: task } = await owner("POST", "/api/tasks", { title: "Orders v2" });
  await spends("ann", { micros: 700_000, task: task.id, at: new Date(now.getTime() - 40 * hourMs) });
  const { id, current } = await set({ scope: { kind: "task", id: task.id }, period: "life", amountMicros: 1_000_000 });
  expect(current).toMatchObject({ spent: { micros: 700_000 } });
  expect(current.to).toBeUndefined();
  await spends("bob", { micros: 200_000, task: task.id });
  expect(await read(id)).toMatchObject({ scope: { name: "Orders v2" }, current: { standing: "warned", spent: { micros: 900_000 } } });
  expect((await owner("POST", "/api/budgets", { scope: { kind: "workspace" }, period: "life", amountMicros: 1_000_000 })).status).toBe(422);
});

test("another amount holds at once and takes the open question back; a pause is silent, and what was passed meanwhile is said after it", async () => {
  const { id } = await set({});
  await spends("ann", { micros: 10_000_000 });
  await sweep();
  expect(await pending()).toHaveLength(1);
  const patched = (await owner("PATCH", `/api/budgets/${id}`, { amountMicros: 20_000_000 })).body;
  expect(patched).toMatchObject({ amountMicros: 20_000_000, current: { limitMicros: 20_000_000, standing: "within" } });
  expect(patched.current.requestId).toBeUndefined();
  await owner("PATCH", `/api/budgets/${id}`, { paused: true });
  await spends("ann", { micros: 9_000_000 });
  await sweep();
  const before = (await notices()).length;
  expect(await read(id)).toMatchObject({ paused: true, current: { spent: { micros: 19_000_000 } } });
  await owner("PATCH", `/api/budgets/${id}`, { paused: false });
  expect((await read(id)).current.standing).toBe("warned");
  expect((await notices()).slice(before)).toMatchObject([{ title: "80 % of a budget is spent" }]);
  expect((await owner("DELETE", `/api/budgets/${id}`)).status).toBe(204);
  expect((await owner("GET", `/api/budgets/${id}`)).status).toBe(404);
  const audit = (await app.database.executeSql(`select action from audit where subject = '${id}' order by seq`)).rows.map(
    ({ action }: any) => action,
  );
  for (const action of ["budget.created", "budget.step_passed", "budget.changed", "budget.paused", "budget.resumed", "budget.deleted"])
    expect(audit).toContain(action);
  expect((await viewer("POST", "/api/budgets", { scope: { kind: "workspace" }, period: "day", amountMicros: 1_000_000 })).status).toBe(403);
});

test("the same key is the same budget", async () => {
  const body = { scope: { kind: "workspace" }, period: "day", amountMicros: 1_000_000 };
  const key = { "idempotency-key": "twice" };
  const [first, second] = [await owner("POST", "/api/budgets", body, key), await owner("POST", "/api/budgets", body, key)];
  expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
  expect((await owner("POST", "/api/budgets", { ...body, amountMicros: 2_000_000 }, key)).status).toBe(422);
});

const running = async (name: string, process: { id: string }, runner: TestRunner) => {
  const one = aProcess({ id: process.id, agent: name, startedAt: now.toISOString() });
  await runner.report({ processes: [one] });
  await runner.report({ processes: [one] });
  return one;
};

test("a stop ends processes of machines and runs at their next step, holds who takes no word, and says who goes on", async () => {
  const runner = await openRunner(await app.token("host", "devbox"));
  const process = await running("mason", { id: "hp_00000000000000000000aa" }, runner);
  const { id } = await set({ amountMicros: 1_000_000 });
  await says("stepper", "turn.started", { prompt: "go" });
  await (
    await agentNamed("stepper")
  )("POST", "/api/signals", {
    signals: [
      {
        source: "test",
        id: "takes",
        at: now.toISOString(),
        session: "run of stepper",
        agent: { name: "stepper" },
        kind: "turn.started",
        data: {},
        takes: ["stop", "message"],
      },
    ],
  });
  await says("holder", "tool.started", { tool: "Bash", callId: "c1", waits: true });
  await says("holder", "tool.ended", { tool: "Bash", callId: "c1", ok: true });
  await says("loner", "turn.started", { prompt: "go" });
  await spends("loner", { micros: 2_000_000 });
  await sweep();
  const [question] = await pending();
  await answer(question.id, "stop");
  const { current } = await read(id);
  await app.services.budgets.stopNow({ budgetId: id, from: current.from, round: 0 });
  await app.services.budgets.stopNow({ budgetId: id, from: current.from, round: 0 });
  const targets = (await read(id)).current.targets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(targets).toMatchObject([
    { name: "holder", how: "hold", state: "requested" },
    { name: "loner", how: "none", state: "failed" },
    { name: "mason", how: "machine", state: "requested" },
    { name: "stepper", how: "step", state: "requested" },
  ]);
  const commands = await runner.fetch();
  expect(commands).toMatchObject([{ kind: "stop", processId: process.id }]);
  await runner.report({
    processes: [{ ...process, state: "exited", exitCode: 0, endedAt: now.toISOString() }],
    commands: commands.map(({ id: command }) => ({ id: command, state: "done", result: "It ended." })),
  });
  await sweep();
  expect((await read(id)).current.standing).toBe("stopping");
  // Nobody hears of the others within the hour: what was not done is said so.
  later(hourMs + 60_000);
  await app.services.controls.expireDue();
  await sweep();
  const after = await read(id);
  expect(after.current.standing).toBe("stop_failed");
  expect(after.current.targets.find(({ name }) => name === "mason")).toMatchObject({ state: "done", words: "It ended." });
  expect((await owner("GET", `/api/decision-requests/${question.id}`)).body.outcome).toMatchObject({
    status: "failed",
    message: expect.stringMatching(/^1 stopped; not stopped: /),
  });
});

test("nobody answers: the declared default stands when the question expires", async () => {
  const runner = await openRunner(await app.token("host", "tower"), "tower");
  const process = await running("mason", { id: "hp_00000000000000000000bb" }, runner);
  const { id } = await set({ amountMicros: 1_000_000, askSeconds: 60 });
  await spends("ann", { micros: 1_000_000 });
  await sweep();
  const [question] = await pending();
  later(61_000);
  await app.services.decisions.expireDue();
  await app.services.budgets.answered({ requestId: question.id });
  const { current } = await read(id);
  expect(current).toMatchObject({ standing: "stopping", answer: { choice: "stop", by: { kind: "system", name: "expiry" } } });
  await app.services.budgets.stopNow({ budgetId: id, from: current.from, round: 0 });
  const commands = await runner.fetch();
  expect(commands).toMatchObject([{ kind: "stop", processId: process.id }]);
});

test("an hour far above the habit is told of once, by an alert", async () => {
  for (let day = 12; day > 0; day -= 1) await spends("ann", { micros: 1_000_000, at: new Date(now.getTime() - day * 24 * hourMs) });
  const { id } = await set({ amountMicros: 100_000_000 });
  await sweep();
  expect(await notices()).toEqual([]);
  await spends("ann", { micros: 30_000_000 });
  await Promise.all([sweep(), sweep()]);
  const { items } = (await owner("GET", "/api/budgets/alarms")).body;
  expect(items).toMatchObject([
    { kind: "anomaly", scope: { kind: "workspace" }, hour: { micros: 30_000_000, usual: 1_000_000, from: "2026-11-21T10:00:00.000Z" } },
  ]);
  await app.services.alerts.evaluate();
  expect(await notices()).toMatchObject([{ title: "Spending is far above its habit: All agents" }]);
  const { body } = await owner("GET", "/api/budgets/hours?hours=24");
  expect(body.items).toHaveLength(24);
  expect(body.items.at(-1)).toMatchObject({ from: "2026-11-21T10:00:00.000Z", micros: 30_000_000 });
  expect(body.habit).toMatchObject({ usual: 1_000_000, n: 12 });
  const { forecast } = (await read(id)).current;
  expect(forecast?.n).toBeGreaterThan(5);
  expect(forecast?.p10).toBeGreaterThanOrEqual(42_000_000);
  expect(forecast?.p90).toBeGreaterThanOrEqual(forecast?.p10 ?? 0);
});

test("silence while agents are at work is noted until data comes again; phones are told by the alerts", async () => {
  await says("ann", "turn.started", { prompt: "go" });
  await spends("ann", { micros: 1_000 });
  later(599_000);
  await sweep();
  expect((await owner("GET", "/api/budgets/alarms")).body.items).toEqual([]);
  later(2_000);
  await Promise.all([sweep(), sweep()]);
  expect((await owner("GET", "/api/budgets/alarms")).body.items).toMatchObject([
    { kind: "no_data", silence: { agents: ["ann"], lastAt: "2026-11-21T10:00:00.000Z" } },
  ]);
  expect(await notices()).toEqual([]);
  await says("ann", "progress.reported", { message: "back" });
  await sweep();
  expect((await owner("GET", "/api/budgets/alarms")).body.items[0].until).toBe(now.toISOString());
});

test("an agent that waits for a person, or for a long tool, is no silence", async () => {
  await says("ann", "turn.started", { prompt: "go" });
  await (
    await agentNamed("ann")
  )("POST", "/api/decision-requests", { kind: "question", title: "Which?", agent: { name: "ann", sessionId: "run of ann" } });
  await says("bob", "turn.started", { prompt: "go" });
  await says("bob", "tool.started", { tool: "Bash", callId: "long" });
  later(700_000);
  await sweep();
  expect((await owner("GET", "/api/budgets/alarms")).body.items).toEqual([]);
});
