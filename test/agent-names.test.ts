import { expect, test } from "vitest";
import { mostAgents } from "@beckon/bff/agents/make-agent.ts";
import { createTestApp } from "./support/test-app.ts";

test("a token that names ever new agents fills no table: beyond a thousand its own agent stands for them, and nothing is lost", async () => {
  await using cleanUp = new AsyncDisposableStack();
  const t = await createTestApp();
  cleanUp.defer(() => t.close());
  const person = await t.pair();
  const [many, other] = [await t.token("agent", "Namer"), await t.token("agent", "Other")];
  const at = new Date().toISOString();
  const call = (index: number) => ({
    id: `c${index}`,
    source: "test",
    session: `s${index}`,
    at,
    agent: { name: `agent-${index}`, vendor: "Codex", host: `h${index}` },
    kind: "model.called",
    data: { model: "claude-sonnet-5", tokens: { input: 1, output: 1 }, costMicros: 3 },
  });
  const total = mostAgents + 200;
  for (let from = 0; from < total; from += 300) {
    const signals = Array.from({ length: Math.min(300, total - from) }, (_, index) => call(from + index));
    expect(await many("POST", "/api/signals", { signals })).toMatchObject({ status: 200, body: { accepted: signals.length } });
  }
  await other("POST", "/api/signals", { signals: [call(1)] });

  const { rows } = await t.database.executeSql(
    `select agent.name, count(*)::int as sessions from session join agent on agent.id = agent_id where session.owner_id = '${many.id}' group by agent.id, agent.name`,
  );
  expect(rows).toHaveLength(mostAgents + 1);
  expect(rows).toContainEqual({ name: "Namer", sessions: 200 });
  // Nor do questions name more.
  const asked = await many("POST", "/api/decision-requests", { kind: "permission", title: "Go?", agent: { name: "one more" } });
  expect([asked.status, asked.body.agent.name]).toEqual([201, "Namer"]);
  expect((await t.database.executeSql(`select id from agent where owner_id = '${many.id}'`)).rows).toHaveLength(mostAgents + 1);
  expect((await person("GET", "/api/usage/summary")).body.cost.apiEquivalent).toMatchObject({ micros: (total + 1) * 3, unknown: 0 });
  // Those that are known go on under their names, and another token is not concerned.
  await many("POST", "/api/signals", { signals: [{ ...call(7), id: "again", session: "s7-again" }] });
  const { body } = await person("GET", "/api/sessions?limit=200");
  const { agentId } = body.items.find(({ key }: { key: string }) => key === "s7-again");
  expect(body.items.find(({ key }: { key: string }) => key === "s7")?.agentId ?? agentId).toBe(agentId);
  const names = (await person("GET", "/api/agents")).body.items as { id: string; name: string }[];
  expect(names.find(({ id }) => id === agentId)?.name).toBe("agent-7");
});
