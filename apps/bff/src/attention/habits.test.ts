import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { replayOf, toRun } from "../../../../test/support/rules-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { createAttentionService, type AttentionService } from "./attention.service.ts";
import type { AttentionDeps, AttentionRates } from "./attention.types.ts";
import { templateOf } from "./habit.ts";

let app: TestApp;
let owner: Call;
let agent: Call & { id: string };
let other: Call;
let now: Date;
const yes = { option: "approve" };
const no = { option: "deny" };

beforeAll(async () => {
  now = new Date("2026-11-21T08:00:00Z");
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agent = await app.token("agent", "builder");
  other = await app.token("agent", "tester");
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  for (const table of ["rule", "rule_answer", "rule_replay", "rule_proposal", "decision_request", "delivery"])
    await app.database.executeSql(`delete from ${table}`);
});

const pass = (minutes: number) => void (now = new Date(now.getTime() + minutes * 60_000));
const ask = async (body: object, by: Call = agent): Promise<string> => {
  const { status, body: asked } = await by("POST", "/api/decision-requests", body);
  expect([status, asked]).toMatchObject([201, {}]);
  return asked.id;
};
/** Asked, and answered so many minutes later. */
const answered = async (
  body: object,
  given: object,
  { minutes = 2, by = agent, openMs = 30_000 }: { minutes?: number; by?: Call; openMs?: number } = {},
) => {
  const id = await ask(body, by);
  pass(minutes);
  const { status } = await owner("PUT", `/api/decision-requests/${id}/decision`, { ...given, attention: { openMs, agoMs: 0 } });
  expect(status).toBe(200);
  return id;
};
const habits = async (query = "") => (await owner("GET", `/api/attention/habits${query}`)).body;

const priced = (rates: Partial<AttentionRates>, more: Partial<AttentionDeps> = {}): AttentionService => {
  const { database, agents, decisions, rules, clock } = app.services;
  return createAttentionService({
    ...{ database, agents, decisions, rules, clock },
    jobs: { schedule: () => undefined } as unknown as AttentionDeps["jobs"],
    devicesOf: async () => [],
    rates: async () => ({ currency: "EUR", perDollarMicros: 900_000, rateMicros: null, delayMicros: null, ...rates }),
    agentRates: async () => new Map(),
    shownBefore: async () => [],
    reviews: async () => [],
    ...more,
  });
};
const week = { tz: "UTC" };
const nobody = { kind: "local" } as const;

test("a template masks what varies, and nothing that says what is done", () => {
  const of = (command: string) => templateOf({ title: "Run?", action: { tool: "Bash", command } });
  expect(of("git push origin feature/12-cart")).toBe("git push origin …");
  expect(of("git  add src/a.ts src/b.ts")).toBe("git add …");
  expect(of("npm run build:prod")).toBe("npm run build:prod");
  expect(of("pytest --maxfail=3 -k 'slow one'")).toBe("pytest --maxfail=… -k …");
  expect(of('echo "a; rm -rf /" && ls')).toBe("echo … && ls");
  expect(of("./scripts/x.sh 3f9a1c2")).toBe("./scripts/x.sh …");
  expect(of("x ".repeat(5_000)).length).toBeLessThan(310);
  expect(templateOf({ title: "May I?", action: { tool: "Edit", files: ["/src/a.ts"] } })).toBe("files");
  expect(templateOf({ title: "Deploy 3 services?" })).toBe("Deploy … services?");
});

