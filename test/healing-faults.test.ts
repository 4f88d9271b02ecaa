import type { HealingMode } from "@beckon/contracts/healing";
import { expect, test } from "vitest";
import { newProcess } from "./support/host-lab.ts";
import { openHealingLab, type HealingLab } from "./support/healing-lab.ts";

// Auto-heal against a catalogue of faults, each told as agents and machines tell them: what each mode does, and what it leaves.

type Case = {
  name: string;
  inject: (lab: HealingLab) => Promise<unknown>;
  sees: Record<HealingMode, string[]>;
  /** What is left alone, by how it begins. */
  left?: Partial<Record<HealingMode, string[]>>;
  /** What is still to be done once that is, in the aggressive mode. */
  after?: string[];
};
const always = (...steps: string[]) => ({ conservative: steps, smart: steps, aggressive: steps });
const leftAlways = (...left: string[]) => ({ conservative: left, smart: left, aggressive: left });

const crash = (lab: HealingLab, from: number, more: object = {}) => ({
  id: newProcess(),
  state: "failed",
  startedAt: lab.at(from),
  endedAt: lab.at(from - 1),
  exitCode: 1,
  output: ["TypeError: x is undefined"],
  ...more,
});
/** A process at work on a task, for half an hour. */
const atWork = async (lab: HealingLab, more: object = {}) => {
  const [process] = await lab.runs({ lastOutputAt: lab.at(), cpu: 0.4 });
  await lab.taskOf("developer-1");
  lab.later(30);
  await lab.runner.report({ processes: [{ ...process, ...more }] });
  return process as { id: string };
};
const idle = async (lab: HealingLab, name: string, more: object = {}) => {
  await lab.says(name, "turn.started", {}, more);
  await lab.says(name, "turn.ended", {}, more);
};

