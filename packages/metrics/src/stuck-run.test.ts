import { expect, test } from "vitest";
import { isStuckRun, type RunInTime } from "./stuck-run.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
const run = (more: Partial<RunInTime>): RunInTime => ({ status: "running", startedAt: ago(1), stages: [], ...more });

test.for<[string, RunInTime, boolean]>([
  ["runs for a day and a bit", run({ startedAt: ago(24.1) }), true],
  ["runs for exactly a day", run({ startedAt: ago(24) }), false],
  ["ended after two days", run({ status: "succeeded", startedAt: ago(48), endedAt: ago(1) }), false],
  ["one stage in its second day", run({ stages: [{ status: "running", startedAt: ago(25) }] }), true],
  ["a stage that waits its turn", run({ stages: [{ status: "waiting" }] }), false],
  ["a stage that took two days and ended", run({ stages: [{ status: "failed", startedAt: ago(50), endedAt: ago(2) }] }), false],
  [
    "suspended, begun long ago, the stage suspended lately",
    run({ status: "suspended", startedAt: ago(99), stages: [{ status: "suspended", startedAt: ago(2) }] }),
    false,
  ],
  [
    "suspended in one stage for two days",
    run({ status: "suspended", startedAt: ago(99), stages: [{ status: "suspended", startedAt: ago(48) }] }),
    true,
  ],
])("%s", ([, given, expected]) => {
  expect(isStuckRun(given, now)).toBe(expected);
});
