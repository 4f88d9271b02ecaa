import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { perform, type End } from "../apps/cli/src/demo/perform.ts";
import { createFleet, type Persona } from "../apps/cli/src/demo/personas.ts";
import { answerAll, demoWorld } from "./support/demo-world.ts";
import { createTestApp, type Call, type TestApp } from "./support/test-app.ts";

let app: TestApp;
let admin: Call;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.token("admin", "Answers");
});
afterAll(() => app.close());

/** Every table of the product but what may only grow: the audit, the change feed. When a token was last used is left out. */
const tables = async (): Promise<Record<string, unknown[]>> => {
  const rows = async (sql: string) => (await app.database.executeSql(sql)).rows as Record<string, unknown>[];
  const found = await rows("select table_name as name from information_schema.tables where table_schema = 'public' order by 1");
  const names = found.map(({ name }) => String(name)).filter((name) => !["audit", "change"].includes(name));
  const contents: Record<string, unknown[]> = {};
  for (const name of names) contents[name] = await rows(`select (to_jsonb(t) - 'last_used_at')::text as row from "${name}" t order by 1`);
  return contents;
};

const makeToken = async (persona: Persona): Promise<string> =>
  (await app.local("POST", "/api/tokens", { name: persona.name, scope: "agent", demo: true })).body.token;

/** A short life of each agent of a fleet, with somebody who answers. */
type Run = { seed: number; passes: number; crewPasses?: number };
const runFleet = async ({ seed, passes, crewPasses = passes }: Run): Promise<{ ends: End[]; answered: number }> => {
  const of = (persona: Persona) => (persona.kind === "crew" ? crewPasses : passes);
  const person = answerAll(admin);
  const ends = await Promise.all(
    createFleet({ agents: 7, seed }).map(async (persona) =>
      perform(persona, demoWorld({ app, token: await makeToken(persona), passes: of(persona) })),
    ),
  ).finally(() => person.stop());
  return { ends, answered: await person.stop() };
};

/** An agent that is none of the demo's, by several ways. */
const beReal = async (): Promise<void> => {
  const agent = await app.token("agent", "checkout-builder");
  // In the very quarter of an hour in which the demo's models are called too.
  const head = { source: "test", at: new Date(Date.now() - 3_590_000).toISOString(), session: "real-1" };
  const used = { model: "claude-sonnet-5", tokens: { input: 1_000, output: 500 }, costMicros: 7_000 };
  const signals = [
    { ...head, id: "1", kind: "session.started", data: { cwd: "/home/me/shop-web" } },
    { ...head, id: "2", kind: "model.called", data: used },
  ];
  expect((await agent("POST", "/api/signals", { signals })).body).toMatchObject({ accepted: 2, rejected: [] });
  await agent("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?" });
  const { body: pair } = await agent("POST", "/api/coordinations", { type: "pair", what: "Deploy" });
  expect((await agent("POST", `/api/coordinations/${pair.id}/end`, { outcome: "succeeded" })).status).toBe(200);
  const attributes = [{ key: "event.name", value: { stringValue: "codex.conversation_starts" } }];
  const scopeLogs = [{ scope: { name: "codex_otel.log_only" }, logRecords: [{ timeUnixNano: "1795224904719000000", attributes }] }];
  const logs = {
    resourceLogs: [{ resource: { attributes: [{ key: "service.name", value: { stringValue: "codex_cli_rs" } }] }, scopeLogs }],
  };
  expect((await agent("POST", "/otlp/v1/logs", logs)).status).toBe(200);
};

const summaryOf = async () => (await admin("GET", `/api/coordination/summary?from=${new Date(Date.now() - 7_200_000).toISOString()}`)).body;
const usage = async (query = "") => (await admin("GET", `/api/usage/summary?${query}`)).body;

