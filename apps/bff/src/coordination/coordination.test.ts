import type { Coordination, CoordinationSummary } from "@beckon/contracts/coordination";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const start = Date.parse("2026-11-21T10:00:00.000Z");
let now = new Date(start);
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();

let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair();
});
afterAll(() => t.close());

let sequence = 0;
/** A signal of this session; ids are its own unless the same is told twice. */
const signal = (session: string, name: string, seconds: number, kind: string, data: object, more: object = {}) => ({
  id: `s${(sequence += 1)}`,
  source: "test",
  at: at(seconds),
  session,
  agent: { name, role: `${name.split("-")[0]}` },
  kind,
  data,
  ...more,
});
const tell = async (call: Call, ...signals: object[]) => {
  const { body } = await call("POST", "/api/signals", { signals });
  expect(body).toMatchObject({ accepted: signals.length });
};
const agentId = async (name: string) => (await person("GET", "/api/agents?limit=200")).body.items.find((one: any) => one.name === name).id;
const recordsOf = async (query: string): Promise<Coordination[]> =>
  (await person("GET", `/api/coordination/records?limit=200&${query}`)).body.items;
const summary = async (query = ""): Promise<CoordinationSummary> => (await person("GET", `/api/coordination/summary?${query}`)).body;

describe("what signals say", () => {
  test("a delegation is joined by its call, whichever word comes first, and its sub-agent's run is not one more", async () => {
    const agent = await t.token();
    await tell(
      agent,
      signal("d-main", "lead-1", -500, "delegation.ended", { callId: "c1", ok: true, childSession: "d-child" }),
      signal("d-main", "lead-1", -550, "session.started", {}),
    );
    await tell(agent, signal("d-child", "helper-1", -590, "session.started", { parentSession: "d-main" }));
    await tell(
      agent,
      signal("d-main", "lead-1", -600, "delegation.started", { callId: "c1", to: "helper", childSession: "d-child", task: "Look" }),
    );
    await tell(agent, signal("d-child", "helper-1", -510, "session.ended", {}));
    const rows = await recordsOf(`agent=${await agentId("lead-1")}`);
    expect(rows).toMatchObject([
      {
        type: "delegation",
        status: "succeeded",
        from: { name: "lead-1", role: "lead" },
        to: { name: "helper-1" },
        startedAt: at(-600),
        endedAt: at(-500),
        what: "Look",
      },
    ]);
  });

  test("a sub-agent that no call tells of is a spawn; when a call claims it, it moves", async () => {
    const agent = await t.token();
    await tell(
      agent,
      signal("sp-main", "lead-2", -500, "turn.started", {}),
      signal("sp-child", "helper-2", -490, "session.started", { parentSession: "sp-main" }),
    );
    const id = await agentId("lead-2");
    expect(await recordsOf(`agent=${id}`)).toMatchObject([{ type: "spawn", status: "pending", to: { name: "helper-2" } }]);
    await tell(agent, signal("sp-child", "helper-2", -480, "session.ended", { failed: true, error: "exit 137: out of memory" }));
    expect(await recordsOf(`agent=${id}`)).toMatchObject([{ type: "spawn", status: "failed", cause: "crash" }]);
    await tell(agent, signal("sp-main", "lead-2", -495, "delegation.started", { callId: "c", to: "helper", childSession: "sp-child" }));
    expect(await recordsOf(`agent=${id}`)).toMatchObject([
      { type: "delegation", status: "failed", cause: "crash", message: "exit 137: out of memory" },
    ]);
    await tell(agent, signal("sp-main", "lead-2", -470, "delegation.ended", { callId: "c", ok: true }));
    expect(await recordsOf(`agent=${id}`)).toMatchObject([{ type: "delegation", status: "succeeded" }]);
    expect((await summary(`agent=${id}`)).total).toMatchObject({ succeeded: 1, failed: 0, pending: 0 });
  });

  test("a delegation of a run that crashed is lost with it; of one that only ended it times out after a day", async () => {
    const agent = await t.token();
    await tell(
      agent,
      signal("cr", "lead-3", -90_000, "delegation.started", { callId: "a", to: "x" }),
      signal("cr", "lead-3", -89_000, "session.ended", { failed: true, error: "the terminal was closed" }),
      signal("ok", "lead-3", -80_000, "delegation.started", { callId: "b", to: "x" }),
      signal("ok", "lead-3", -79_000, "session.ended", {}),
      signal("old", "lead-3", -90_500, "delegation.started", { callId: "c", to: "x" }),
    );
    const rows = await recordsOf(`agent=${await agentId("lead-3")}&from=${at(-172_800)}`);
    expect(rows.map(({ status, cause, endedAt }) => [status, cause, endedAt])).toEqual(
      [
        ["pending", undefined, undefined],
        ["failed", "timeout", at(-90_500 + 86_400)],
        ["failed", "crash", at(-89_000)],
      ].sort((a, b) => String(b[2] ?? at(-80_000)).localeCompare(String(a[2] ?? at(-80_000)))),
    );
  });

  test("a hand-off is lost after half an hour, and found again by an acceptance that comes later, of another token too", async () => {
    const [one, two] = [await t.token(), await t.token()];
    await tell(one, signal("ho-a", "giver-1", -3_000, "handoff.offered", { handoffId: "ho-17", to: "taker-1", task: "The rest" }));
    const id = await agentId("giver-1");
    expect(await recordsOf(`agent=${id}`)).toMatchObject([
      { type: "handoff", status: "failed", cause: "handoff_lost", causeGiven: false, endedAt: at(-1_200), to: { name: "taker-1" } },
    ]);
    expect((await summary(`agent=${id}`)).total).toMatchObject({ succeeded: 0, failed: 1 });
    await tell(two, signal("ho-b", "taker-1", -600, "handoff.accepted", { handoffId: "ho-17" }));
    expect(await recordsOf(`agent=${id}`)).toMatchObject([
      { status: "succeeded", endedAt: at(-600), to: { id: await agentId("taker-1") } },
    ]);
    expect((await summary(`agent=${id}`)).total).toMatchObject({ succeeded: 1, failed: 0 });
    expect((await summary(`agent=${await agentId("taker-1")}`)).total).toMatchObject({ succeeded: 1, failed: 0 });
  });

  test("a review that does not accept failed; the next of the same thing is the second attempt", async () => {
    const agent = await t.token();
    const ask = (seconds: number, reviewId: string) =>
      signal("rv", "author-1", seconds, "review.requested", { reviewId, of: "shop#12", by: "reviewer-1" });
    await tell(
      agent,
      signal("rv", "author-1", -300, "review.ended", { reviewId: "r2", accepted: true }),
      ask(-350, "r2"),
      signal("rv", "author-1", -400, "review.ended", { reviewId: "r1", accepted: false, message: "The migration is missing" }),
      ask(-450, "r1"),
      ask(-200, "r3"),
    );
    const rows = await recordsOf(`agent=${await agentId("author-1")}`);
    expect(rows.map(({ status, cause, attempt, to }) => [status, cause, attempt, to?.name])).toEqual([
      ["pending", undefined, 3, "reviewer-1"],
      ["succeeded", undefined, 2, "reviewer-1"],
      ["failed", "verification_failed", 1, "reviewer-1"],
    ]);
  });

  test("a task that one agent gives and another takes is one; an agent's own to-do is none", async () => {
    const agent = await t.token();
    const task = (session: string, name: string, seconds: number, taskId: string, status: string) =>
      signal(session, name, seconds, "task.changed", { taskId, status, subject: "Orders" });
    await tell(
      agent,
      task("tw", "worker-1", -100, "T-1", "completed"),
      task("tl", "lead-4", -200, "T-1", "pending"),
      task("tw", "worker-1", -150, "T-1", "in_progress"),
      task("tl", "lead-4", -200, "T-2", "pending"),
      task("tl", "lead-4", -150, "T-2", "completed"),
      task("tl", "lead-4", -90, "1", "pending"),
      task("tw", "worker-1", -80, "1", "completed"),
      task("tl", "lead-4", -90, "T-3", "pending"),
      task("tw", "worker-1", -80, "T-3", "in_progress"),
      task("tl", "lead-4", -70, "T-3", "cancelled"),
    );
    expect(await recordsOf(`agent=${await agentId("lead-4")}`)).toMatchObject([
      { type: "team_task", status: "succeeded", from: { name: "lead-4" }, to: { name: "worker-1" }, task: "T-1" },
    ]);
    expect(await recordsOf("task=T-1")).toHaveLength(1);
    expect((await summary("task=T-1")).total).toMatchObject({ succeeded: 1, share: { value: 100, n: 1 } });
  });
});

