import { taskTransitions, type Task, type TaskStatus } from "@beckon/contracts/tasks";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let agent: Call & { id: string };
const now = new Date("2026-11-21T10:00:00Z");

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agent = await app.token("agent", "Builder");
});
afterAll(() => app.close());

let ids = 0;
type Said = { kind?: string; source?: string; session?: string; task?: string; data: Record<string, unknown> };
/** `minute` after nine. */
const signal = (minute: number, { kind = "task.changed", source = "claude-code", ...said }: Said) => ({
  id: String((ids += 1)),
  source,
  at: new Date(Date.parse("2026-11-21T09:00:00Z") + minute * 60_000).toISOString(),
  kind,
  agent: { name: "claude" },
  ...said,
});
const tell = async (...signals: ReturnType<typeof signal>[]) => {
  const answer = await agent("POST", "/api/signals", { signals });
  expect(answer.body).toMatchObject({ accepted: signals.length, rejected: [] });
};
const changed = (
  minute: number,
  session: string,
  taskId: string,
  status: string,
  more: Partial<Said> & { subject?: string; result?: string } = {},
) => {
  const { subject, result, ...head } = more;
  return signal(minute, { session, ...head, data: { taskId, status, ...(subject ? { subject } : {}), ...(result ? { result } : {}) } });
};
const todos = (minute: number, session: string, ...items: [subject: string, status: string][]) =>
  signal(minute, {
    kind: "progress.reported",
    session,
    data: { message: "list", todos: items.map(([subject, status]) => ({ subject, status })) },
  });
const tasksOf = async (search: string): Promise<Task[]> => (await owner("GET", `/api/tasks?search=${search}&limit=200`)).body.items;
const events = async (id: string) =>
  (await owner("GET", `/api/tasks/${id}/history`)).body.items as { from?: TaskStatus; to?: TaskStatus; kind: string }[];
const minuteOf = (instant: string | undefined) => instant && (Date.parse(instant) - Date.parse("2026-11-21T09:00:00Z")) / 60_000;

test("a run's own tasks are known within the run, and worked on by its agent", async () => {
  await tell(
    changed(1, "s1", "1", "pending", { subject: "hook: write the parser" }),
    changed(1, "s2", "1", "pending", { subject: "hook: write the docs" }),
  );
  await tell(changed(5, "s1", "1", "in_progress"), changed(9, "s1", "1", "completed", { result: "It parses" }));
  const [parser, docs] = [await tasksOf("parser"), await tasksOf("the docs")];
  expect(parser).toMatchObject([
    {
      status: "completed",
      origin: "hook",
      scope: "team",
      result: "It parses",
      agent: { name: "claude" },
      sessionId: expect.stringMatching(/^se_/),
    },
  ]);
  expect([minuteOf(parser[0]?.createdAt), minuteOf(parser[0]?.startedAt), minuteOf(parser[0]?.endedAt)]).toEqual([1, 5, 9]);
  expect(docs).toMatchObject([{ status: "pending" }]);
});

test("an end that is heard of before its start stands, and the start is still told", async () => {
  await tell(changed(9, "s3", "1", "completed", { subject: "hook: out of order" }));
  await tell(changed(4, "s3", "1", "in_progress"));
  await tell(changed(2, "s3", "1", "pending"));
  const [task] = await tasksOf("out of order");
  expect([task?.status, minuteOf(task?.createdAt), minuteOf(task?.startedAt), minuteOf(task?.endedAt)]).toEqual(["completed", 2, 4, 9]);
});

test("a clock that is wrong is said, and no duration made of it", async () => {
  await tell(changed(6, "s4", "T-9", "in_progress", { subject: "hook: skewed", source: "ci" }));
  await tell(changed(2, "s4", "T-9", "completed", { source: "ci" }));
  const [task] = await tasksOf("skewed");
  expect(task).toMatchObject({ status: "completed", contradiction: expect.stringContaining("after it ended at 2026-11-21T09:02") });
  expect(task?.startedAt).toBeUndefined();
});

