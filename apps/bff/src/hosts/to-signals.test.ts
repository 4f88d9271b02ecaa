import { expect, test } from "vitest";
import type { ProcessRow } from "./processes.repository.ts";
import { toSignals } from "./to-signals.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds));
const row = (state: ProcessRow["state"], told: number) =>
  ({
    ...{ id: "hp_1", sessionId: "se_1", agent: "builder", role: null, vendor: null, folder: "/srv/shop", restarts: 0 },
    ...{ state, startedAt: at(0), endedAt: null, toldAt: at(told) },
  }) as ProcessRow;
const told = (before: ProcessRow, after: ProcessRow) =>
  toSignals({ name: "devbox" }, { before, after }, after.toldAt).map(({ kind, data }) => ({ kind, ...data }));

test("a process that runs shows a sign of life with its reports; one that stands still is told once", () => {
  expect(told(row("running", 5), row("running", 30))).toEqual([{ kind: "heartbeat", state: "running" }]);
  expect(told(row("running", 30), row("paused", 31))).toEqual([{ kind: "heartbeat", state: "paused" }]);
  expect(told(row("paused", 31), row("paused", 60))).toEqual([]);
  expect(told(row("paused", 60), row("paused", 600))).toEqual([]);
  expect(told(row("paused", 600), row("running", 601))).toEqual([{ kind: "heartbeat", state: "running" }]);
});
