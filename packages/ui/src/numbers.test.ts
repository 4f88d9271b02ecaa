import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCount, once } from "./numbers.ts";

test("numbers are written as the language does", () => {
  const of = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -20_000, max: 20_000 }),
    fc.double().filter((value) => !Object.is(value, -0)),
  );
  fc.assert(fc.property(of, (value) => formatCount(value) === value.toLocaleString("en-US")));
});

test("what is made once is made when it is wanted", () => {
  let made = 0;
  const format = once(() => ({ made: (made += 1) }));
  expect(made).toBe(0);
  expect([format().made, format().made, made]).toEqual([1, 1, 1]);
});
