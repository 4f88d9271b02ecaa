import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressOf,
  figureQuery,
  flowQuery,
  plainLook,
  rangeWords,
  readLook,
  rowsQuery,
  type TeamworkLook,
  viewKey,
} from "./teamwork-look.ts";

const now = Date.parse("2026-11-21T10:07:30.000Z");
const search = (address: string) => address.slice(address.indexOf("?") < 0 ? address.length : address.indexOf("?"));

describe("an address", () => {
  test("that is made of a look reads as the same look", () => {
    const text = fc.stringMatching(/^[ -~]{1,40}$/u).map((value) => value.trim() || "x");
    const span = fc.constantFrom<Partial<TeamworkLook>>(
      {},
      { range: "7d" },
      { range: "30d" },
      { range: "custom", from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" },
    );
    const rest = fc.record(
      {
        agent: text,
        role: text,
        task: text,
        pattern: text,
        giver: text,
        taker: text,
        giverRole: text,
        takerRole: text,
        type: fc.constantFrom("handoff", "review"),
        flow: fc.constantFrom("roles", "agents"),
        status: fc.constantFrom("pending", "failed"),
        cause: fc.constantFrom("timeout", "handoff_lost"),
        exhausted: fc.constant(true),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(span, rest, (when, more) => {
        const look = { ...plainLook, ...when, ...more } as TeamworkLook;
        expect(readLook(search(addressOf("records", look)))).toEqual(look);
      }),
    );
  });

  test.each([
    ["?range=5y&type=gossip&status=maybe&cause=bad&flow=up&exhausted=1", plainLook],
    ["?from=yesterday&to=2026-11-02T00:00:00Z", plainLook],
    ["?from=2026-11-03T00:00:00Z&to=2026-11-02T00:00:00Z&range=7d", { range: "7d" }],
    ["?agent=%20%20&task=", plainLook],
  ])("says what it can: %s", (given, look) => expect(readLook(given)).toEqual(look));

  test("leaves out what is as usual", () => {
    expect(addressOf("", plainLook)).toBe("/teamwork");
    expect(addressOf("failures", { range: "7d", role: "tester" })).toBe("/teamwork/failures?range=7d&role=tester");
  });
});

describe("what figures are asked with", () => {
  test("a relative range ends with the quarter of an hour that runs", () => {
    expect(figureQuery({ range: "24h" }, now)).toMatchObject({ from: "2026-11-20T10:15:00.000Z", to: "2026-11-21T10:15:00.000Z" });
    expect(figureQuery({ range: "30d" }, now).from).toBe("2026-10-22T10:15:00.000Z");
  });

  test("a span is asked as it is, and rows by what narrows them too", () => {
    const look = readLook("?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&giver=-&cause=timeout&flow=roles");
    expect(rowsQuery(look, now)).toMatchObject({
      from: "2026-11-01T00:00:00.000Z",
      to: "2026-11-02T00:00:00.000Z",
      giver: "-",
      cause: "timeout",
    });
    expect(rowsQuery(look, now)).not.toHaveProperty("flow");
    expect(figureQuery(look, now)).not.toHaveProperty("giver");
    expect([flowQuery(plainLook, now).by, flowQuery({ range: "7d", flow: "agents" }, now).by]).toEqual(["role", "agent"]);
  });

  test("a relative range is kept under one name, whenever it was asked; each narrowing under its own", () => {
    expect(viewKey("summary", { range: "7d", flow: "roles" })).toBe(viewKey("summary", { range: "7d" }));
    expect(viewKey("flow", { range: "7d", flow: "agents" })).not.toBe(viewKey("flow", { range: "7d" }));
    expect(viewKey("summary", { range: "7d", role: "a" })).not.toBe(viewKey("summary", { range: "7d" }));
  });
});

test("a range in words", () => {
  expect(rangeWords({ range: "7d" }, String)).toBe("Last 7 days");
  expect(rangeWords({ range: "custom", from: "a", to: "b" }, (at) => at.toUpperCase())).toBe("A – B");
});
