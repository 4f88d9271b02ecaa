import { expect, test } from "vitest";
import { measureSoon } from "./measure-soon.ts";

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

test("all that ask read before any of them changes something, once each, in the next frame", async () => {
  const did: string[] = [];
  const asks = ["a", "b"].map((name) => () => {
    did.push(`${name} reads`);
    return () => void did.push(`${name} changes`);
  });
  for (const ask of [...asks, ...asks]) measureSoon(ask);
  expect(did).toEqual([]);
  await frame();
  expect(did).toEqual(["a reads", "b reads", "a changes", "b changes"]);
});

test("who asks again while it changes is heard in the frame after; who has nothing to change is left alone", async () => {
  let times = 0;
  const again = () => {
    times += 1;
    return times < 3 ? () => measureSoon(again) : undefined;
  };
  measureSoon(again);
  await frame();
  await frame();
  expect(times).toBe(3);
});