const catalogue: Case[] = [
  {
    name: "crash loop",
    inject: (lab) => lab.runs(crash(lab, 20), crash(lab, 15), crash(lab, 10)),
    sees: { ...always("ask crash_loop developer-1"), aggressive: ["restart crash_loop developer-1"] },
  },
  {
    name: "hang",
    inject: (lab) => atWork(lab, { cpu: 0 }),
    sees: { conservative: ["ask hang developer-1"], smart: ["restart hang developer-1"], aggressive: ["restart hang developer-1"] },
  },
  {
    name: "a long build: no word, but it computes",
    inject: (lab) => atWork(lab, { cpu: 0.9 }),
    sees: always(),
  },
  {
    name: "silent exit with a task in progress",
    inject: async (lab) => {
      const { id } = await atWork(lab);
      await lab.runner.report({ processes: [crash(lab, 20, { id, startedAt: lab.at(60), endedAt: lab.at(2), pid: 4_711 })].map(plain) });
    },
    sees: {
      conservative: ["requeue orphaned_task Build the cart", "ask silent_exit developer-1"],
      smart: ["requeue orphaned_task Build the cart", "restart silent_exit developer-1"],
      aggressive: ["requeue orphaned_task Build the cart", "restart silent_exit developer-1"],
    },
  },
  {
    name: "out of memory",
    inject: (lab) => lab.runs({ state: "failed", signal: "SIGKILL", endedAt: lab.at(2), memoryBytes: 4 * 1024 ** 3 }),
    sees: {
      conservative: ["ask out_of_memory developer-1"],
      smart: ["restart out_of_memory developer-1"],
      aggressive: ["restart out_of_memory developer-1"],
    },
  },
  {
    name: "start fails",
    inject: (lab) =>
      lab.runs({ state: "failed", pid: undefined, problem: "No such program: claude", startedAt: lab.at(1), endedAt: lab.at(1) }),
    sees: always("ask start_failed developer-1"),
  },
  {
    name: "stopped from outside",
    inject: (lab) => lab.runs({ state: "paused" }),
    sees: always("resume stopped_outside developer-1"),
  },
  {
    name: "rate limit",
    inject: async (lab) => {
      await lab.says("planner", "turn.started");
      await lab.says("planner", "limit.hit", { what: "tokens", message: "429: try again later" });
      lab.later(12);
    },
    sees: always("wait rate_limit planner"),
  },
  {
    name: "lost hand-off",
    inject: async (lab) => {
      await idle(lab, "taker");
      await idle(lab, "other");
      const task = await lab.taskOf("taker", "assigned");
      await lab.ok(
        lab.agent("POST", "/api/coordinations", { type: "handoff", from: { name: "giver" }, to: { name: "taker" }, task: task.id }),
      );
      lab.later(20);
    },
    sees: {
      conservative: [],
      smart: ["reassign lost_hand_off Build the cart"],
      aggressive: ["reassign lost_hand_off Build the cart"],
    },
    left: { conservative: ["lost_hand_off Build the cart: giver handed it to taker"] },
  },
  {
    name: "poisoned task",
    inject: async (lab) => {
      let task = await lab.ok(lab.owner("POST", "/api/tasks", { title: "Cursed" }));
      for (const name of ["one", "two", "one"]) {
        const by = { agent: { name } };
        await lab.ok(lab.agent("POST", `/api/tasks/${task.id}/start`, by));
        await lab.ok(lab.agent("POST", `/api/tasks/${task.id}/fail`, { ...by, error: "assertion failed" }));
        if ((await lab.ok(lab.owner("GET", `/api/tasks/${task.id}/history`))).attempts.length < 3)
          task = (await lab.ok(lab.owner("POST", `/api/tasks/${task.id}/retry`))) as { id: string };
        task = await lab.ok(lab.owner("PATCH", `/api/tasks/${task.id}`, { version: task.version, agent: null })).catch(() => task);
      }
    },
    sees: always("ask poisoned_task Cursed"),
  },
  {
    name: "clock skew: a machine's clock is behind",
    inject: async (lab) => {
      const { commands } = await lab.ok(lab.owner("POST", "/api/commands", { kind: "start", hostId: lab.runner.id, profile: "developer" }));
      await lab.runner.fetch();
      const id = commands[0].processId;
      await lab.runs({ id, startedAt: lab.at(120), lastOutputAt: lab.at(120), cpu: 0 });
      await lab.runner.tell(commands[0], "done");
      await lab.taskOf("developer-1");
      lab.later(15);
      await lab.runner.report();
    },
    sees: always(),
    left: leftAlways("clock_skew devbox: Its clock is wrong"),
  },
  {
    name: "clock skew: an agent's clock is behind",
    inject: async (lab) => {
      await lab.says("planner", "turn.started", {}, { at: lab.at(90) });
      lab.later(1);
      await lab.says("planner", "tool.started", { tool: "Bash", callId: "c1" }, { at: lab.at(60) });
      await lab.says("planner", "tool.ended", { tool: "Bash", callId: "c1", ok: true }, { at: lab.at(59) });
    },
    sees: always(),
    left: leftAlways("clock_skew planner: Its clock is wrong"),
  },
  {
    name: "stale with an open task",
    inject: async (lab) => {
      await lab.says("planner", "turn.started");
      await lab.taskOf("planner");
      lab.later(20);
    },
    sees: { conservative: ["ask stale planner"], smart: ["ask stale planner"], aggressive: ["requeue stale planner"] },
    after: ["ask stale planner"],
  },
  {
    name: "an agent that waits for a person",
    inject: async (lab) => {
      await lab.says("planner", "turn.started");
      await lab.taskOf("planner");
      await lab.ok(lab.agent("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", agent: { name: "planner" } }));
      lab.later(120);
    },
    sees: always(),
    left: leftAlways("held planner: It waits for a person's answer"),
  },
  {
    name: "paused by a person",
    inject: async (lab) => {
      const { id } = await atWork(lab);
      const { commands } = await lab.ok(lab.owner("POST", "/api/commands", { kind: "pause", hostId: lab.runner.id, processId: id }));
      await lab.runner.fetch();
      await lab.runner.report({
        processes: [plain({ id, state: "paused", startedAt: lab.at(60) })],
        commands: [{ id: commands[0].id, state: "done" }],
      });
    },
    sees: always(),
    left: leftAlways("held developer-1: Paused by Owner"),
  },
  {
    name: "stopped by a person",
    inject: async (lab) => {
      const { id } = await atWork(lab);
      const { commands } = await lab.ok(lab.owner("POST", "/api/commands", { kind: "stop", hostId: lab.runner.id, processId: id }));
      await lab.runner.fetch();
      const ended = { id, state: "failed", signal: "SIGTERM", startedAt: lab.at(60), endedAt: lab.at() };
      await lab.runner.report({ processes: [plain(ended)], commands: [{ id: commands[0].id, state: "done" }] });
      lab.later(0.5);
      await lab.runner.report();
    },
    sees: always(),
    left: leftAlways("held developer-1: Stopped by Owner"),
  },
  {
    name: "a machine that is away",
    inject: async (lab) => {
      await atWork(lab, { cpu: 0 });
      lab.later(5);
    },
    sees: always(),
    left: leftAlways("host_away devbox: Nobody can know"),
  },
  {
    name: "a task that its agent has left behind",
    inject: async (lab) => {
      await idle(lab, "planner");
      await lab.taskOf("planner");
      lab.later(40);
      await idle(lab, "planner");
    },
    sees: {
      conservative: [],
      smart: ["requeue zombie_task Build the cart"],
      aggressive: ["requeue zombie_task Build the cart"],
    },
    left: { conservative: ["zombie_task Build the cart: planner rests"] },
  },
  {
    name: "the same failure again and again",
    inject: async (lab) => {
      for (const n of [1, 2, 3, 4, 5]) {
        const from = { name: "giver" };
        const { id } = await lab.ok(
          lab.agent("POST", "/api/coordinations", { type: "delegation", key: `k${n}`, from, to: { name: "taker" } }),
        );
        await lab.ok(
          lab.agent("POST", `/api/coordinations/${id}/end`, { outcome: "failed", message: `Error: port ${8_000 + n} is in use` }),
        );
      }
    },
    sees: always(expect.stringMatching(/^ask repeated_failure port .* is in use$/u) as unknown as string),
  },
  {
    name: "an outage: many at once have one cause",
    inject: async (lab) => {
      for (const name of ["a", "b", "c", "d"]) await lab.says(name, "turn.started");
      lab.later(20);
    },
    sees: always("ask outage 4 agents"),
  },
];

