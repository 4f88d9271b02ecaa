import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flowView, tellsRoles } from "./flow-graph.ts";
import { flowHeight, layFlow } from "./flow-layout.ts";
import { aFlow, aRoleFlow, row } from "./testing/figures.ts";

const named = (view: ReturnType<typeof flowView>) => view.pairs.map(({ from, to, attempts }) => `${from.name}>${to.name} ${attempts}`);

describe("who hands to whom", () => {
  test("by agent: all kinds of a pair together, each direction on its own, most first", () => {
    expect(named(flowView(aFlow(), "agents"))).toEqual(["lead>builder 11", "builder>lead 4", "lead>Planner 2", "builder>nobody named 1"]);
    expect(flowView(aFlow(), "agents").pairs[0]?.words).toMatch(/^lead to builder: 8 of 10 succeeded, 80 %.*, 1 open$/u);
  });

  test("by role, where none was told too; no attempt is lost or counted twice", () => {
    const view = flowView(aRoleFlow(), "roles");
    expect(named(view)).toEqual(["architect>developer 11", "developer>architect 4", "developer>no role told 1"]);
    expect(view.pairs.map(({ to }) => to.key)).toEqual(["developer", "architect", "-"]);
  });

  test("nothing ended is no data, not 0 %", () => {
    const view = flowView(aFlow({ links: [{ from: "ag_lead", to: "ag_builder", type: "pair", ...row(0, 0, 2) }] }), "agents");
    expect(view.pairs[0]?.share.value).toBeNull();
  });

  test("roles say something only where one was told", () => {
    expect(tellsRoles(aRoleFlow())).toBe(true);
    expect(tellsRoles(aFlow({ nodes: [{ key: "", name: "" }] }))).toBe(false);
  });
});

describe("the drawing", () => {
  const key = fc.integer({ min: 0, max: 11 }).map((n) => `ag_${n}`);
  const links = fc.array(
    fc.record({ from: key, to: key, succeeded: fc.nat(900), failed: fc.nat(300), pending: fc.nat(20) }).map(({ from, to, ...tally }) => ({
      from,
      to,
      type: "handoff" as const,
      ...row(tally.succeeded, tally.failed, tally.pending),
    })),
    { minLength: 1, maxLength: 60 },
  );
  const nodes = Array.from({ length: 12 }, (_, index) => ({ key: `ag_${index}`, name: `agent ${index}` }));

  test("keeps boxes apart and inside, strips at their boxes, and their parts as wide as the whole", () => {
    fc.assert(
      fc.property(links, fc.integer({ min: 280, max: 1_400 }), (some, width) => {
        const { pairs } = flowView(aFlow({ nodes, links: some }), "agents");
        fc.pre(pairs.length > 0);
        const drawing = layFlow(pairs, width);
        expect(drawing.height).toBe(flowHeight(pairs, width));
        for (const x of new Set(drawing.nodes.map((node) => node.x))) {
          const column = drawing.nodes.filter((node) => node.x === x).sort((a, b) => a.y - b.y);
          for (const [index, { y, height, width: wide }] of column.entries()) {
            expect(y).toBeGreaterThanOrEqual(-0.01);
            expect(y + height).toBeLessThanOrEqual(drawing.height + 0.01);
            expect(x + wide).toBeLessThanOrEqual(width + 0.01);
            const below = column[index + 1];
            if (below) expect(below.y).toBeGreaterThanOrEqual(y + height + 9.9);
          }
        }
        for (const link of drawing.links) {
          expect(link.path).toMatch(/^M[-\d. ]+C[-\d. ]+$/u);
          expect(link.bands.reduce((sum, band) => sum + band.width, 0)).toBeCloseTo(link.width, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("wider for more attempts", () => {
    const { pairs } = flowView(aFlow(), "agents");
    const { links: drawn } = layFlow(pairs, 600);
    expect(drawn[0]!.width).toBeGreaterThan(drawn[1]!.width);
    expect(drawn[0]!.bands.map(({ tone }) => tone)).toEqual(["good", "bad", "open"]);
  });

  test("an agent that hands to itself is at both sides", () => {
    const { pairs } = flowView(aFlow({ links: [{ from: "ag_lead", to: "ag_lead", type: "pair", ...row(1, 0) }] }), "agents");
    expect(layFlow(pairs, 400).nodes).toHaveLength(2);
  });
});
