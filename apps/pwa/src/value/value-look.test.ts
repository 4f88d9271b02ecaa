import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressOf,
  filterNames,
  filtersOf,
  groupings,
  outcomesAddress,
  rangeWords,
  ranges,
  readLook,
  scopeOf,
  type ValueLook,
  viewKey,
  windowOf,
} from "./value-look.ts";

const now = Date.parse("2026-11-21T10:07:00Z");

describe("the address of a look", () => {
  test("says the same look again, whatever is in it", () => {
    const text = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((value) => value.trim())
      .filter((value) => value !== "");
    const filters = fc.record(Object.fromEntries(filterNames.map((name) => [name, text])), { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.constantFrom(...ranges.slice(0, 3)),
        fc.option(fc.constantFrom(...groupings), { nil: undefined }),
        filters,
        (range, by, given) => {
          const look: ValueLook = { range, ...(by && { by }), ...given };
          expect(readLook(addressOf("", look).slice("/value".length))).toEqual(look);
        },
      ),
    );
  });

  test("what is wrong in it is as if it were not there", () => {
    expect(readLook("?range=1y&by=person&from=x&to=y&agent=")).toEqual({ range: "90d" });
    expect(readLook("?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z")).toEqual({ range: "90d" });
  });

  test("a span of one's own is a window of its own", () => {
    const look = readLook("?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z&figure=roi");
    expect(look).toEqual({ range: "custom", from: "2026-10-01T00:00:00.000Z", to: "2026-11-01T00:00:00.000Z", figure: "roi" });
    expect(windowOf(look, now)).toEqual({ from: look.from, to: look.to });
    expect(rangeWords(look, (at) => at.slice(0, 10))).toBe("2026-10-01 – 2026-11-01");
  });
});

describe("what is asked", () => {
  test("a range ends on the quarter of an hour that goes on", () => {
    expect(windowOf({ range: "30d" }, now)).toEqual({ from: "2026-10-22T10:15:00.000Z", to: "2026-11-21T10:15:00.000Z" });
    expect(scopeOf({ range: "30d", agent: "ag_1", task: undefined }, now)).toMatchObject({ agent: "ag_1" });
    expect(scopeOf({ range: "30d" }, now)).not.toHaveProperty("agent");
  });

  test("rows behind a figure are of the same window and filters", () => {
    const address = new URL(outcomesAddress({ range: "30d", taskType: "fix", role: "tester" }, now, { state: "reverted" }), "http://x");
    expect(address.pathname).toBe("/value/outcomes");
    expect(Object.fromEntries(address.searchParams)).toEqual({
      from: "2026-10-22T10:15:00.000Z",
      to: "2026-11-21T10:15:00.000Z",
      taskType: "fix",
      role: "tester",
      state: "reverted",
    });
  });

  test("what is kept is known by the look, not by the figure that is open in it", () => {
    const look: ValueLook = { range: "30d", by: "role", figure: "roi" };
    expect(viewKey("summary", look)).toBe(viewKey("summary", { range: "30d" }));
    expect(viewKey("groups", look)).not.toBe(viewKey("groups", { range: "30d" }));
    expect(viewKey("summary", look)).not.toBe(viewKey("summary", { range: "30d", role: "tester" }));
    expect([filtersOf(look), filtersOf({ range: "30d", role: "tester", task: "1" })]).toEqual([0, 2]);
  });
});