describe("what programs tell themselves", () => {
  const begin = async (call: Call, body: object) =>
    (await call("POST", "/api/coordinations", body)) as { status: number; body: Coordination };

  test("the same key is the same row, the same end is the same end, and another is refused", async () => {
    const agent = await t.token("agent", "script-1");
    const body = { type: "pair", key: "k1", to: { name: "partner-1" }, task: "T-9", what: "The parser" };
    const first = await begin(agent, body);
    expect(first).toMatchObject({
      status: 201,
      body: { type: "pair", status: "pending", from: { name: "script-1" }, to: { name: "partner-1" } },
    });
    expect(await begin(agent, body)).toMatchObject({ status: 200, body: { id: first.body.id } });
    const path = `/api/coordinations/${first.body.id}/end`;
    const end = { outcome: "failed", message: "connect ECONNREFUSED 10.0.0.4:5432", exhausted: true };
    expect(await agent("POST", path, end)).toMatchObject({
      status: 200,
      body: { status: "failed", cause: "connectivity", causeGiven: false, exhausted: true },
    });
    expect(await agent("POST", path, end)).toMatchObject({ status: 200 });
    const other = await agent("POST", path, { outcome: "succeeded" });
    expect(other).toMatchObject({ status: 409, body: { code: "coordination.ended_otherwise", coordination: { status: "failed" } } });
    expect(await agent("POST", path, { outcome: "failed", cause: "crash" })).toMatchObject({ status: 409 });
    expect(await (await t.token())("POST", path, end)).toMatchObject({ status: 404 });
    expect(await (await t.token("admin"))("POST", path, end)).toMatchObject({ status: 200 });
  });

  test("who it went to may end it", async () => {
    const [one, two] = [await t.token("agent", "script-2"), await t.token("agent", "script-3")];
    await two("POST", "/api/agents/heartbeat", { agent: {} });
    const { body } = await begin(one, { type: "conflict_resolution", to: { name: "script-3" } });
    expect(await two("POST", `/api/coordinations/${body.id}/end`, { outcome: "succeeded" })).toMatchObject({
      status: 200,
      body: { status: "succeeded" },
    });
  });

  test("a hand-off that signals offered is the same by its key", async () => {
    const agent = await t.token("agent", "script-4");
    await tell(agent, signal("same", "script-4", -60, "handoff.offered", { handoffId: "h-same", to: "y" }));
    const { status, body } = await begin(agent, { type: "handoff", key: "h-same", to: { name: "y" } });
    expect([status, (await recordsOf(`agent=${await agentId("script-4")}`)).map(({ id }) => id)]).toEqual([200, [body.id]]);
  });

  test.each(["signals first", "the program first"])("a call that signals tell of too counts once, by its key: %s", async (order) => {
    const name = `caller-${order.length}`;
    const agent = await t.token("agent", name);
    const run = `run-${name}`;
    const signals = () =>
      tell(
        agent,
        signal(run, name, -300, "delegation.started", { callId: "k", to: "helper", childSession: `${run}-child` }),
        signal(`${run}-child`, `${name}-helper`, -290, "session.started", { parentSession: run }),
        signal(run, name, -100, "delegation.ended", { callId: "k", ok: true }),
      );
    const begun = () => begin(agent, { type: "delegation", key: "k", from: { name }, to: { name: "helper" }, startedAt: at(-310) });
    if (order === "signals first") await signals();
    const { status, body } = await begun();
    expect(status).toBe(201);
    if (order !== "signals first") await signals();
    expect(await begun()).toMatchObject({ status: 200, body: { id: body.id } });
    expect(await recordsOf(`agent=${await agentId(name)}`)).toMatchObject([
      { id: body.id, type: "delegation", status: "succeeded", to: { name: `${name}-helper` }, startedAt: at(-310), endedAt: at(-100) },
    ]);
    expect((await agent("POST", `/api/coordinations/${body.id}/end`, { outcome: "failed" })).status).toBe(409);
    // The same key in another run: which of the two is meant cannot be told, so it is neither.
    await tell(agent, signal(`${run}-2`, name, -50, "delegation.started", { callId: "k", to: "helper" }));
    expect((await summary(`agent=${await agentId(name)}`)).total).toMatchObject({ succeeded: 1, pending: 2 });
  });

  test("past its time it failed by timeout, which a late end takes back", async () => {
    const agent = await t.token("agent", "script-5");
    const { body } = await begin(agent, { type: "delegation", timeoutSeconds: 60, startedAt: at(-600), to: { name: "z" } });
    const id = await agentId("script-5");
    expect(await recordsOf(`agent=${id}`)).toMatchObject([{ status: "failed", cause: "timeout", endedAt: at(-540) }]);
    await agent("POST", `/api/coordinations/${body.id}/end`, { outcome: "succeeded", endedAt: at(-30) });
    expect(await recordsOf(`agent=${id}`)).toMatchObject([{ status: "succeeded", endedAt: at(-30) }]);
    const { total, byType, byPair, buckets } = await summary(`agent=${id}`);
    expect(total).toMatchObject({ succeeded: 1, failed: 0, pending: 0 });
    expect(byType.map(({ type, succeeded }) => [type, succeeded])).toEqual([["delegation", 1]]);
    expect(byPair).toHaveLength(1);
    expect(buckets.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(1);
  });
});

test("what was told of a run before its agent's name was known is that agent's, wherever its run goes", async () => {
  const agent = await t.token("agent", "laptop-9");
  const nameless = { agent: undefined };
  await tell(agent, signal("old-run", "worker-9", -400, "turn.started", {}));
  await tell(
    agent,
    signal("new-run", "", -300, "delegation.started", { callId: "m", to: "x" }, nameless),
    signal("new-run", "", -290, "task.changed", { taskId: "M-1", subject: "Move", status: "in_progress" }, nameless),
  );
  const before = await agentId("laptop-9");
  const [{ id } = { id: "" }] = await recordsOf(`agent=${before}`);
  await tell(agent, signal("new-run", "worker-9", -280, "session.described", {}));
  const after = await agentId("worker-9");
  expect(await recordsOf(`agent=${after}`)).toMatchObject([{ id, from: { id: after, name: "worker-9" }, status: "pending" }]);
  expect(await recordsOf(`agent=${before}`)).toEqual([]);
  await tell(agent, signal("new-run", "worker-9", -270, "delegation.ended", { callId: "m", ok: true }));
  expect((await summary(`agent=${after}`)).total).toMatchObject({ succeeded: 1, pending: 0 });
  const { items } = (await person("GET", `/api/tasks?agent=${after}`)).body;
  expect(items).toMatchObject([{ title: "Move", agent: { id: after, name: "worker-9" } }]);
});

test("times pass: what falls due is ended by whoever looks next", async () => {
  const agent = await t.token("agent", "script-6");
  await agent("POST", "/api/coordinations", { type: "pair", timeoutSeconds: 100 });
  const id = await agentId("script-6");
  expect(await recordsOf(`agent=${id}`)).toMatchObject([{ status: "pending" }]);
  now = new Date(start + 101_000);
  await Promise.all([t.services.coordination.sweep(), t.services.coordination.sweep()]);
  expect((await summary(`agent=${id}`)).total).toMatchObject({ failed: 1, pending: 0 });
  now = new Date(start);
});
