import { signal as signalShape } from "@beckon/contracts/signals";
import { expect, test } from "vitest";
import { completeSignals, handOverSignals, progressSignals, startSignals, type Spoken } from "./work-signals.ts";

const at = new Date("2026-11-21T10:00:00.400Z");
const later = (ms: number) => new Date(at.getTime() + ms);
const call = { agent: { name: "builder", host: "laptop" }, session: "s1", id: "toolu_1", modern: true };
const spoken: Spoken = { call, at };
const head = { source: "mcp", takes: ["message"], agent: call.agent, session: "s1", at: "2026-11-21T10:00:00.400Z" };

test("progress, with and without a number and a task", () => {
  expect(progressSignals(spoken, { message: "Half" })).toEqual([
    { ...head, id: "progress:s1:toolu_1", kind: "progress.reported", data: { message: "Half" } },
  ]);
  expect(progressSignals(spoken, { message: "Half", percent: 50, task_id: "T-1" })).toEqual([
    { ...head, id: "progress:s1:toolu_1", task: "T-1", kind: "progress.reported", data: { message: "Half", progress: 50, taskId: "T-1" } },
  ]);
});

test("a task keeps the id it has, or gets one that a retry of the call gets too", () => {
  const own = startSignals(spoken, { title: "Orders", task_id: "T-1" });
  expect(own).toEqual({
    taskId: "T-1",
    signals: [
      {
        ...head,
        id: "task-start:s1:toolu_1",
        task: "T-1",
        kind: "task.changed",
        data: { taskId: "T-1", subject: "Orders", status: "in_progress" },
      },
    ],
  });
  const made = startSignals(spoken, { title: "Orders" });
  expect(made.taskId).toMatch(/^tk_[0-9a-f]{22}$/);
  expect(startSignals({ call, at: later(5_000) }, { title: "Orders" }).taskId).toBe(made.taskId);
  expect(startSignals({ call: { ...call, id: "toolu_2" }, at }, { title: "Orders" }).taskId).not.toBe(made.taskId);
  // Ids that are counted anew in each run say which call it is only together with it; random ones stand alone.
  const counted = { ...call, id: "call_0" };
  expect(startSignals({ call: { ...counted, session: "s2" }, at }, { title: "Orders" }).taskId).not.toBe(
    startSignals({ call: counted, at }, { title: "Orders" }).taskId,
  );
  const random = { ...call, id: "toolu_01NxTqJ8pLrV5kZ3mYbW7c" };
  expect(startSignals({ call: { ...random, session: "s2" }, at }, { title: "Orders" }).taskId).toBe(
    startSignals({ call: random, at }, { title: "Orders" }).taskId,
  );
});

test("the end of a task tells its summary first", () => {
  const signals = completeSignals(spoken, { task_id: "T-1", outcome: "failed", summary: "No disk" });
  expect(signals.map(({ id, kind, data }) => ({ id, kind, data }))).toEqual([
    { id: "task-end:s1:toolu_1:summary", kind: "progress.reported", data: { message: "No disk", taskId: "T-1" } },
    { id: "task-end:s1:toolu_1", kind: "task.changed", data: { taskId: "T-1", status: "failed", error: "No disk" } },
  ]);
  expect(completeSignals(spoken, { task_id: "T-1", outcome: "completed" })).toMatchObject([
    { data: { status: "completed", progress: 100 } },
  ]);
});

test("a hand-over is an offer with an id of its own", () => {
  const { handoffId, signals } = handOverSignals(spoken, { to: "reviewer", task: "Read it" });
  expect(signals).toEqual([
    { ...head, id: "hand-over:s1:toolu_1", kind: "handoff.offered", data: { handoffId, to: "reviewer", task: "Read it" } },
  ]);
});

test("without the vendor's id the same words within a second are one fact, later they are another", () => {
  const { id: _, ...nameless } = call;
  const idOf = (spoken: Spoken, message: string) => progressSignals(spoken, { message })[0]?.id;
  const first = idOf({ call: nameless, at }, "Half");
  expect(idOf({ call: nameless, at: later(500) }, "Half")).toBe(first);
  expect(idOf({ call: nameless, at: later(1_000) }, "Half")).not.toBe(first);
  expect(idOf({ call: nameless, at }, "Done")).not.toBe(first);
  expect(idOf({ call: { ...nameless, session: "s2" }, at }, "Half")).not.toBe(first);
});

test("the longest that a tool takes fits the contract", () => {
  const long = { agent: { name: "n".repeat(120) }, session: "s".repeat(200), id: "i".repeat(150), modern: true };
  const task_id = "t".repeat(200);
  const words = "w".repeat(2_000);
  const signals = [
    ...progressSignals({ call: long, at }, { message: words, percent: 100, task_id }),
    ...startSignals({ call: long, at }, { title: "t".repeat(300), task_id }).signals,
    ...completeSignals({ call: long, at }, { task_id, outcome: "completed", summary: words }),
    ...handOverSignals({ call: long, at }, { to: "r".repeat(200), task: words, task_id }).signals,
  ];
  for (const each of signals) expect(signalShape.parse(each)).toEqual(each);
});
