import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wrongSums } from "../../../../test/support/teamwork-sums.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
let t: TestApp;
let script: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  script = await t.token("admin", "Script");
});
afterAll(() => t.close());

const hostile = `\u202egnp.exe <b>${"é".repeat(1_900)}`;
/** A little of everything, of agents that are known by their names alone at first. */
const facts = (run: string) => {
  let id = 0;
  const say = (name: string, minutes: number, kind: string, data: object, session = `${run}-${name}`) => ({
    id: `${run}-${(id += 1)}`,
    source: "test",
    at: at(minutes),
    session,
    agent: { name: `${run}-${name}`, role: name },
    kind,
    data,
  });
  return [
    say("lead", -300, "delegation.started", { callId: "1", to: "helper", childSession: `${run}-child` }),
    say("lead", -200, "delegation.ended", { callId: "1", ok: false, error: hostile }),
    say("helper", -299, "session.described", { parentSession: `${run}-lead` }, `${run}-child`),
    say("helper", -210, "turn.ended", {}, `${run}-child`),
    say("lead", -100, "delegation.started", { callId: "2", to: "x" }),
    say("lead", -90, "session.ended", { failed: true, error: "killed" }),
    say("lead", -280, "handoff.offered", { handoffId: `${run}-h1`, to: `${run}-critic` }),
    say("critic", -240, "handoff.accepted", { handoffId: `${run}-h1` }),
    say("critic", -120, "handoff.offered", { handoffId: `${run}-h2`, to: `${run}-lead` }),
    say("lead", -250, "review.requested", { reviewId: `${run}-r`, of: hostile, by: `${run}-critic` }),
    say("critic", -220, "review.ended", { reviewId: `${run}-r`, accepted: false, message: "ECONNREFUSED" }),
    say("lead", -180, "review.requested", { reviewId: `${run}-r`, of: hostile, by: `${run}-critic` }),
    say("critic", -150, "review.ended", { reviewId: `${run}-r`, accepted: true }),
    say("lead", -260, "task.changed", { taskId: `${run}-T`, status: "pending" }),
    say("critic", -255, "task.changed", { taskId: `${run}-T`, status: "in_progress" }),
    say("critic", -230, "task.changed", { taskId: `${run}-T`, status: "Completed" }),
  ];
};

/** Ties stand in the order of ids, which are others each time. */
const sorted = (value: any): any =>
  Array.isArray(value)
    ? value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : value !== null && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sorted(part)]))
      : value;

let runs = 0;
/** What is shown of a run, without what its name says. */
const told = async (agent: Call, split: number[], order: (signals: object[]) => object[]) => {
  const run = `run${(runs += 1)}`;
  // The run that others work for is known first; all else comes as it will.
  const first = {
    id: `${run}-0`,
    source: "test",
    at: at(-310),
    session: `${run}-lead`,
    agent: { name: `${run}-lead`, role: "lead" },
    kind: "turn.started",
    data: {},
  };
  await agent("POST", "/api/signals", { signals: [first] });
  const signals = order(facts(run));
  const cuts = [...new Set(split.map((cut) => cut % signals.length))].sort((a, b) => a - b);
  for (const [index, cut] of [0, ...cuts].entries())
    await agent("POST", "/api/signals", { signals: signals.slice(cut, cuts[index] ?? signals.length) });
  const ids = (await script("GET", "/api/agents?limit=200")).body.items
    .filter(({ name }: any) => name.startsWith(`${run}-`))
    .map(({ id, name }: any) => [name, id]);
  const answers = await Promise.all(
    ids.sort().map(async ([, id]: string[]) => {
      const { total, byType, byPair, byCause, buckets } = (await script("GET", `/api/coordination/summary?agent=${id}`)).body;
      const { links, nodes } = (await script("GET", `/api/coordination/flow?agent=${id}`)).body;
      const { items } = (await script("GET", `/api/coordination/failures?agent=${id}`)).body;
      return { total, byType, byPair, byCause, buckets, links, nodes, items };
    }),
  );
  const plain = JSON.stringify(answers).replaceAll(run, "run");
  const named = ids.reduce(
    (text: string, [name, id]: string[]) => text.replaceAll(id as string, (name as string).replace(run, "run")),
    plain,
  );
  return sorted(JSON.parse(named));
};

test("random orders and cuts of the same facts, with some told twice, give the same figures", { timeout: 60_000 }, async () => {
  const agent = await t.token();
  const right = await told(agent, [], (signals) => signals);
  const [lead] = right.filter(({ byType }: any) => byType.length > 3);
  expect(lead.total).toMatchObject({ succeeded: 3, failed: 4, pending: 0 });
  const order = fc.infiniteStream(fc.nat()).map((numbers) => (signals: object[]) => {
    const some = [...signals, ...signals.filter((_, index) => index % 3 === 0)];
    return some
      .map((signal) => ({ signal, place: numbers.next().value as number }))
      .sort((a, b) => a.place - b.place)
      .map(({ signal }) => signal);
  });
  await fc.assert(
    fc.asyncProperty(order, fc.array(fc.nat(40), { maxLength: 6 }), async (shuffle, cuts) => {
      expect(await told(agent, cuts, shuffle)).toEqual(right);
    }),
    { numRuns: 6 },
  );
  // What each row's change took out and put in leaves nothing behind.
  const rows = await t.database.executeSql(wrongSums);
  expect(rows.rows).toEqual([{ bad: 0, off: 0 }]);
});