test("what was always approved is proposed as the rule that stands among the rules' own proposals", async () => {
  for (const minutes of [3, 5, 7]) await app.services.rules.onDecided(await answered(toRun("pnpm test"), yes, { minutes }));
  const { items, n, answers } = await habits();
  expect({ n, answers }).toEqual({ n: 1, answers: 3 });
  const [proposal] = (await owner("GET", "/api/rules/proposals")).body.items;
  expect(items).toMatchObject([
    {
      ...{
        kind: "permission",
        tool: "Bash",
        template: "pnpm test",
        project: "shop",
        n: 3,
        approved: 3,
        denied: 0,
        approvedShare: 1_000_000,
        agents: 1,
      },
      ...{ waitingMs: 15 * 60_000, attentionMs: 90_000, cards: 3, micros: null, rule: proposal.rule, proposalId: proposal.id },
    },
  ]);

  // From its page the rule is written, replayed and switched on; then the habit is covered.
  const habit = (await owner("GET", `/api/attention/habits/${items[0].id}`)).body;
  expect(habit.rule).toEqual(proposal.rule);
  const written = await owner("POST", "/api/rules", { ...habit.rule, proposalId: habit.proposalId });
  const replay = await replayOf(owner, habit.rule);
  expect(replay.figures).toMatchObject({ would: 3, same: 3, against: 0 });
  expect((await owner("POST", `/api/rules/${written.body.id}/on`, { replayId: replay.id })).status).toBe(200);
  const [covered] = (await habits()).items;
  expect(covered).toMatchObject({ refusal: "covered" });
  expect(covered.rule).toBeUndefined();
  // What the rule answers is neither an answer of people nor anybody's time.
  await ask(toRun("pnpm test"));
  pass(1);
  const summary = (await owner("GET", "/api/attention/summary")).body;
  expect(summary.answers.ended).toMatchObject({ person: 3, rule: 1 });
  expect(summary.attention).toMatchObject({ cards: 3, cardsMs: 90_000 });
  expect((await habits()).items[0].n).toBe(3);
});

test("commands that begin alike, of several agents, get the words they share; one word is too wide", async () => {
  for (const [index, file] of ["src/a.ts", "src/b.ts", "README.md"].entries())
    await answered(toRun(`git add ${file}`), yes, { by: index === 1 ? other : agent, minutes: 10 });
  for (const file of ["a.txt", "b.txt", "c.txt"]) await answered(toRun(`rm ${file}`), yes);
  const { items } = await habits();
  expect(items.map(({ template }: { template: string }) => template)).toEqual(["git add …", "rm …"]);
  expect(items[0]).toMatchObject({
    agents: 2,
    rule: { name: "Approve: git add …", scope: { command: { begins: ["git", "add"] }, folder: "/src/shop" } },
  });
  expect(items[0].rule.scope.agentId).toBeUndefined();
  expect((await replayOf(owner, items[0].rule)).figures).toMatchObject({ would: 3, same: 3, against: 0 });
  expect(items[1]).toMatchObject({ refusal: "too_wide" });
});

test("where answers differ, or the risk is high, asking goes on", async () => {
  for (const given of [yes, yes, yes, yes, yes, no]) await answered(toRun("git push origin main"), given, { minutes: 9 });
  for (let time = 0; time < 3; time += 1) await answered(toRun("pnpm db:migrate --env production", { risk: "high" }), yes);
  for (const text of ["", "with care", "", ""]) await answered(toRun("pnpm build"), text ? { ...yes, text } : yes, { minutes: 1 });
  const { items } = await habits();
  expect(items.map(({ template, refusal, n, approved, denied }: any) => [template, refusal, n, approved, denied])).toEqual([
    ["git push origin main", "differs", 6, 5, 1],
    ["pnpm db:migrate --env production", "risk", 3, 3, 0],
    ["pnpm build", "differs", 4, 3, 0],
  ]);
  expect(items.every(({ rule }: any) => rule === undefined)).toBe(true);
});

test("twice is no habit, the costliest five come first, and each place of work has its own", async () => {
  for (let kind = 0; kind < 7; kind += 1)
    for (let time = 0; time < 3; time += 1) await answered(toRun(`tool-${"abcdefg"[kind]} go`), yes, { minutes: kind + 1 });
  for (let time = 0; time < 2; time += 1) await answered(toRun("seldom go"), yes, { minutes: 60 });
  const { items, n } = await habits();
  expect(n).toBe(7);
  expect(items.map(({ template }: any) => template)).toEqual(["tool-g go", "tool-f go", "tool-e go", "tool-d go", "tool-c go"]);
  expect((await habits("?project=elsewhere")).items).toEqual([]);
  expect((await owner("GET", "/api/attention/habits/ha_0123456789abcdef0123456789abcdef")).status).toBe(404);
  expect((await owner("GET", "/api/attention/habits/ha_zzzzzzzzzzzzzzzzzzzzzz")).status).toBe(404);
});

