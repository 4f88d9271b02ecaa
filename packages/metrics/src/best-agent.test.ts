import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestAgent, type Candidate } from "./best-agent.ts";
import { livenessOrder } from "./liveness.ts";

const agent = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  agentId: `id-${name}`,
  name,
  role: "developer",
  state: "idle",
  active: 0,
  like: { completed: 0, failed: 0 },
  ...more,
});
const choose = (...candidates: Candidate[]) => bestAgent({ role: "developer" }, candidates).best?.name;

describe("who is best", () => {
  test("few tasks do not win: 19 of 20 before 2 of 2", () =>
    expect(choose(agent("lucky", { like: { completed: 2, failed: 0 } }), agent("proven", { like: { completed: 19, failed: 1 } }))).toBe(
      "proven",
    ));
  test("the free one of two equals", () => expect(choose(agent("a", { active: 3 }), agent("b"))).toBe("b"));
  test("the one with the role", () => expect(choose(agent("a", { role: "tester" }), agent("b"))).toBe("b"));
  test("the idle one", () => expect(choose(agent("a", { state: "waiting" }), agent("b"))).toBe("b"));
  test("of two the same the first by name", () => expect(choose(agent("b"), agent("a"))).toBe("a"));
});

test("says why, with the record, the load, the state and the role", () => {
  const { best } = bestAgent({ role: "developer" }, [
    agent("builder-1", { active: 1, state: "working", like: { completed: 19, failed: 1 } }),
  ]);
  expect(best?.reason).toBe(
    "builder-1 completed 19 of 20 like tasks (with 95 % confidence at least 76 %), has 1 open task, is working, has the role developer",
  );
  expect(bestAgent({}, [agent("new")]).best?.reason).toBe("new has no record on like tasks, has no open task, is idle");
});

test("who is not here is not suggested, and the reason is given", () => {
  const found = bestAgent({}, [agent("a", { state: "offline" }), agent("b", { state: "stale" })]);
  expect(found).toMatchObject({ best: null, ranked: [], n: 0 });
  expect(found.unfit.map(({ reason }) => reason)).toEqual(["a is offline", "b gives no sign of life"]);
});

const candidates = fc.uniqueArray(
  fc.record({
    agentId: fc.uuid(),
    name: fc.constantFrom("a", "b", "c"),
    role: fc.constantFrom("developer", "tester", undefined),
    state: fc.constantFrom(...livenessOrder),
    active: fc.nat(9),
    like: fc.record({ completed: fc.nat(50), failed: fc.nat(50) }),
  }),
  { selector: ({ agentId }) => agentId },
);

test("everybody is judged once, from 0 to 100, in any order of arrival", () =>
  fc.assert(
    fc.property(candidates, (all) => {
      const found = bestAgent({ role: "tester" }, all);
      expect(bestAgent({ role: "tester" }, all.toReversed())).toEqual(found);
      expect(found.ranked.length + found.unfit.length).toBe(all.length);
      for (const { value } of found.ranked) expect(value >= 0 && value <= 100).toBe(true);
    }),
  ));

test("one more success never harms, one more failure never helps", () =>
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), (completed, failed) => {
      const value = (like: Candidate["like"]) => bestAgent({}, [agent("a", { like })]).best!.value;
      expect(value({ completed: completed + 1, failed })).toBeGreaterThanOrEqual(value({ completed, failed }));
      expect(value({ completed, failed: failed + 1 })).toBeLessThanOrEqual(value({ completed, failed }));
    }),
  ));
