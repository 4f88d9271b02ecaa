import { openLab, pull, type Lab } from "@beckon/bff/outcomes/testing/outcomes-lab.ts";
import { valueSummary, valueTrend, type ValueSummary } from "@beckon/contracts/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "./support/usage-day.ts";
import {
  acceptedIn,
  attentionOf,
  createQuarter,
  medianOf,
  quarterEnd,
  quarterNow,
  quarterStart,
  spentBy,
  worthOf,
  type Result,
  type Run,
  type Wait,
} from "./support/value-quarter.ts";

const seed = 20_261_122;
const quarter = createQuarter(seed);
const random = createRandom(seed);
const iso = (at: number) => new Date(at).toISOString();
const window = `from=${iso(quarterStart)}&to=${iso(quarterEnd)}&tz=Europe/Berlin`;

const [rate, realisation] = [100_000_000, 600_000];
const terms = {
  rate: { p10: 90_000_000, p50: rate, p90: 110_000_000 },
  realisation: { p10: 550_000, p50: realisation, p90: 650_000 },
  plans: [{ name: "Max", monthlyMicros: 200_000_000, share: 500_000, since: "2026-09-11", until: "2026-11-15" }],
  infrastructurePerMonthMicros: 90_000_000,
  setUp: { micros: 3_600_000_000, since: "2026-10-01" },
};
// By hand: half of 200 $ for 20 of 30 days, all of October and 15 of 30 days; 90 $ and a twelfth of 3,600 $ a month.
const flat = { plan: 216_666_667, infrastructure: 270_000_000, setUp: 600_000_000 };

let lab: Lab;
const ids = new Map<string, string>();
beforeAll(async () => {
  lab = await openLab(iso(quarterStart));
  await live();
  lab.at(iso(quarterNow));
  await tellPulls();
  await enterByHand();
  await giveHours();
  await lab.look(iso(quarterNow));
});
afterAll(() => lab.close());

const fortnight = 14 * 86_400_000;

/** The server takes no signal that is older than 30 days: they come fortnight by fortnight, some of them one late. */
const live = async () => {
  const signals = quarter.runs
    .flatMap(signalsOf)
    .map((signal) => ({ signal, due: Date.parse(signal.at) + (random.next() < 0.3 ? fortnight : 0) }));
  for (let from = quarterStart - fortnight; from < quarterNow; from += fortnight) {
    const isIn = (at: number) => at >= from && at < from + fortnight;
    await answerWaits(quarter.waits.filter(({ at }) => isIn(at)));
    lab.at(iso(from + fortnight));
    await tellSignals(signals.filter(({ due }) => isIn(due)).map(({ signal }) => signal));
  }
  const { items } = (await lab.owner("GET", `/api/sessions?from=${iso(quarterStart - 3 * fortnight)}&limit=200`)).body;
  for (const { id, key } of items) ids.set(key, id);
};

const answerWaits = async (waits: readonly Wait[]) => {
  for (const { at, waitMs, openMs } of waits) {
    lab.at(iso(at));
    const { id } = (await lab.agent("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", risk: "low" })).body;
    lab.at(iso(at + waitMs));
    const answered = await lab.owner("PUT", `/api/decision-requests/${id}/decision`, {
      option: "approve",
      attention: { openMs, agoMs: 0 },
    });
    if (answered.status !== 200) throw new Error(JSON.stringify(answered.body));
  }
};

/** Out of order, and three in ten twice. */
const mixed = <T>(all: readonly T[]): T[] => random.shuffle([...all, ...all.filter(() => random.next() < 0.3)]);

const tellSignals = async (signals: readonly Record<string, unknown>[]) => {
  const all = mixed(signals);
  for (let from = 0; from < all.length; from += 100) await lab.tell(all.slice(from, from + 100));
};
const signalsOf = ({ session, agent, at, calls, branch }: Run): (Record<string, unknown> & { at: string })[] => {
  const head = { source: "test", session, agent: { name: agent.name, host: "box", role: agent.role } };
  const started = { cwd: "/src/shop", repository: "https://github.com/acme/shop", ...(branch ? { branch } : {}), model: "opus" };
  return [
    { ...head, id: `start ${session}`, at: iso(at), kind: "session.started", data: started },
    ...calls.map((call, index) => ({
      ...{ ...head, id: `call ${session} ${index}`, at: iso(call.at), kind: "model.called" },
      data: { model: "opus", costMicros: call.micros, tokens: { input: 10, output: 10 }, payment: agent.payment },
    })),
  ];
};

const tellPulls = async () => {
  const told = quarter.results
    .filter(({ by }) => by === "pull_request")
    .flatMap(({ number, title, openedAt, acceptedAt, reverted }) => {
      const opened = { number, title, openedAt: iso(openedAt), by: "builder-bot" };
      return [
        pull({ ...opened, at: iso(openedAt) }),
        pull({ ...opened, at: iso(acceptedAt), mergedAt: iso(acceptedAt) }),
        ...(reverted
          ? [
              pull({
                ...{ number: reverted.number, at: iso(reverted.at), mergedAt: iso(reverted.at), by: "builder-bot" },
                ...{ title: `Revert "${title}"`, head: `revert-${number}`, body: `Reverts acme/shop#${number}` },
              }),
            ]
          : []),
      ];
    });
  for (const [index, payload] of mixed(told).entries())
    await lab.deliver("pull_request", payload, `delivery-${told.indexOf(payload)}-${index % 2}`);
  await lab.app.services.outcomes.readInbox();
};

