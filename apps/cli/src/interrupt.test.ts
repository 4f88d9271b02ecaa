import { afterEach, expect, test, vi } from "vitest";
import { onInterrupt } from "./interrupt.ts";

afterEach(() => vi.restoreAllMocks());

test("one press that comes twice withdraws; a second press ends at once", () => {
  let now = 1_000;
  const exit = vi.spyOn(process, "exit").mockImplementation((() => undefined) as unknown as typeof process.exit);
  const interrupt = onInterrupt(() => now);
  try {
    process.emit("SIGINT", "SIGINT");
    expect([interrupt.signal.aborted, interrupt.caught()?.code]).toEqual([true, 130]);
    now += 120;
    process.emit("SIGINT", "SIGINT");
    expect(exit).not.toHaveBeenCalled();
    now += 400;
    process.emit("SIGINT", "SIGINT");
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  } finally {
    interrupt.stop();
  }
  process.once("SIGINT", () => undefined);
  process.emit("SIGINT", "SIGINT");
  expect(exit).toHaveBeenCalledTimes(1);
});