describe("the demo fleet", () => {
  test("alone, it is seen with states, costs and questions, all of it marked", async () => {
    const { ends, answered } = await runFleet({ seed: 7, passes: 60, crewPasses: 110 });
    expect(ends).toEqual(["stopped", "stopped", "ended", "stopped", "stopped", "vanished", "stopped"]);
    expect(answered).toBeGreaterThan(3);

    const { items: agents } = (await admin("GET", "/api/agents")).body;
    expect(new Set(agents.map(({ vendor }: any) => vendor))).toEqual(
      new Set(["Claude Code", "Codex", "Gemini CLI", "OpenCode", undefined]),
    );
    expect(agents.every(({ demo }: any) => demo === true)).toBe(true);
    const { items: sessions } = (await admin("GET", "/api/sessions?limit=200")).body;
    // Whoever died says nothing of it: that turn stands open.
    expect(sessions.filter(({ turn, endedAt }: any) => turn?.open && !endedAt)).toHaveLength(1);
    expect(sessions.filter(({ failed }: any) => failed)).toHaveLength(1);
    for (const session of sessions.filter(({ model }: any) => model)) expect(session.usage, session.key).toMatchObject({ unpriced: 0 });

    const { items: requests } = (await admin("GET", "/api/decision-requests?limit=200")).body;
    expect(requests.every(({ agent }: any) => agent.demo === true)).toBe(true);
    expect(requests.filter(({ outcome }: any) => outcome?.status === "executed").length).toBeGreaterThan(0);
    expect(await usage()).toMatchObject({ demo: true, unknownModels: [] });
    expect((await usage()).cost.apiEquivalent.micros).toBeGreaterThan(100_000);

    const teamwork = await summaryOf();
    expect(teamwork.demo).toBe(true);
    expect(teamwork.byType.map(({ type }: any) => type)).toEqual(
      expect.arrayContaining(["conflict_resolution", "delegation", "handoff", "pair", "review", "team_task"]),
    );
    expect(Math.min(teamwork.total.succeeded, teamwork.total.failed)).toBeGreaterThan(3);
    expect(teamwork.byCause.find(({ cause }: any) => cause === "handoff_lost").exhausted).toBeGreaterThan(0);
    const { items: tasks } = (await admin("GET", "/api/tasks?scope=team&limit=200")).body;
    expect(new Set(tasks.map(({ origin }: any) => origin))).toEqual(new Set(["hook", "mcp", "rest"]));
    expect(tasks.every(({ demo }: any) => demo === true)).toBe(true);
    expect(tasks.filter(({ status, usage }: any) => status === "completed" && usage?.costMicros > 0).length).toBeGreaterThan(1);
    const { items: runs } = (await admin("GET", "/api/workflows")).body;
    expect(runs.every(({ demo }: any) => demo === true)).toBe(true);
    const [first] = runs.filter(({ key }: any) => key === "release-1");
    expect(first.suspensions).toMatchObject([
      { waitsFor: "event", resumedAt: expect.any(String) },
      { waitsFor: "person", requestId: expect.any(String) },
    ]);
    const { items: collisions } = (await admin("GET", "/api/collisions")).body;
    expect(collisions.map(({ demo, kind, path }: any) => ({ demo, kind, path }))).toContainEqual({
      demo: true,
      kind: "hot",
      path: "src/cart/cart.sync.ts",
    });
    await app.local("DELETE", "/api/demo");
  });

  test("beside real agents, it stands in no sum with theirs, but for its own by name", async () => {
    await beReal();
    const before = await usage();
    expect(before.cost.apiEquivalent.micros).toBe(7_000);
    expect(before.demo).toBeUndefined();
    await runFleet({ seed: 11, passes: 25 });
    expect(await summaryOf()).toMatchObject({ total: { succeeded: 1, failed: 0, pending: 0 } });

    for (const query of [
      "groupBy=model",
      "groupBy=agent",
      "groupBy=session",
      "groupBy=project",
      "groupBy=day",
      "project=shop-web",
      "role=developer",
    ])
      expect((await usage(query)).cost.apiEquivalent.micros ?? 0, query).toBe(query === "role=developer" ? 0 : 7_000);
    const { items: agents } = (await admin("GET", "/api/agents")).body;
    const [own] = agents.filter(({ name, demo }: any) => demo && name === "search-tuner");
    const ofDemo = await usage(`agent=${own.id}&groupBy=session`);
    expect(ofDemo).toMatchObject({ demo: true });
    expect(ofDemo.cost.apiEquivalent.micros).toBeGreaterThan(0);
    const [real] = agents.filter(({ name, demo }: any) => !demo && name === "checkout-builder");
    expect(await usage(`agent=${real.id}`)).toMatchObject({ calls: 1, cost: { apiEquivalent: { micros: 7_000 } } });
    const ofSession = await usage(`session=${ofDemo.groups[0].key}`);
    expect(ofSession.cost.apiEquivalent.micros).toBe(ofDemo.groups[0].cost.apiEquivalent.micros);
    await app.local("DELETE", "/api/demo");
  });

  test("removed, it leaves every table as it was, tells the phones, and can be removed again", async () => {
    const owner = await app.pair({ role: "owner" });
    const before = await tables();
    await runFleet({ seed: 3, passes: 40 });
    const waiting = await makeToken(createFleet({ agents: 1, seed: 3 })[0] as Persona);
    const question = { kind: "permission", title: "Still open?" };
    const { body: asked } = await app.nobody("POST", "/api/decision-requests", question, { authorization: `Bearer ${waiting}` });
    await owner("PUT", `/api/decision-requests/${asked.id}/snooze`, { until: new Date(Date.now() + 3_600_000).toISOString() });
    const { cursor } = (await owner("GET", "/api/sync")).body;
    const { tokens, agents, sessions, signals, requests } = (await owner("DELETE", "/api/demo")).body;
    expect(Math.min(agents, sessions, signals, requests)).toBeGreaterThan(0);
    expect(tokens).toBe(8);
    expect(await tables()).toEqual(before);

    const kinds = new Set<string>();
    for (let at = cursor, more = true; more;) {
      const { body } = await owner("GET", `/api/sync?cursor=${at}`);
      for (const { value } of body.changes) expect(value.demo ?? value.agent?.demo, JSON.stringify(value)).toBeUndefined();
      for (const { kind } of body.tombstones) kinds.add(kind);
      ({ cursor: at, more } = body);
    }
    expect(kinds).toEqual(new Set(["agent", "task", "session", "collision", "workflowRun", "decisionRequest", "snooze"]));
    expect((await owner("DELETE", "/api/demo")).body).toEqual({ tokens: 0, agents: 0, sessions: 0, signals: 0, requests: 0 });
    const { items } = (await owner("GET", "/api/audit?limit=100")).body;
    const actions = items.map(({ action }: any) => action).filter((action: string) => action === "demo.removed");
    expect(actions).toHaveLength(3);
  });

  test("what had been let in just before is found by the next removal", async () => {
    const { body: made } = await app.local("POST", "/api/tokens", { name: "late", demo: true });
    expect((await app.local("DELETE", "/api/demo")).body).toMatchObject({ tokens: 1, agents: 0 });
    const late = { id: "1", source: "test", at: new Date().toISOString(), session: "s", kind: "heartbeat" as const, data: {} };
    await app.services.signals.append({ id: made.id, name: "late", demo: true }, [late]);
    expect((await app.local("DELETE", "/api/demo")).body).toEqual({ tokens: 0, agents: 1, sessions: 1, signals: 1, requests: 0 });
  });

  test("with any seed, the server takes all that it sends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
        const { ends } = await runFleet({ seed, passes: 15 });
        expect(ends).toHaveLength(7);
      }),
      { numRuns: 3 },
    );
  });
});
