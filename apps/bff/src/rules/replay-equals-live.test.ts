import { applyRule, inRuleOrder } from "@beckon/contracts/rule-match";
import type { Rule, RuleHours, RuleInput } from "@beckon/contracts/rules";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { replayOf, standingRule, writeRule } from "../../../../test/support/rules-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

/** A Monday; what is asked from here on is asked again two weeks later, at the same hours. */
const start = Date.parse("2026-11-02T00:00:00Z");
const shift = 14 * 86_400_000;
const minute = 60_000;

let app: TestApp;
let owner: Call;
let agents: Call[];
let now = new Date(start);

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agents = [await app.token("agent", "one"), await app.token("agent", "two")];
});
afterAll(() => app.close());
const empty = async () => {
  for (const table of ["rule", "rule_answer", "rule_replay", "decision_request"]) await app.database.executeSql(`delete from ${table}`);
};
beforeEach(empty);

const commands = ["git status", "git status -s", "git  status", "git status; rm -rf /", "git push", "pnpm test", "git status $(id)"];
const often = <T>(value: T, ...seldom: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 2, arbitrary: fc.constantFrom(...seldom) });
const request = fc.record({
  gap: fc.integer({ min: 1, max: 400 }),
  agent: fc.integer({ min: 0, max: 1 }),
  answer: fc.constantFrom("approve", "deny", "none"),
  body: fc.record({
    kind: often("permission", "review"),
    title: fc.constantFrom("Run it?", "Shall I?"),
    risk: often("low", "medium", "high"),
    action: fc.record({
      tool: often("Bash", "shell"),
      command: often("git status", ...commands),
      cwd: often<string | undefined>("/src/shop", "/src/shop/api", "/src/other", undefined),
    }),
  }),
});
const isOrBegins: fc.Arbitrary<{ is: string } | { begins: string[] }> = fc.oneof(
  often<string>("git status", ...commands).map((is) => ({ is })),
  often<string[]>(["git", "status"], ["pnpm"], ["git", "push"]).map((begins) => ({ begins })),
);
const rule: fc.Arbitrary<RuleInput> = fc.record({
  name: fc.constant("A rule"),
  scope: fc.record({
    command: isOrBegins,
    kinds: often<("permission" | "review")[] | undefined>(undefined, ["permission"], ["review", "permission"]),
    tools: often<string[] | undefined>(undefined, ["Bash"], ["Bash", "shell"]),
    folder: often<string | undefined>(undefined, "/src/shop", "/src"),
  }),
  answer: fc.constantFrom({ tone: "approve" as const }, { tone: "deny" as const }, { option: "approve", label: "Approve" }),
  maxRisk: fc.constantFrom("low" as const, "medium" as const),
  /** From within the first hours of the second time to after its last. */
  until: fc.integer({ min: 30, max: 5 * 24 * 60 }).map((minutes) => new Date(start + shift + minutes * minute).toISOString()),
  hours: often<RuleHours | undefined>(
    undefined,
    { days: [1, 2, 3, 4, 5], from: "01:30", to: "18:00", zone: "Europe/Berlin" },
    { days: [1, 3, 6, 7], from: "00:00", to: "24:00", zone: "Asia/Kathmandu" },
  ),
  mostPerHour: fc.integer({ min: 1, max: 4 }),
});

type Asked = { id: string; at: number; body: object; agent: number };
type Given = { gap: number; agent: number; answer: string; body: object };

/** Asks it all, people answer; and says when each was asked. */
const live = async (given: readonly Given[]): Promise<Asked[]> => {
  const asked: Asked[] = [];
  let at = start;
  for (const { gap, agent, answer, body } of given) {
    // Some close together, so that limits are met.
    at += gap < 200 ? gap * 1_000 : gap * minute;
    now = new Date(at);
    const { id } = (await agents[agent]!("POST", "/api/decision-requests", body)).body;
    if (answer !== "none") await owner("PUT", `/api/decision-requests/${id}/decision`, { option: answer });
    asked.push({ id, at, body, agent });
  }
  return asked;
};
/** The same again, two weeks on: which of them a rule answered. */
const again = async (asked: readonly Asked[]) => {
  const answered: (string | undefined)[] = [];
  for (const { at, body, agent } of asked) {
    now = new Date(at + shift);
    const { decision } = (await agents[agent]!("POST", "/api/decision-requests", body)).body;
    expect(decision === undefined || decision.decidedBy.kind === "rule").toBe(true);
    answered.push(decision ? `${decision.decidedBy.ruleId} ${decision.option}` : undefined);
  }
  return answered;
};
const clock = () => (now = new Date(start + shift - minute));

test("what a rule answers is what its replay said: scope, risk, hours, limit and end, request by request", async () => {
  let met = 0;
  let leftOrOver = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 4, maxLength: 20 }), rule, async (given, input) => {
      await empty();
      const asked = await live(given);
      clock();
      const replay = await replayOf(owner, input, 30);
      expect(replay.figures.asked).toBe(asked.length);
      const would = new Map(replay.would.map((item) => [item.requestId, item.would]));
      const { id } = await standingRule(owner, input);
      const until = Date.parse(input.until as string);
      const expected = asked.map((each) => {
        const option = each.at + shift < until ? would.get(each.id) : undefined;
        return option && `${id} ${option.toLowerCase()}`;
      });
      expect(await again(asked)).toEqual(expected);
      met += expected.filter(Boolean).length;
      leftOrOver += replay.figures.left + (would.size - expected.filter(Boolean).length);
      now = new Date(start + 2 * shift);
      const { items } = (await owner("GET", `/api/rules/${id}/answers`)).body;
      expect(items).toHaveLength(expected.filter(Boolean).length);
    }),
    { numRuns: 20 },
  );
  // A property that nothing meets shows nothing.
  expect(met).toBeGreaterThan(8);
  expect(leftOrOver).toBeGreaterThan(4);
});

test("of several rules the first in their order answers, or leaves it to people; never the next", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 4, maxLength: 16 }),
      fc.array(rule, { minLength: 2, maxLength: 4 }),
      async (given, inputs) => {
        await empty();
        const asked = await live(given.map((each) => ({ ...each, answer: "none" })));
        clock();
        const rules: Rule[] = [];
        for (const input of inputs) {
          const written = await writeRule(owner, input);
          const replay = await replayOf(owner, input);
          rules.push((await owner("POST", `/api/rules/${written.id}/on`, { replayId: replay.id })).body);
        }
        const answered = await again(asked);
        const counts = new Map<string, number[]>();
        const requests = (await owner("GET", "/api/decision-requests?limit=200")).body.items;
        const expected = asked.map(({ at }) => {
          const moment = new Date(at + shift);
          const stored = requests.find((each: { askedAt: string }) => each.askedAt === moment.toISOString());
          const first = inRuleOrder(rules).find((each) => applyRule(each, stored, { at: moment, lastHour: 0 }));
          if (!first) return undefined;
          const before = counts.get(first.id) ?? [];
          const lastHour = before.filter((each) => each > moment.getTime() - 3_600_000).length;
          const verdict = applyRule(first, stored, { at: moment, lastHour });
          if (verdict?.kind !== "answers") return undefined;
          counts.set(first.id, [...before, moment.getTime()]);
          return `${first.id} ${verdict.option.id}`;
        });
        expect(answered).toEqual(expected);
      },
    ),
    { numRuns: 8 },
  );
});
