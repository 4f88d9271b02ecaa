import { expect, test } from "vitest";
import { Ticker } from "./ticker.ts";

test("beats only while somebody listens", () => {
  let running: (() => void) | undefined;
  const ticker = new Ticker({
    every: (fn) => {
      running = fn;
      return () => (running = undefined);
    },
  });
  let heard = 0;
  const stopFirst = ticker.listen(() => (heard += 1));
  const stopSecond = ticker.listen(() => (heard += 10));
  running?.();
  expect(heard).toBe(11);
  stopFirst();
  running?.();
  expect(heard).toBe(21);
  stopSecond();
  expect(running).toBeUndefined();
});
