import fc from "fast-check";
import { expect, test } from "vitest";
import { matchTasks, type Waiting, type Worker } from "./match-tasks.ts";

const role = fc.constantFrom("developer", "tester", "Reviewer");
const task = fc.record({
  role: fc.option(role),
  labels: fc.array(fc.constantFrom("tester", "ui", "REVIEWER"), { maxLength: 2 }),
  owner: fc.constantFrom("", "", "to_1"),
});
const worker = fc.record({
  role: fc.option(role, { nil: undefined }),
  state: fc.constantFrom("idle", "working", "waiting", "stale" as const),
  active: fc.nat(2),
  owner: fc.constantFrom("to_1", "to_2"),
  completed: fc.nat(9),
});
const tasksOf = (all: Omit<Waiting, "id">[]): Waiting[] => all.map((one, index) => ({ ...one, id: `tk_${index}` }));
type Drawn = { role: string | undefined; state: Worker["state"]; active: number; owner: string; completed: number };
const workersOf = (all: Drawn[]): Worker[] =>
  all.map(({ completed, ...one }, index) => ({
    ...one,
    agentId: `ag_${index}`,
    name: `agent ${index}`,
    like: () => ({ completed, failed: 0 }),
  }));

test("each task once, each agent one task, only who has the role and whom the task may go to; the same again is the same", () => {
  fc.assert(
    fc.property(
      fc.array(task, { maxLength: 12 }).map(tasksOf),
      fc.array(worker, { maxLength: 6 }).map((all) => workersOf(all as Drawn[])),
      (tasks, workers) => {
        const { matches, stuck } = matchTasks(tasks, workers);
        expect(matchTasks(tasks, workers.toReversed())).toEqual({ matches, stuck });
        expect(new Set(matches.map(({ taskId }) => taskId)).size).toBe(matches.length);
        expect(new Set(matches.map(({ agentId }) => agentId)).size).toBe(matches.length);
        const lost = new Set([...stuck.values()].flat().map(({ id }) => id));
        for (const { taskId, agentId, reason } of matches) {
          const given = tasks.find(({ id }) => id === taskId) as Waiting;
          const to = workers.find((one) => one.agentId === agentId) as Worker;
          expect(lost.has(taskId)).toBe(false);
          expect(to.active).toBe(0);
          expect(["idle", "working"]).toContain(to.state);
          if (given.role !== null) expect(to.role?.toLowerCase()).toBe(given.role.toLowerCase());
          if (given.owner !== "") expect(to.owner).toBe(given.owner);
          expect(reason).toContain(to.name);
        }
        // What stands earlier is not passed over for what stands later with the very same needs.
        for (const [index, one] of tasks.entries())
          for (const later of tasks.slice(index + 1))
            if (JSON.stringify([one.role, one.labels, one.owner]) === JSON.stringify([later.role, later.labels, later.owner]))
              expect(matches.some(({ taskId }) => taskId === one.id) || !matches.some(({ taskId }) => taskId === later.id)).toBe(true);
      },
    ),
  );
});

test("the better record first; busy is no cause, a role that nobody has is", () => {
  const workers = workersOf([
    { role: "tester", state: "idle", active: 0, owner: "to_1", completed: 1 },
    { role: "tester", state: "idle", active: 0, owner: "to_1", completed: 40 },
  ]);
  const wait = (id: string, more: Partial<Waiting> = {}): Waiting => ({ id, role: null, labels: [], owner: "", ...more });
  const { matches, stuck } = matchTasks(
    [wait("tk_1", { role: "tester" }), wait("tk_2", { labels: ["tester"] }), wait("tk_3"), wait("tk_4", { role: "cook" })],
    workers,
  );
  expect(matches.map(({ taskId, agentId }) => [taskId, agentId])).toEqual([
    ["tk_1", "ag_1"],
    ["tk_2", "ag_0"],
  ]);
  expect([...stuck.keys()]).toEqual(["cook"]);
  expect([...matchTasks([wait("tk_1")], []).stuck.keys()]).toEqual([""]);
});