test("time is priced exactly: cards at ten minutes at most, review as declared, waiting by agent and by delay", async () => {
  await answered(toRun("one"), yes, { minutes: 30, openMs: 90_000 });
  await answered(toRun("two"), yes, { minutes: 10, by: other, openMs: 3_600_000 });
  const { byAgent } = (await owner("GET", "/api/attention/summary")).body.waiting;
  const [first, second] = byAgent;
  expect([first.ms, second.ms]).toEqual([30 * 60_000, 10 * 60_000]);
  const reviews = async () => [{ acceptedAt: now.getTime() - 1_000, reviewMinutes: 12 }];
  const rates = { rateMicros: 100_000_000, delayMicros: 30_000_000 };
  const service = priced(rates, { reviews, agentRates: async () => new Map([[first.agentId, 2_000_000]]) });
  const { attention, waiting, currency, trend } = await service.summary(nobody, week);
  expect(currency).toBe("EUR");
  // 1.5 + 10 + 12 minutes at 100 an hour; the trend holds the same minutes.
  expect(attention).toMatchObject({
    ms: 1_410_000,
    capped: 1,
    reviewMs: 720_000,
    reviews: 1,
    micros: 39_166_667,
    rateMicros: 100_000_000,
    gaps: [],
  });
  expect(trend.reduce((sum, day) => sum + day.attentionMs, 0)).toBe(1_410_000);
  // Half an hour at 2 $ are 1 $, 0.90 of the currency; 40 minutes of delay at 30 an hour are 20.
  expect(waiting.cost).toEqual({ agentsMicros: 900_000, unpricedMs: 600_000, delayMicros: 20_000_000, gaps: ["agents_unpriced"] });
  const window = { from: new Date(now.getTime() - 7_200_000), to: new Date(now.getTime() + 1), demo: false };
  expect(await service.hours(app.database.db, window)).toEqual({ milliHours: 392, n: 3, unmeasured: 0 });
});

test("an answer without network counts as attention when it was given, and as waiting until it came", async () => {
  const id = await ask(toRun("pnpm test"));
  pass(26 * 60);
  const given = { ...yes, attention: { openMs: 45_000, agoMs: 25 * 3_600_000 } };
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, given)).body.decision).not.toHaveProperty("attention");
  // Sent again after a lost answer: the same, once.
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, { ...given, attention: { openMs: 1, agoMs: 0 } })).status).toBe(200);
  pass(1);
  const { waiting, answers, trend, attention } = (await owner("GET", "/api/attention/summary")).body;
  expect(waiting.ms).toBe(26 * 3_600_000);
  expect(answers.p50).toBe(26 * 3_600_000);
  expect(attention).toMatchObject({ cardsMs: 45_000, cards: 1 });
  expect(trend.filter((day: any) => day.attentionMs > 0).map((day: any) => day.key)).toEqual(["2026-11-21"]);
  expect(trend.filter((day: any) => day.answers > 0).map((day: any) => day.key)).toEqual(["2026-11-22"]);
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, { ...yes, attention: { openMs: -1, agoMs: 0 } })).status).toBe(422);
});

test("a clock that claims more than the question is old is not believed", async () => {
  const id = await ask(toRun("pnpm test"));
  pass(10);
  await owner("PUT", `/api/decision-requests/${id}/decision`, { ...yes, attention: { openMs: 1_000, agoMs: 3_600_000 } });
  pass(1);
  const { attention, trend } = (await owner("GET", "/api/attention/summary")).body;
  expect([attention.cards, trend.at(-1).attentionMs]).toEqual([1, 1_000]);
});

test("a question of the server's own keeps nobody waiting, and costs attention all the same", async () => {
  const asked = await app.services.decisions.request(
    { id: "beckon", name: "Beckon", system: true },
    { kind: "budget", title: "Extend by $5?" },
    undefined,
  );
  pass(5);
  await owner("PUT", `/api/decision-requests/${asked.request.id}/decision`, { ...yes, attention: { openMs: 20_000, agoMs: 0 } });
  pass(1);
  const { waiting, attention, answers } = (await owner("GET", "/api/attention/summary")).body;
  expect(waiting).toMatchObject({ ms: 0, n: 0, agents: 0 });
  expect(attention.cardsMs).toBe(20_000);
  expect(answers.byKind).toMatchObject([{ kind: "budget", n: 1 }]);
});
