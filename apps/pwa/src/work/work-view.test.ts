import type { TaskStatus } from "@beckon/contracts/tasks";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runsIn, stuckWords } from "./run-words.ts";
import { draftOf, emptyDraft, inputOf, patchOf, problemsOf } from "./task-draft.ts";
import { movesOf } from "./task-words.ts";
import { ago, aRun, aTask, now } from "./testing/rows.ts";
import { workFigures } from "./work-figures.ts";
import { plainLook, readLook, type WorkLook, writeLook } from "./work-look.ts";
import { workView } from "./work-view.ts";

const look = (more: Partial<WorkLook> = {}): WorkLook => ({ ...plainLook, ...more });
const file = { directoryId: "wd_1", path: "inbox/a.yaml", document: 0, lane: "inbox", writable: false };
const lanes = (tasks: ReturnType<typeof aTask>[], more: Partial<WorkLook> = {}, directory?: never) =>
  workView({ tasks, directory }, look(more), now).lanes.map(({ id, tasks: own }) => [id, own.map((task) => task.id)]);

describe("the address", () => {
  const text = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((value) => value.trim())
    .filter((value) => value !== "");
  const looks = fc.record<WorkLook>({
    view: fc.constantFrom("board", "list", "workflows"),
    q: fc.oneof(fc.constant(""), text),
    range: fc.constantFrom("24h", "7d", "all"),
    scope: fc.constantFrom("team", "session", "all"),
    status: fc.constantFrom(undefined, "blocked", "timed_out"),
    priority: fc.constantFrom(undefined, "critical"),
    agent: fc.option(text, { nil: undefined }),
    role: fc.option(text, { nil: undefined }),
    project: fc.option(text, { nil: undefined }),
    directory: fc.constantFrom(undefined, "wd_1"),
    cancelled: fc.boolean(),
    lane: fc.constantFrom(undefined, "blocked"),
    run: fc.constantFrom(undefined, "stuck"),
  });

  test("of a look shows the same look", () =>
    fc.assert(
      fc.property(looks, (given) => {
        expect(readLook(new URL(writeLook(given), "https://x").search)).toEqual(given);
      }),
    ));

  test("that is wrong is as if it said nothing", () => {
    expect(readLook("?view=x&range=9&status=__proto__&cancelled=yes")).toEqual(readLook(""));
    expect(writeLook(plainLook)).toBe("/work");
  });
});

describe("the board", () => {
  test("has each task in its lane: timed out with the failed, cancelled only where wanted, unreadable by itself", () => {
    const tasks = [
      aTask("a"),
      aTask("b", { status: "timed_out", endedAt: ago(5) }),
      aTask("c", { status: "failed", endedAt: ago(9) }),
      aTask("d", { status: "cancelled", endedAt: ago(5) }),
      aTask("e", { file: { ...file, problem: "no YAML" } }),
    ];
    expect(lanes(tasks)).toEqual([
      ["pending", ["a"]],
      ["assigned", []],
      ["in_progress", []],
      ["blocked", []],
      ["completed", []],
      ["failed", ["b", "c"]],
      ["unreadable", ["e"]],
    ]);
    expect(lanes(tasks, { cancelled: true })).toContainEqual(["cancelled", ["d"]]);
  });

  test("is in the order of need: priority, then age; what ended latest first and only in its range", () => {
    const tasks = [
      aTask("old", { createdAt: ago(90) }),
      aTask("new", { createdAt: ago(1) }),
      aTask("urgent", { priority: "critical", createdAt: ago(1) }),
      aTask("done early", { status: "completed", endedAt: ago(100) }),
      aTask("done late", { status: "completed", endedAt: ago(1) }),
      aTask("long ago", { status: "completed", endedAt: ago(60 * 24 * 8) }),
    ];
    expect(workView({ tasks }, look(), now).found.map(({ id }) => id)).toEqual(["urgent", "old", "new", "done late", "done early"]);
    expect(workView({ tasks }, look({ range: "all" }), now).found).toHaveLength(6);
  });

  test("of a work directory has its own lanes in its own order, the empty ones too", () => {
    const tasks = [aTask("a", { file }), aTask("b", { file: { ...file, lane: "." } }), aTask("c")];
    const directory = {
      id: "wd_1",
      name: "tasks",
      host: "devbox",
      path: "/t",
      writable: false,
      lanes: [
        { name: "inbox", tasks: 1 },
        { name: "done", tasks: 0 },
      ],
      files: 2,
      unreadable: 0,
      lastSeenAt: ago(0),
      watching: true,
    };
    const view = workView({ tasks, directory }, look({ directory: "wd_1" }), now);
    expect(view.lanes.map(({ word, tasks: own }) => [word, own.length])).toEqual([
      ["inbox", 1],
      ["done", 0],
      ["Beside the folders", 1],
    ]);
  });

  test("is searched by every word, in title, project, agent, labels and error", () => {
    const tasks = [aTask("a", { title: "Fix login", agent: { name: "Builder" } }), aTask("b", { error: "login fails" })];
    const ids = (q: string) => workView({ tasks }, look({ q }), now).found.map(({ id }) => id);
    expect(ids("LOGIN")).toEqual(["a", "b"]);
    expect(ids("login builder")).toEqual(["a"]);
    expect(ids("nothing")).toEqual([]);
  });
});

