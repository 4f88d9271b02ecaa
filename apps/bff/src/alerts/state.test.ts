import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBeyond, restMs, step, waits, type Bounds, type Read, type Standing } from "./state.ts";

const every = 30_000;
const minute = 60_000;
const above: Bounds = { bound: "above", threshold: 10, clear: 8, forMs: 10 * minute, keepMs: 5 * minute };

/** What a row of readings, one each interval, makes of it. */
const run = (reads: readonly Read[], bounds: Bounds = above, from: Standing = { state: "inactive" }) => {
  let standing = from;
  return reads.map((read, index) => {
    const now = index * every;
    const { after, fired, resolved } = step(standing, read, bounds, now);
    standing = after;
    return { now, read, after, fired: fired === true, resolved };
  });
};
const minutes = (count: number, read: Read): Read[] => Array.from({ length: count * 2 }, () => read);
const times = (rows: ReturnType<typeof run>, what: "fired" | "resolved") =>
  rows.filter((row) => Boolean(row[what])).map(({ now }) => now / minute);

describe("one subject under a rule", () => {
  test("fires when it was beyond for long enough, is resolved when it was back for long enough", () => {
    const rows = run([...minutes(3, 5), ...minutes(12, 12), ...minutes(10, 7)]);
    expect(times(rows, "fired")).toEqual([13]);
    expect(times(rows, "resolved")).toEqual([20]);
    expect(rows.at(-1)?.after.state).toBe("resting");
  });

  test("at the threshold it does not fire, between clear bound and threshold it goes on", () => {
    expect(times(run(minutes(60, 10)), "fired")).toEqual([]);
    expect(times(run([...minutes(12, 12), ...minutes(60, 9)]), "resolved")).toEqual([]);
  });

  test("without a reading nothing begins and nothing ends, and that is known", () => {
    expect(times(run(minutes(60, null)), "fired")).toEqual([]);
    const rows = run([...minutes(12, 12), ...minutes(30, null)]);
    expect(rows.at(-1)?.after).toMatchObject({ state: "firing", noReadingSince: 12 * minute });
    expect(times(run([...minutes(9, 12), null, ...minutes(9, 12)]), "fired")).toEqual([]);
  });

  test("what it was about is no more: over, after the same while", () => {
    const rows = run([...minutes(11, 12), ...minutes(6, "gone")]);
    expect(rows.find(({ resolved }) => resolved)?.resolved).toBe("over");
    expect(run([12, "gone"], { ...above, forMs: 0, keepMs: 0 }).at(-1)?.resolved).toBe("over");
  });

  test("flapping does not ring: each time it must hold for twice as long, and after an hour of peace that is forgotten", () => {
    const restless = { ...above, forMs: 0, keepMs: minute };
    // Half a minute wrong, then two minutes right, for ten hours.
    const rows = run(Array.from({ length: 240 }, () => [12, ...minutes(2, 5)] satisfies Read[]).flat(), restless);
    expect(times(rows, "fired")).toEqual([0]);
    // What really comes back for long rings again.
    const back = run([...minutes(1, 12), ...minutes(2, 5), ...minutes(30, 12)], restless);
    expect(times(back, "fired")).toEqual([0, 5]);
    const later = run([...minutes(1, 12), ...minutes(70, 5), 12], restless);
    expect(times(later, "fired")).toEqual([0, 71]);
  });
});

describe("whatever is read", () => {
  const read: fc.Arbitrary<Read> = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0, max: 20, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant("gone" as const) },
  );
  /** Long runs of the same, so that something happens. */
  const reads = fc
    .array(fc.tuple(read, fc.integer({ min: 1, max: 40 })), { maxLength: 40 })
    .map((parts) => parts.flatMap(([value, count]) => Array.from({ length: count }, () => value)));
  const bounds = fc.record({
    bound: fc.constantFrom("above" as const, "below" as const),
    threshold: fc.constant(10),
    forMs: fc.integer({ min: 0, max: 40 }).map((count) => count * every),
    keepMs: fc.integer({ min: 0, max: 40 }).map((count) => count * every),
  });
  const withClear = bounds.map((all): Bounds => ({ ...all, clear: all.bound === "above" ? 8 : 12 }));

  test("it fires only after a whole time beyond the threshold, each reading of it a number", () => {
    fc.assert(
      fc.property(reads, withClear, (all, rule) => {
        const rows = run(all, rule);
        for (const [index, row] of rows.entries()) {
          if (!row.fired) continue;
          const { since } = row.after as Extract<Standing, { state: "firing" }>;
          expect(row.now - since).toBeGreaterThanOrEqual(rule.forMs);
          for (const one of rows.slice(since / every, index + 1))
            expect(typeof one.read === "number" && isBeyond(rule, one.read)).toBe(true);
        }
      }),
    );
  });

  test("it is resolved only by readings, after a whole time within the clear bound or gone", () => {
    fc.assert(
      fc.property(reads, withClear, (all, rule) => {
        const rows = run(all, rule);
        for (const [index, row] of rows.entries()) {
          if (!row.resolved) continue;
          const last = rows.slice(Math.max(0, index - rule.keepMs / every), index + 1);
          expect(last.every((one) => one.read !== null && (one.read === "gone" || !isBeyond(rule, one.read)))).toBe(true);
        }
      }),
    );
  });

  test("firing and resolving take turns, and in an hour it rings at most a few times, however it flaps", () => {
    fc.assert(
      fc.property(reads, withClear, (all, rule) => {
        const turns = run(all, rule).flatMap(({ fired, resolved }) => [...(fired ? ["f"] : []), ...(resolved ? ["r"] : [])]);
        expect(turns.every((turn, index) => turn === (index % 2 === 0 ? "f" : "r"))).toBe(true);
        const hourly = run(all, rule)
          .filter(({ fired }) => fired)
          .map(({ now }) => now);
        for (const at of hourly) expect(hourly.filter((other) => other >= at && other < at + restMs).length).toBeLessThanOrEqual(6);
      }),
    );
  });

  test("how long it must hold never gets shorter with the flaps, and never longer than an hour or the rule's own", () => {
    fc.assert(
      fc.property(withClear, fc.integer({ min: 0, max: 60 }), (rule, flaps) => {
        const [one, next] = [waits(rule, flaps), waits(rule, flaps + 1)];
        expect(next.forMs).toBeGreaterThanOrEqual(one.forMs);
        expect(one.forMs).toBeLessThanOrEqual(Math.max(rule.forMs, restMs));
        expect(one.keepMs).toBeLessThanOrEqual(Math.max(rule.keepMs, restMs));
      }),
    );
  });
});
