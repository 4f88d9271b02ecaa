import { describe, expect, test } from "vitest";
import { aliveOf, endOf, formatBytes, lastLine, loadOf } from "./process-words.ts";
import { aHost, aProcess } from "./testing/rows.ts";

test.each([
  [0, "0 B"],
  [1_023, "1023 B"],
  [1_024, "1 KB"],
  [412 * 1_024 ** 2, "412 MB"],
  [1.3 * 1_024 ** 3, "1.3 GB"],
  [64 * 1_024 ** 3, "64 GB"],
])("%d bytes are %s", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

test("load is told as far as it was measured", () => {
  expect(loadOf({ cpu: 0.124, memoryBytes: 2_048 })).toEqual(["12 % of a core", "2 KB"]);
  expect(loadOf({ cpu: 0.001 })).toEqual(["under 1 % of a core"]);
  expect(loadOf({ cpu: 0 })).toEqual(["0 % of a core"]);
  expect(loadOf({ cpu: 2.5 })).toEqual(["250 % of a core"]);
  expect(loadOf({})).toEqual([]);
});

describe("how a process ended", () => {
  test.each([
    [{ exitCode: 1 }, "exit code 1"],
    [{ signal: "SIGKILL" }, "killed by SIGKILL"],
    [{ problem: "The program is not there" }, "The program is not there"],
    [{ problem: "More memory than its limit", signal: "SIGKILL" }, "More memory than its limit, killed by SIGKILL"],
    [{}, ""],
  ])("%o", (end, words) => expect(endOf(end)).toBe(words));
});

test("the last line that says something, without a terminal's colours", () => {
  expect(lastLine({ output: ["\u001b[32m✓ done\u001b[0m", "\u001b[0m  "] })).toBe("✓ done");
  expect(lastLine({ output: [] })).toBe("");
});

test("places of a profile are taken by what lives, not by what ended", () => {
  const processes = [
    aProcess("1"),
    aProcess("2", { state: "paused" }),
    aProcess("3", { state: "failed" }),
    aProcess("4", { profile: "other" }),
  ];
  expect(aliveOf(aHost("devbox", { processes }), "builder")).toBe(2);
  expect(aliveOf(aHost("devbox", { processes }))).toBe(3);
});