describe("figures", () => {
  test("without a task are no data, never 0 % or 100 %", () => {
    const figures = workFigures([], look(), { now, agents: [] });
    expect([figures.queue.value, figures.success.value, figures.distribution.value, figures.balance.value]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test("are those of METRICS: 5 in progress of 15 is 33.33 %; 85 of 90 is 94.44 %", () => {
    const many = (count: number, status: TaskStatus, more = {}) =>
      Array.from({ length: count }, (_, index) => aTask(`${status}${index}`, { status, ...more }));
    const tasks = [
      ...many(10, "pending"),
      ...many(5, "in_progress", { agent: { name: "a" } }),
      ...many(85, "completed", { endedAt: ago(9) }),
      ...many(5, "failed", { endedAt: ago(9) }),
    ];
    const figures = workFigures(tasks, look({ range: "24h" }), { now, agents: ["a", "b"] });
    expect(figures.distribution.value).toBeCloseTo(33.33, 2);
    expect(figures.success).toMatchObject({ n: 90 });
    expect(figures.success.value).toBeCloseTo(94.44, 2);
    expect(figures.balance).toMatchObject({ value: 0.5, n: 2 });
    expect(figures.throughput.value).toBeCloseTo(85 / 24, 4);
  });

  test("leave the demo out while there is anything else, and unreadable files always", () => {
    const demo = aTask("d", { demo: true });
    expect(workFigures([demo, aTask("a"), aTask("e", { file: { ...file, problem: "x" } })], look(), { now, agents: [] }).queue.n).toBe(1);
    expect(workFigures([demo], look(), { now, agents: [] }).queue.n).toBe(1);
  });
});

describe("moves", () => {
  test("are the legal ones, and assigned only to somebody", () => {
    expect(movesOf(aTask("a"))).toEqual(["in_progress", "blocked", "cancelled"]);
    expect(movesOf(aTask("a", { agent: { name: "x" } }))).toContain("assigned");
    expect(movesOf(aTask("a", { status: "completed" }))).toEqual([]);
    expect(movesOf(aTask("a", { file }))).toEqual([]);
    expect(movesOf(aTask("a", { file: { ...file, writable: true } }))).not.toEqual([]);
  });
});

describe("writing", () => {
  test("a task that is not touched is no change; an emptied field is null", () => {
    const task = aTask("a", { body: "x", role: "tester", labels: ["l"], estimate: { p10: 1, p50: 2, p90: 3 } });
    expect(patchOf(task, draftOf(task))).toEqual({});
    expect(patchOf(task, { ...draftOf(task), role: "", labels: "", p10: "", p50: "", p90: "", title: "New" })).toEqual({
      title: "New",
      role: null,
      labels: [],
      estimate: null,
    });
  });

  test("what cannot be sent is said beside its field", () => {
    expect(problemsOf(emptyDraft)).toEqual({ title: "A task needs a title." });
    const titled = { ...emptyDraft, title: "x" };
    expect(problemsOf({ ...titled, p10: "2" })).toHaveProperty("p50");
    expect(problemsOf({ ...titled, p10: "3", p50: "2", p90: "4" })).toHaveProperty("p50");
    expect(problemsOf({ ...titled, p10: "0,5", p50: "1", p90: "4" })).toEqual({});
    expect(inputOf({ ...titled, p10: "0,5", p50: "1", p90: "4", labels: "a, b,a", agent: " x " })).toEqual({
      title: "x",
      priority: "medium",
      labels: ["a", "b"],
      agent: { name: "x" },
      estimate: { p10: 0.5, p50: 1, p90: 4 },
    });
  });
});

describe("workflow runs", () => {
  const stuckRun = aRun("s", {
    startedAt: ago(60 * 30),
    stages: [{ name: "copy", order: 0, status: "running", attempts: 1, startedAt: ago(60 * 25) }],
  });

  test("a run or stage in its second day is stuck, and says which", () => {
    expect(stuckWords(stuckRun, now)).toBe("copy for 1 d 1 h");
    expect(stuckWords(aRun("a"), now)).toBeUndefined();
  });

  test("the stuck stand first, then the suspended; filters narrow", () => {
    const runs = [aRun("a"), aRun("b", { status: "suspended" }), stuckRun, aRun("d", { status: "failed", endedAt: ago(1) })];
    expect(runsIn(runs, look(), now).map(({ id }) => id)).toEqual(["s", "b", "a", "d"]);
    expect(runsIn(runs, look({ run: "stuck" }), now).map(({ id }) => id)).toEqual(["s"]);
    expect(runsIn(runs, look({ q: "copy" }), now).map(({ id }) => id)).toEqual(["s"]);
  });
});
