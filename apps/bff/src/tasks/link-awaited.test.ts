import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

/* A task's start and its run's first words come by two ways, and either may be the faster one. */

let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp();
  person = await t.pair();
});
afterAll(() => t.close());

const told = {
  started: { kind: "session.started", data: { cwd: "/shop", title: "node", how: "beckon run" } },
  described: { kind: "session.described", data: { project: "shop" } },
  ended: { kind: "session.ended", data: { reason: "ended by SIGKILL", failed: true } },
} as const;
/** When it happened, whatever the order in which it is told. */
const at = (step: keyof typeof told) => new Date(Date.now() - { started: 3_000, described: 2_000, ended: 1_000 }[step]).toISOString();

test.each([
  ["started", "described", "task", "ended"],
  ["started", "task", "described", "ended"],
  ["task", "started", "described", "ended"],
  ["task", "described", "started", "ended"],
  ["task", "ended", "started", "described"],
  ["started", "ended", "task", "described"],
] as const)("told in the order %s, %s, %s, %s: a task whose run ended is one without an agent", async (...order) => {
  const name = order.join("-");
  const token = await t.token("agent", name);
  const { body: task } = await token("POST", "/api/tasks", { title: name });
  for (const step of order)
    if (step === "task")
      expect((await token("POST", `/api/tasks/${task.id}/start`, { agent: { name, sessionId: "run" } })).status).toBe(200);
    else {
      const signal = {
        id: step,
        source: "beckon",
        at: at(step),
        agent: { name, host: "box" },
        session: "run",
        ...told[step],
      };
      expect((await token("POST", "/api/signals", { signals: [signal] })).body.accepted).toBe(1);
    }
  const { checks } = (await person("GET", "/api/coordination/diagnostics")).body;
  const orphaned = checks.find((check: { name: string }) => check.name === "orphaned_tasks");
  expect(orphaned.items.map(({ id }: { id: string }) => id)).toContain(task.id);
  const session = (await person("GET", "/api/sessions?limit=200")).body.items.find(
    ({ key, title }: { key: string; title?: string }) => key === "run" && title,
  );
  expect(session).toBeDefined();
  const agents = (await person("GET", "/api/agents?limit=200")).body.items.filter((agent: { name: string }) => agent.name === name);
  expect(agents).toHaveLength(1);
  expect((await person("GET", `/api/tasks/${task.id}`)).body.agent).toMatchObject({ id: agents[0].id });
});

test("a run of another token is not the one that is awaited", async () => {
  const [mine, others] = [await t.token("agent", "mine"), await t.token("agent", "others")];
  const { body: task } = await mine("POST", "/api/tasks", { title: "Mine" });
  await mine("POST", `/api/tasks/${task.id}/start`, { agent: { name: "mine", sessionId: "same" } });
  const signal = { id: "end", source: "beckon", at: at("ended"), agent: { name: "mine" }, session: "same", ...told.ended };
  await others("POST", "/api/signals", { signals: [signal] });
  expect((await person("GET", `/api/tasks/${task.id}`)).body.sessionId).toBeUndefined();
});