test("a to-do list lives with its run: what is no longer in it was dropped, what stays open at its end is not done", async () => {
  await tell(todos(1, "l1", ["todo: read", "in_progress"], ["todo: write", "pending"], ["todo: ship", "pending"]));
  await tell(todos(3, "l1", ["todo: read", "completed"], ["todo: write", "in_progress"]));
  const list = async () => Object.fromEntries((await tasksOf("todo:")).map(({ title, status }) => [title.slice(6), status]));
  expect(await list()).toEqual({ read: "completed", write: "in_progress", ship: "cancelled" });
  await tell(todos(2, "l1", ["todo: read", "completed"], ["todo: ghost", "pending"]));
  expect(await list()).toEqual({ read: "completed", write: "in_progress", ship: "cancelled" });
  await tell(signal(5, { kind: "session.ended", session: "l1", data: { failed: false } }));
  expect(await list()).toMatchObject({ write: "cancelled" });
  expect(await tasksOf("todo: write")).toMatchObject([{ scope: "session", origin: "todo" }]);
  // What was told to have been before the run ended counts, whenever it is heard.
  await tell(todos(4, "l1", ["todo: read", "completed"], ["todo: write", "completed"]));
  const [write] = await tasksOf("todo: write");
  expect([write?.status, minuteOf(write?.endedAt)]).toEqual(["completed", 4]);
  expect((await events(write?.id ?? "")).map(({ kind }) => kind)).toEqual(["created", "started", "corrected", "cancelled"]);
});

test("a list that is told after its run ended is closed at once; a run that goes on begins its lines anew", async () => {
  await tell(signal(5, { kind: "session.ended", session: "l2", data: { failed: false } }));
  await tell(todos(3, "l2", ["late: one", "pending"]));
  expect(await tasksOf("late: one")).toMatchObject([{ status: "cancelled" }]);
  await tell(signal(7, { kind: "session.started", session: "l2", data: {} }), todos(8, "l2", ["late: one", "in_progress"]));
  const both = await tasksOf("late: one");
  expect(both.map(({ attempt, status }) => [attempt, status]).toSorted()).toEqual([
    [1, "cancelled"],
    [2, "in_progress"],
  ]);
});

test("a task of the team is known by its own id or ours; nobody tells of another token's", async () => {
  const made = (await owner("POST", "/api/tasks", { title: "mine: for anybody" })).body as Task;
  await tell(changed(1, "m1", made.id, "in_progress", { source: "mcp" }));
  expect(await tasksOf("mine:")).toMatchObject([{ id: made.id, status: "in_progress", agent: { name: "claude" } }]);
  const stranger = await app.token("agent", "Stranger");
  const forged = [
    { ...changed(2, "m2", made.id, "failed", { source: "mcp" }), agent: { name: "evil" } },
    { ...changed(2, "m2", "1", "failed"), agent: { name: "evil" } },
  ];
  await stranger("POST", "/api/signals", { signals: forged });
  expect(await tasksOf("mine:")).toMatchObject([{ status: "in_progress" }]);
  await tell(
    signal(3, { kind: "heartbeat", session: "m1", data: { taskId: made.id, progress: 70 } }),
    changed(4, "m1", made.id, "completed", { source: "mcp" }),
  );
  expect(await tasksOf("mine:")).toMatchObject([{ status: "completed", progress: 70 }]);
});

test("what calls made for a task cost is shown with it", async () => {
  await tell(
    changed(1, "u1", "1", "in_progress", { subject: "cost: one" }),
    changed(1, "u2", "1", "in_progress", { subject: "cost: two" }),
  );
  const call = (session: string, tokens: number, costMicros: number) =>
    signal(2, { kind: "model.called", session, task: "1", data: { channel: "event", tokens: { input: tokens }, costMicros } });
  await tell(call("u1", 100, 5_000), call("u1", 50, 2_000), call("u2", 7, 1));
  expect((await tasksOf("cost: one"))[0]?.usage).toEqual({ tokens: 150, costMicros: 7_000 });
  expect((await tasksOf("cost: two"))[0]?.usage).toEqual({ tokens: 7, costMicros: 1 });
});

