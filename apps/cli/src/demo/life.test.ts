import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { live } from "./life.ts";
import { createFleet, type Persona } from "./personas.ts";
import { createRandom } from "./random.ts";
import type { Answer, Step } from "./step.ts";

const asking = new Set<Step["do"]>(["permission", "question", "plan"]);

/** The first steps of a life in which everything is answered alike. */
const steps = (persona: Persona, answer: Answer, most: number): Step[] => {
  const life = live(persona);
  const told: Step[] = [];
  let given: Answer | undefined;
  while (told.length < most) {
    const { value, done } = life.next(given);
    if (done) break;
    told.push(value);
    given = asking.has(value.do) ? answer : undefined;
  }
  return told;
};

const yes: Answer = { said: "yes" };
const no: Answer = { said: "no" };
const aFleet = fc.nat(100_000).map((seed) => createFleet({ agents: 12, seed }));

describe("the story of a fleet", () => {
  test("is the same for the same seed and answers, and another for another seed", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.constantFrom(yes, no), (seed, answer) => {
        const tell = (of: number) => createFleet({ agents: 12, seed: of }).map((persona) => steps(persona, answer, 120));
        expect(tell(seed)).toEqual(tell(seed));
        expect(tell(seed)).not.toEqual(tell(seed + 1));
      }),
      { numRuns: 20 },
    );
  });

  test("has every kind of agent, each under its own name, one that dies and one that fails", () => {
    fc.assert(
      fc.property(aFleet, (fleet) => {
        expect(new Set(fleet.map(({ name }) => name)).size).toBe(12);
        expect(new Set(fleet.slice(0, 6).map(({ kind }) => kind))).toEqual(new Set(["claude-code", "codex", "gemini", "mcp", "script"]));
        const last = fleet.slice(0, 6).map((persona) => steps(persona, yes, 400).at(-1));
        expect(fleet.slice(0, 6).map(({ fate }) => fate)).toContain("vanishes");
        expect(last[2]).toMatchObject({ do: "end", reason: "error" });
      }),
      { numRuns: 20 },
    );
  });

  test("asks within its first five steps, and goes another way when refused", () => {
    fc.assert(
      fc.property(aFleet, ([first]) => {
        const [allowed, refused] = [steps(first as Persona, yes, 40), steps(first as Persona, no, 40)];
        const asked = allowed.findIndex((step) => step.do === "permission");
        expect(asked).toBeGreaterThan(0);
        expect(asked).toBeLessThan(5);
        expect(refused.slice(0, asked + 1)).toEqual(allowed.slice(0, asked + 1));
        expect(allowed[asked + 1]).toMatchObject({ do: "think" });
        expect(refused.slice(asked + 1, asked + 4)).toMatchObject([{ do: "progress" }, { do: "read" }, allowed[asked + 1]]);
      }),
      { numRuns: 50 },
    );
  });

  test("knows failing tests, model errors, sub-agents, plans, questions and hand-overs", () => {
    const lives = Array.from({ length: 8 }, (_, seed) =>
      createFleet({ agents: 6, seed }).map((persona) => steps(persona, yes, 200)),
    ).flat();
    const told = lives.flat();
    const kinds = new Set(told.map((step) => step.do));
    for (const kind of ["trouble", "delegate", "plan", "question", "permission", "hand-over", "commit", "vanish", "idle"] as const)
      expect(kinds).toContain(kind);
    const after = lives.flatMap((life) =>
      life
        .slice(0, -3)
        .flatMap((step, at) =>
          step.do === "run" && !step.ok && life[at - 1]?.do !== "think" ? [life.slice(at + 1, at + 4).map((one) => one.do)] : [],
        ),
    );
    // Looked into and tried again; or tried once more, and given up.
    expect(new Set(after.map(String))).toEqual(new Set(["think,edit,run", "think,run,task-done"]));
  });
});

test("random numbers stay within their bounds", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: -1_000, max: 1_000 }), fc.nat(1_000), (seed, least, more) => {
      const random = createRandom(seed);
      for (let count = 0; count < 20; count += 1) {
        const number = random.between(least, least + more);
        expect(Number.isInteger(number) && number >= least && number <= least + more).toBe(true);
      }
      expect(random.uuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }),
  );
});
