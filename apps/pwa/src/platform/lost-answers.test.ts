import { beforeEach, expect, test } from "vitest";
import { ApiProblem } from "./api-client.ts";
import { LostAnswers } from "./lost-answers.ts";

let now = 0;
let keys: string[];
let lost: LostAnswers;
beforeEach(() => {
  now = 0;
  keys = [];
  lost = new LostAnswers(() => now);
});
/** Sends, and notes the key; without a status it is taken. */
const send = (wish: unknown, status?: number) =>
  lost
    .send(wish, async (key) => {
      keys.push(key);
      if (status !== undefined) throw new ApiProblem(status, {});
      return "taken";
    })
    .catch((error: unknown) => (error as ApiProblem).status);
const pauseAll = { action: "pause_all" };

test("a wish whose answer was lost is the same one when it is wished again within a minute", async () => {
  expect(await send(pauseAll, 0)).toBe(0);
  now = 59_000;
  expect(await send(pauseAll)).toBe("taken");
  expect(keys[1]).toBe(keys[0]);
  expect(await send(pauseAll)).toBe("taken");
  expect(keys[2]).not.toBe(keys[0]);
});

test("wished hours later it is a new one: what came of the first has been seen, and may have been undone", async () => {
  await send(pauseAll, 0);
  now = 30_000;
  await send(pauseAll, 0);
  now = 60_000;
  expect(await send(pauseAll)).toBe("taken");
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("what the server refused, and another wish, go under keys of their own", async () => {
  await send(pauseAll, 409);
  await send(pauseAll, 0);
  await send({ action: "stop_tasks" });
  expect(new Set(keys).size).toBe(3);
});
