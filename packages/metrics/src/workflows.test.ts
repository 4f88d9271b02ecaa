import * as fc from "fast-check";
import { expect, test } from "vitest";
import { durations, resumeSuccess, stageDurations, stuck, suspensionWaits } from "./workflows.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const ago = (ms: number) => new Date(now - ms).toISOString();
const hour = 3_600_000;

test("stages by name, from their instants; what still runs or ends before it begins is left out", () => {
  const stages = [
    { stage: "quality", startedAt: ago(4 * hour), endedAt: ago(3 * hour) },
    { stage: "quality", startedAt: ago(4 * hour), endedAt: ago(hour) },
    { stage: "quality", startedAt: ago(hour) },
    { stage: "testing", startedAt: ago(0), endedAt: ago(hour) },
    { stage: "testing", startedAt: "never", endedAt: ago(hour) },
  ];
  expect(stageDurations(stages)).toEqual([
    { stage: "quality", p50: 2 * hour, p95: 2.9 * hour, n: 2 },
    { stage: "testing", p50: null, p95: null, n: 0 },
  ]);
});

test("waits end with the resume", () =>
  expect(suspensionWaits([{ suspendedAt: ago(hour), resumedAt: ago(0) }, { suspendedAt: ago(9 * hour) }])).toMatchObject({
    p50: hour,
    n: 1,
  }));

test("a resume succeeded only if that was told; one under way stands beside", () => {
  const span = { startedAt: ago(hour), endedAt: ago(0) };
  const found = resumeSuccess([
    { ...span, ok: true },
    { ...span, ok: false },
    span,
    { ...span, ok: true },
    { startedAt: ago(hour), ok: true },
  ]);
  expect(found).toMatchObject({ value: 50, n: 4, pending: 1, took: { p50: hour, n: 4 } });
  expect(resumeSuccess([])).toMatchObject({ value: null, n: 0, took: { p50: null } });
});

test("stuck is more than 24 hours, in the run or in one stage, and never what ended", () => {
  const day = 24 * hour;
  expect(stuck({ startedAt: ago(day) }, now).value).toBe(false);
  expect(stuck({ startedAt: ago(day + 1) }, now)).toMatchObject({ value: true, reasons: [{ what: "run", ageMs: day + 1 }] });
  const both = { startedAt: ago(3 * day), stage: { startedAt: ago(2 * day) } };
  expect(stuck(both, now).reasons.map(({ what }) => what)).toEqual(["run", "stage"]);
  expect(stuck({ ...both, endedAt: ago(1) }, now).value).toBe(false);
  expect(stuck({ ...both, stage: { startedAt: ago(2 * day), endedAt: ago(day) } }, now).reasons.map(({ what }) => what)).toEqual(["run"]);
});

test("durations do not depend on the order in which spans arrive", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1e9), fc.nat(1e9))), (pairs) => {
      const spans = pairs.map(([from, took]) => ({ startedAt: ago(from), endedAt: ago(from - took) }));
      expect(durations(spans.toReversed())).toEqual(durations(spans));
      expect(durations(spans).n).toBe(spans.length);
    }),
  ));