const hoursOf = ({ hours }: Result) => hours && { p10: hours.p50 - hours.spread, p50: hours.p50, p90: hours.p50 + hours.spread };

const enterByHand = async () => {
  for (const result of mixed(quarter.results.filter(({ by }) => by === "hand"))) {
    const { number, title, taskType, acceptedAt, run, agentShare, counterfactual } = result;
    const hours = hoursOf(result);
    const made = await lab.owner(
      "POST",
      "/api/outcomes",
      {
        ...{ title, taskType, acceptedAt: iso(acceptedAt), agentShare, counterfactual },
        ...(run ? { sessionIds: [ids.get(run.session)] } : {}),
        ...(hours ? { hours } : {}),
      },
      { "idempotency-key": `hand-${number}` },
    );
    if (made.status > 201) throw new Error(JSON.stringify(made.body));
  }
};

const giveHours = async () => {
  const items = await lab.list("&source=pull_request");
  for (const result of quarter.results.filter(({ by }) => by === "pull_request")) {
    const found = items.find(({ url }) => url?.endsWith(`/pull/${result.number}`));
    if (!found) throw new Error(`no outcome of pull request ${result.number}`);
    const { agentShare, counterfactual } = result;
    const hours = hoursOf(result);
    const body = { version: found.version, agentShare, counterfactual, ...(hours ? { hours } : {}) };
    const patched = await lab.owner("PATCH", `/api/outcomes/${found.id}`, body);
    if (patched.status !== 200) throw new Error(JSON.stringify(patched.body));
  }
};