/** A process as a runner tells of it, whole. */
function plain(more: object) {
  const base = { profile: "developer", agent: "developer-1", role: "developer", pid: 4_711, folder: "/srv/shop", restarts: 0 };
  return { ...base, ...more };
}

const modes = ["conservative", "smart", "aggressive"] as const;
/** Each case in each mode that does something of its own. */
const cases = catalogue.flatMap((one) => {
  const different = new Map(modes.map((mode) => [JSON.stringify([one.sees[mode].map(String), one.left?.[mode]]), mode]));
  return [...different.values()].map((mode) => ({ ...one, mode }));
});

test.each(cases)("$name, $mode", async ({ inject, sees, left = {}, after = [], mode }) => {
  await using lab = await openHealingLab();
  await inject(lab);
  const before = await lab.everyRow();
  for (const looked of modes)
    expect(await lab.sees(looked), looked).toEqual({
      steps: sees[looked],
      left: (left[looked] ?? []).map((text) => expect.stringContaining(text) as string),
    });
  // Nothing was changed by looking: every row of every table is as it was.
  expect(await lab.everyRow()).toEqual(before);

  const waiting = (await lab.asked()).length;
  const wanted = sees[mode].filter((step) => typeof step !== "string" || !step.startsWith("wait"));
  if (wanted.length === 0) {
    const plan = await lab.preview(mode);
    expect((await lab.owner("POST", "/api/healing/runs", { mode, planHash: plan.hash })).body.code).toBe("healing.nothing_to_do");
    expect(lab.commands).toEqual([]);
    expect(await lab.asked()).toHaveLength(waiting);
    return;
  }
  const run = await lab.heal(mode);
  expect(run).toMatchObject({ state: "over", mode, by: { kind: "person", name: "Owner" } });
  expect(run.steps.filter(({ state, result }) => state !== "done" || result === undefined)).toEqual([]);
  // The dry run is the plan of the run, and no more than that was done.
  expect(run.steps.map(({ act, fault, subject }) => `${act} ${fault} ${subject.name}`)).toEqual(sees[mode]);
  expect(lab.commands).toEqual(
    run.steps.flatMap(({ act, fault }) =>
      act === "restart" ? (fault === "hang" ? "restart" : "start") : act === "resume" ? "resume" : [],
    ),
  );
  expect((await lab.asked()).length - waiting).toBe(run.steps.filter(({ act }) => act === "ask").length);
  // Done once: the same is not planned again while it is asked, or after it has healed.
  expect((await lab.sees(mode)).steps).toEqual(mode === "aggressive" ? after : []);
});
