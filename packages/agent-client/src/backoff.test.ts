import { expect, test } from "vitest";
import { backoffMs, sleep } from "./backoff.ts";
import { uuidV7 } from "./uuid-v7.ts";

test("doubles up to five seconds, spread over the whole range, never zero", () => {
  expect([0, 1, 2, 3, 4, 5, 40].map((failures) => backoffMs(failures, () => 1))).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  expect([0, 5, 1_000].map((failures) => backoffMs(failures, () => 0))).toEqual([20, 20, 20]);
});

test("sleep ends at once when its signal is or gets aborted", async () => {
  await expect(sleep(60_000, AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
  const controller = new AbortController();
  const sleeping = sleep(60_000, controller.signal);
  controller.abort(new Error("during"));
  await expect(sleeping).rejects.toThrow("during");
});

test("a UUIDv7 starts with its milliseconds and carries version and variant", () => {
  expect(uuidV7(0x0123456789ab)).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(Array.from({ length: 1_000 }, () => uuidV7(1))).size).toBe(1_000);
});