const summary = async (more = ""): Promise<ValueSummary> => {
  const answer = await lab.owner("GET", `/api/value/summary?${window}${more}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return valueSummary.parse(answer.body);
};
const accepted = acceptedIn(quarter);
const spent = spentBy(quarter.runs);
const rework = spentBy(quarter.runs.filter(({ purpose }) => purpose === "revert"));
const attention = Math.round((attentionOf(quarter) * rate) / 1_000);
const cost = spent.billed + flat.plan + flat.infrastructure + flat.setUp + attention;
const ofPlan = (planned: number) =>
  Number((BigInt(flat.plan) * BigInt(planned) * 2n + BigInt(spent.planned)) / (2n * BigInt(spent.planned)));

test("without assumptions: outcomes and what was billed, and no value", async () => {
  const { figures, why, cost: before, counts } = await summary();
  expect([figures.value, why.value, before.plan, before.attention]).toEqual([null, "no_assumptions", null, null]);
  expect([counts.outcomes, figures.costMicros]).toEqual([accepted.length, spent.billed]);
});

test("every figure is the ledger's", async () => {
  expect((await lab.owner("PUT", "/api/value/assumptions", { version: 0, terms })).status).toBe(201);
  const { figures, cost: told, counts, counters } = await summary();
  const unlinked = spentBy(quarter.runs.filter(({ purpose }) => purpose !== "outcome"));
  expect(told).toEqual({
    billed: spent.billed - rework.billed,
    rework: rework.billed,
    ...flat,
    attention,
    total: cost,
    listPrice: spent.listPrice,
    unattributed: { billed: unlinked.billed, listPrice: unlinked.listPrice, sessions: unlinked.sessions },
    ...{ missing: [], unpriced: 0, paymentUnknown: 0 },
  });
  const worth = worthOf(accepted, { rate, realisation });
  expect(figures.atP50).toEqual({ ...worth, cost, net: worth.value - cost });
  expect(figures.breakEvenMilliHours).toBe(Math.round((cost * 1_000_000 * 1_000) / (rate * realisation)));
  const valued = accepted.filter(({ hours }) => hours);
  const lost = valued.filter(({ reverted }) => reverted);
  expect(lost.length).toBeGreaterThan(3);
  expect(counts).toMatchObject({
    ...{ outcomes: accepted.length, holdOuts: 0, withoutHours: accepted.length - valued.length },
    writtenDown: { outcomes: lost.length },
  });
  const pulls = accepted.filter(({ by }) => by === "pull_request");
  const reverted = pulls.filter((result) => result.reverted).length;
  expect(counters).toEqual({
    rework: { share: 0, n: pulls.length, reworked: 0, micros: rework.billed },
    reverts: { share: Math.round((reverted * 1_000_000) / pulls.length), n: pulls.length, reverted },
    review: {
      p50Minutes: Math.round(medianOf(pulls.map(({ openedAt, acceptedAt }) => (acceptedAt - openedAt) / 60_000))),
      p95Minutes: expect.any(Number),
      n: pulls.length,
    },
  });
});

test("the draws scatter around the closed form: within 1 %", async () => {
  const { figures } = await summary();
  const { value: mean } = worthOf(accepted, { rate, realisation });
  // All ranges are even on both sides, so that the mean is what every input has at its P50.
  expect(Math.abs((figures.expectedMicros as number) / mean - 1)).toBeLessThan(0.000_01);
  expect(Math.abs((figures.value?.p50 as number) / mean - 1)).toBeLessThan(0.01);
  expect(figures.net?.p50).toBe((figures.value?.p50 as number) - cost);
  expect(figures.roi?.p50).toBe(Math.round(((figures.net?.p50 as number) * 1_000_000) / cost));
});

test.each(["agent", "role", "taskType"] as const)("by %s: its own outcomes and what it spent, and the rest is shared", async (by) => {
  const keyOf = ({ run, taskType }: Result) => (by === "taskType" ? taskType : (run?.agent[by === "agent" ? "name" : "role"] ?? null));
  const { groups, shared } = await summary(`&groupBy=${by}&limit=200`);
  const told = new Map(groups.map((group) => [by === "agent" ? (group.name ?? null) : group.key, group]));
  const keys = new Set([
    ...accepted.map(keyOf),
    ...(by === "taskType" ? [] : quarter.runs.map(({ agent }) => agent[by === "agent" ? "name" : "role"])),
  ]);
  expect([...told.keys()].toSorted()).toEqual([...keys].toSorted());
  for (const [key, group] of told) {
    const own = accepted.filter((result) => keyOf(result) === key);
    expect([key, group.outcomes]).toEqual([key, own.length]);
    if (by === "taskType" || key === null) continue;
    const used = spentBy(quarter.runs.filter(({ agent }) => agent[by === "agent" ? "name" : "role"] === key));
    expect([key, group.costMicros]).toEqual([key, used.billed + ofPlan(used.planned)]);
  }
  if (by !== "taskType") expect(shared).toBe(cost - groups.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0));
});

test("month by month: the months are those of Berlin, and add up to the quarter", async () => {
  const trend = valueTrend.parse((await lab.owner("GET", `/api/value/trend?${window}&unit=month`)).body);
  const starts = [quarterStart, Date.parse("2026-09-30T22:00:00Z"), Date.parse("2026-10-31T23:00:00Z"), quarterEnd];
  expect(trend.buckets.map(({ from }) => Date.parse(from))).toEqual(starts.slice(0, 3));
  for (const [index, { outcomes }] of trend.buckets.entries())
    expect(outcomes).toBe(
      accepted.filter(({ acceptedAt }) => acceptedAt >= (starts[index] as number) && acceptedAt < (starts[index + 1] as number)).length,
    );
  const sum = trend.buckets.reduce((all, { costMicros }) => all + (costMicros ?? 0), 0);
  // Attention is rounded to thousandths of an hour, once for each month.
  expect(Math.abs(sum - cost)).toBeLessThan(3 * (rate / 1_000));
});

test("month by month of one role: each month is what its own summary says", async () => {
  for (const role of new Set(quarter.runs.flatMap(({ agent }) => agent.role))) {
    const { buckets } = valueTrend.parse((await lab.owner("GET", `/api/value/trend?${window}&role=${role}&unit=month`)).body);
    for (const { from, to, outcomes, costMicros } of buckets) {
      const own = new URLSearchParams({ from, to, tz: "Europe/Berlin", role });
      const { figures, counts } = (await lab.owner("GET", `/api/value/summary?${own}`)).body;
      expect([role, from, outcomes, costMicros]).toEqual([role, from, counts.outcomes, figures.costMicros]);
    }
  }
});

test("month by month of one type of task: its own outcomes, and no more than all cost together", async () => {
  const all = valueTrend.parse((await lab.owner("GET", `/api/value/trend?${window}&unit=month`)).body).buckets;
  const types = new Set(accepted.map((result) => result.taskType));
  const sums = [];
  for (const taskType of types) {
    const own = `${window}&taskType=${encodeURIComponent(taskType)}`;
    const { buckets } = valueTrend.parse((await lab.owner("GET", `/api/value/trend?${own}&unit=month`)).body);
    expect(buckets.reduce((sum, { outcomes }) => sum + outcomes, 0)).toBe(accepted.filter((one) => one.taskType === taskType).length);
    sums.push(buckets.reduce((total, { costMicros }) => total + (costMicros ?? 0), 0));
  }
  expect(Math.min(...sums)).toBeGreaterThan(0);
  expect(new Set(sums).size).toBe(types.size);
  expect(sums.reduce((total, sum) => total + sum, 0)).toBeLessThan(all.reduce((total, { costMicros }) => total + (costMicros ?? 0), 0));
});

test("a report of it holds the same", async () => {
  const { id } = (
    await lab.owner("POST", "/api/value/reports", { scope: { from: iso(quarterStart), to: iso(quarterEnd), tz: "Europe/Berlin" } })
  ).body;
  const { snapshot } = (await lab.owner("GET", `/api/value/reports/${id}`)).body;
  expect(snapshot.summary.figures).toEqual((await summary()).figures);
});
