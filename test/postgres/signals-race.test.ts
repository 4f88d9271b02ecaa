import type { Session } from "@beckon/contracts/agents";
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

const sessionOf = async (key: string): Promise<Session> =>
  (await person("GET", "/api/sessions?limit=200")).body.items.find((session: Session) => session.key === key);

test("two processes that report the same runs at once lose nothing of them, and count nothing twice", async () => {
  const runs = ["run-a", "run-b", "run-c"];
  const each = 60;
  const signals = runs.flatMap((session) =>
    Array.from({ length: each }, (_, index) => ({
      id: `${session}-${index}`,
      source: "test",
      session,
      at: new Date(Date.now() - index * 1_000).toISOString(),
      ...(index % 2
        ? { kind: "file.edited", data: { path: "src/a.ts" } }
        : { kind: "model.called", data: { model: "claude-sonnet-5", tokens: { input: 10, output: 1 }, costMicros: 7 } }),
    })),
  );
  // Each is sent to both processes, in another order, a few in flight at each.
  const send = async (agent: Caller, order: typeof signals) => {
    let accepted = 0;
    const lanes = Array.from({ length: 6 }, async (_, lane) => {
      for (let index = lane; index < order.length; index += 6) {
        const answer = await agent("POST", "/api/signals", { signals: [order[index]] });
        expect(answer.status).toBe(200);
        accepted += answer.body.accepted;
      }
    });
    await Promise.all(lanes);
    return accepted;
  };
  const accepted = await Promise.all([send(agents[0], signals), send(agents[1], signals.toReversed())]);
  expect(accepted[0]! + accepted[1]!).toBe(signals.length);
  for (const run of runs) {
    const session = await sessionOf(run);
    expect(session.files).toMatchObject([{ path: "src/a.ts", edits: each / 2 }]);
    expect(session.usage).toMatchObject({
      calls: each / 2,
      costMicros: (each / 2) * 7,
      tokens: { input: (each / 2) * 10, output: each / 2 },
    });
  }
  const summary = (await person("GET", "/api/usage/summary")).body;
  expect(summary.cost.apiEquivalent.micros).toBe(runs.length * (each / 2) * 7);
});

test("what a person says of an agent counts for what it does next, at every process", async () => {
  const tell = (agent: Caller, id: string) =>
    agent("POST", "/api/signals", {
      signals: [
        {
          id,
          source: "test",
          session: "run-paid",
          at: new Date().toISOString(),
          kind: "model.called",
          data: { model: "claude-sonnet-5", tokens: { input: 1, output: 1 }, costMicros: 5 },
        },
      ],
    });
  await tell(agents[0], "p1");
  await tell(agents[1], "p2");
  await tell(agents[0], "p3");
  const { agentId } = await sessionOf("run-paid");
  expect((await person("PATCH", `/api/agents/${agentId}`, { payment: "plan" })).status).toBe(200);
  await expect
    .poll(async () => {
      await tell(agents[1], `later-${performance.now()}`);
      const { body } = await person("GET", `/api/usage/summary?session=${(await sessionOf("run-paid")).id}`);
      return body.cost.covered?.micros === body.cost.apiEquivalent.micros || body.cost.plan?.micros === body.cost.apiEquivalent.micros;
    })
    .toBe(true);
});