test("figures: by the definitions, without lists of single runs", async () => {
  const token = await app.token("agent", "Figures");
  for (const [index, verb] of ["complete", "complete", "complete", "fail", "cancel"].entries()) {
    const { id } = (await token("POST", "/api/tasks", { title: `f${index}`, project: "figures" })).body;
    await token("POST", `/api/tasks/${id}/start`, { agent: { name: `f-${index % 2}` }, at: "2026-11-21T09:50:00Z" });
    await token("POST", `/api/tasks/${id}/${verb}`, {});
  }
  for (let index = 0; index < 3; index += 1) await token("POST", "/api/tasks", { title: "waits", project: "figures" });
  const { id } = (await token("POST", "/api/tasks", { title: "runs", project: "figures" })).body;
  await token("POST", `/api/tasks/${id}/start`, { agent: { name: "f-0" } });
  const to = new Date(now.getTime() + 1).toISOString();
  const { body } = await owner("GET", `/api/tasks/summary?project=figures&to=${to}&from=2026-11-20T10:00:00.001Z`);
  expect(body).toMatchObject({
    queue: { pending: 3, assigned: 0, inProgress: 1, blocked: 0, oldestAt: now.toISOString(), oldestSeconds: 0 },
    ended: { completed: 3, failed: 1, cancelled: 1, timedOut: 0 },
    success: { value: 75, n: 4 },
    throughput: { value: 0.125, n: 3 },
    duration: { p50: 600, p95: 600, n: 4 },
    distribution: { value: 25, n: 4 },
  });
  expect((await owner("GET", "/api/tasks/summary?project=none")).body).toMatchObject({
    queue: { oldestAt: null, oldestSeconds: null },
    success: { value: null, n: 0, low: null, high: null },
    distribution: { value: null, n: 0 },
    balance: { value: null },
  });
  expect((await owner("GET", "/api/tasks/summary?from=2026-11-21T10:00:00Z&to=2026-11-21T10:00:00Z")).body.code).toBe("task.window_empty");
});

test("in any order, in any groups, told twice: one legal state, and never two ends", async () => {
  const statuses = ["pending", "in_progress", "blocked", "completed", "failed", "cancelled"] as const;
  let run = 0;
  const word = fc.record({
    status: fc.constantFrom(...statuses),
    minute: fc.integer({ min: 1, max: 40 }),
    group: fc.integer({ min: 0, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 8 }), async (words) => {
      run += 1;
      const told = words.map(({ status, minute, group }) => ({
        group,
        signal: changed(minute, `p${run}`, `P-${run}`, status, { source: "ci", subject: `prop${run}x` }),
      }));
      for (const group of [0, 1, 2]) {
        const signals = told.filter((one) => one.group === group).map((one) => one.signal);
        if (signals.length > 0) await tell(...signals);
      }
      await agent("POST", "/api/signals", { signals: told.map((one) => one.signal) });
      const found = await tasksOf(`prop${run}x`);
      expect(found).toHaveLength(1);
      const [task] = found as [Task];
      const items = await events(task.id);
      const ends = items.filter(({ to }) => to && taskTransitions[to].length === 0);
      expect(ends.length).toBeLessThanOrEqual(1);
      for (const { from, to } of items) if (from && to) expect(taskTransitions[from]).toContain(to);
      if (words.some(({ status }) => taskTransitions[status].length === 0)) expect(ends.map(({ to }) => to)).toEqual([task.status]);
      if (task.startedAt && task.endedAt) expect(task.startedAt <= task.endedAt).toBe(true);
    }),
    { numRuns: 40, seed: 20_261_121 },
  );
});
