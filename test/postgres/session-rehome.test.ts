import type { Agent, Session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../support/people.ts";
import { openTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let agents: [Caller, Caller];
let person: Caller;

beforeAll(async () => {
  ({ agents, person } = await openTwoServers(cleanUp));
});
afterAll(() => cleanUp.disposeAsync());

test("a run that one process puts elsewhere stands there for the other too, which remembers it from before", async () => {
  let number = 0;
  const tell = async (by: 0 | 1, session: string, more: object = {}) => {
    number += 1;
    const call = { kind: "model.called", data: { model: "claude-sonnet-5", tokens: { input: 1 }, costMicros: 5 } };
    const at = new Date().toISOString();
    const answer = await agents[by]("POST", "/api/signals", {
      signals: [{ id: `r${number}`, source: "test", session, at, ...call, ...more }],
    });
    expect(answer.body).toMatchObject({ accepted: 1 });
  };
  const runs = Array.from({ length: 12 }, (_, index) => `run-${index}`);
  await Promise.all(runs.map((run) => tell(0, run)));
  await tell(0, "boss");
  const described = { kind: "session.described", data: { parentSession: "boss" }, agent: { name: "worker" } };
  // Both hear of it at once, and go on at once.
  await Promise.all(runs.flatMap((run) => [tell(1, run, described), tell(0, run), tell(0, run, described), tell(1, run)]));
  await Promise.all(runs.map((run) => tell(0, run)));

  const { items } = (await person("GET", "/api/sessions?limit=200")).body as { items: Session[] };
  const known = (await person("GET", "/api/agents")).body.items as Agent[];
  const boss = items.find(({ key }) => key === "boss");
  const workers = known.filter(({ name }) => name === "worker");
  expect(workers).toMatchObject([{ parentId: boss?.agentId }]);
  for (const run of runs)
    expect(items.find(({ key }) => key === run)).toMatchObject({ parentId: boss?.id, agentId: workers[0]?.id, usage: { calls: 4 } });
  const { groups } = (await person("GET", "/api/usage/summary?groupBy=agent")).body;
  expect(groups.find(({ key }: { key: string }) => key === workers[0]?.id)).toMatchObject({ calls: 48 });
});
