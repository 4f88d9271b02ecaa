import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCursor, isAfter, parseCursor } from "./cursor.ts";

const cursor = fc.record({ epoch: fc.stringMatching(/^[0-9a-z]{1,32}$/), xid: fc.bigInt(0n, 10n ** 18n), seq: fc.bigInt(0n, 10n ** 17n) });

describe("a cursor", () => {
  test("reads back as it was written", () => {
    fc.assert(
      fc.property(cursor, (value) => {
        expect(parseCursor(formatCursor(value))).toEqual(value);
      }),
    );
  });

  test("is nothing when it is no cursor", () => {
    for (const text of ["", "1", "a.b.c", "e.1", "e.1.2.3", "E.1.2", "e.-1.2", `e.${"9".repeat(30)}.1`])
      expect(parseCursor(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseCursor(text);
      }),
    );
  });

  test("orders by transaction first: a later transaction may hold an earlier number", () => {
    expect(isAfter({ xid: 2n, seq: 1n }, { xid: 1n, seq: 9n })).toBe(true);
    expect(isAfter({ xid: 1n, seq: 9n }, { xid: 2n, seq: 1n })).toBe(false);
    fc.assert(
      fc.property(cursor, cursor, (a, b) => {
        expect(isAfter(a, b) && isAfter(b, a)).toBe(false);
      }),
    );
  });
});
