import type { HealingMode } from "@beckon/contracts/healing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { likelihoodOf, type Past } from "./past.ts";
import { plan } from "./plan.ts";
import { fewestCases } from "./thresholds.ts";
import { agentKeyOf, type AgentFact, type ProcessFact, type TaskFact, type World } from "./world.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const moment = fc.integer({ min: -200, max: 5 }).map((minutes) => new Date(now + minutes * 60_000).toISOString());
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const defined = <T extends object>(row: T): T => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;
const wanted = fc.record({ by: fc.constant("Ada"), at: moment });
const number = fc.integer({ min: 0, max: 7 });

const agents = fc.uniqueArray(
  fc
    .record({
      id: number.map((n) => `ag_${n}`),
      name: number.map((n) => `developer-${n}`),
      host: some(fc.constantFrom("devbox", "tower")),
      role: some(fc.constantFrom("developer", "tester")),
      state: fc.constantFrom("waiting", "failed", "stale", "working", "idle", "offline"),
      since: moment,
      heardAt: some(moment),
      skewMs: some(fc.constantFrom(0, 500, 400_000, -900_000)),
      busy: fc.boolean(),
      waitingSince: some(moment),
      paused: some(wanted),
      limit: some(fc.record({ what: fc.constant("tokens"), at: moment })),
      dead: some(fc.record({ at: moment, failed: fc.boolean() })),
      taskId: some(number.map((n) => `tk_${n}`)),
    })
    .map((row) => defined(row) as AgentFact),
  { selector: ({ id }) => id, maxLength: 8 },
);
const processes = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 0, max: 30 }).map((n) => `hp_${n}`),
      hostId: fc.constantFrom("ho_1", "ho_2"),
      agent: number.map((n) => `developer-${n}`),
      agentId: some(number.map((n) => `ag_${n}`)),
      startable: fc.boolean(),
      state: fc.constantFrom("starting", "running", "paused", "stopping", "exited", "failed"),
      pid: some(fc.constant(4_711)),
      startedAt: moment,
      endedAt: some(moment),
      exitCode: some(fc.constantFrom(0, 1, 137)),
      signal: some(fc.constant("SIGKILL")),
      restarts: fc.integer({ min: 0, max: 4 }),
      cpu: some(fc.constantFrom(0, 0.5)),
      memoryBytes: some(fc.constant(4e9)),
      lastOutputAt: some(moment),
      underWay: some(fc.record({ by: fc.constant("Ada"), at: moment, kind: fc.constant("restart") })),
      paused: some(wanted),
      stopped: some(wanted),
    })
    .map((row) => {
      const ended = row.state === "exited" || row.state === "failed";
      const { endedAt, ...rest } = row;
      return defined({
        ...rest,
        host: row.hostId === "ho_1" ? "devbox" : "tower",
        profile: "developer",
        ...(ended ? { endedAt: endedAt ?? row.startedAt } : {}),
      }) as ProcessFact;
    }),
  { selector: ({ id }) => id, maxLength: 14 },
);
const tasks = fc.uniqueArray(
  fc
    .record({
      id: number.map((n) => `tk_${n}`),
      title: fc.constant("Build"),
      status: fc.constantFrom("pending", "assigned", "in_progress", "blocked"),
      agentId: some(number.map((n) => `ag_${n}`)),
      agentGone: fc.boolean(),
      runEndedAt: some(moment),
      updatedAt: moment,
      version: fc.constant(1),
      inFile: fc.boolean(),
    })
    .map((row) => defined(row) as TaskFact),
  { selector: ({ id }) => id, maxLength: 8 },
);
const hosts = fc
  .tuple(fc.boolean(), some(fc.constantFrom(0, 900_000, -900_000)))
  .map(([connected, skewMs]) => [
    defined({ id: "ho_1", name: "devbox", connected, lastSeenAt: new Date(now).toISOString(), skewMs }) as World["hosts"][number],
    { id: "ho_2", name: "tower", connected: true, lastSeenAt: new Date(now).toISOString() },
  ]);
const worlds: fc.Arbitrary<World> = fc.record({
  now: fc.constant(new Date(now).toISOString()),
  demo: fc.constant(false),
  maintenance: fc.constant(false),
  agents,
  processes,
  hosts,
  tasks,
  failed: fc.uniqueArray(
    fc.record({
      id: number.map((n) => `tk_f${n}`),
      newest: fc.record({
        id: number.map((n) => `tk_f${n}`),
        title: fc.constant("Cursed"),
        status: fc.constantFrom("failed", "completed", "in_progress"),
      }),
      failures: fc.array(fc.record({ agent: number.map(String), error: fc.constant(""), at: moment }), { maxLength: 5 }),
    }),
    { selector: ({ id }) => id, maxLength: 2 },
  ),
  handOffs: fc.uniqueArray(
    fc.record({
      id: number.map((n) => `co_${n}`),
      from: fc.constant("giver"),
      toId: number.map((n) => `ag_${n}`),
      taskId: number.map((n) => `tk_${n}`),
      at: moment,
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
  patterns: fc.constant([]),
});
const faults = ["hang", "silent_exit", "crash_loop", "out_of_memory"] as const;
const pasts: fc.Arbitrary<Past> = fc.record({
  tallies: fc.uniqueArray(
    fc.record({
      fault: fc.constantFrom(...faults),
      act: fc.constant("restart" as const),
      helped: number,
      of: fc.integer({ min: 7, max: 9 }),
    }),
    { selector: ({ fault }) => fault },
  ),
  restarts: fc.array(
    fc.record({ key: fc.tuple(fc.constantFrom("ho_1", "ho_2"), number).map(([host, n]) => `${host}/developer-${n}`), at: moment }),
    { maxLength: 12 },
  ),
  asks: fc.constant([]),
});
const limits = fc.record({
  restartsPerHour: fc.integer({ min: 0, max: 4 }),
  coolDownSeconds: fc.integer({ min: 0, max: 1_200 }),
  actsPerRun: fc.integer({ min: 1, max: 6 }),
});
const modes = fc.constantFrom<HealingMode[]>("conservative", "smart", "aggressive");
const planning = fc.record({ mode: modes, limits, past: pasts });

describe("whatever the evidence", () => {
  test("no plan is beyond its limits, and no agent gets two acts of the same kind", () => {
    fc.assert(
      fc.property(worlds, planning, (world, asked) => {
        const { steps } = plan(world, asked);
        const done = steps.filter(({ refusedBy, act }) => !refusedBy && act !== "wait");
        expect(done.length).toBeLessThanOrEqual(asked.limits.actsPerRun);
        const restarts = done.filter(({ act }) => act === "restart" || act === "resume");
        for (const { key } of restarts) {
          const times = asked.past.restarts
            .filter((one) => one.key === key)
            .map(({ at }) => Math.min(now, Date.parse(at)))
            .filter((at) => now - at < 3_600_000);
          expect(times.length + restarts.filter((one) => one.key === key).length).toBeLessThanOrEqual(asked.limits.restartsPerHour);
          if (times.length > 0)
            expect(now).toBeGreaterThanOrEqual(
              Math.max(...times) + Math.min(3_600_000, asked.limits.coolDownSeconds * 1_000 * 2 ** (times.length - 1)),
            );
        }
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
        const given = done.flatMap(({ act, target }) => (act === "requeue" || act === "reassign" ? [target.taskId] : []));
        expect(new Set(given).size).toBe(given.length);
      }),
      { numRuns: 300 },
    );
  });

  test("who waits for a person, was paused or stopped, or cannot be known, is never touched", () => {
    fc.assert(
      fc.property(worlds, planning, (world, asked) => {
        for (const { act, target, fault } of plan(world, asked).steps) {
          if (act !== "restart" && act !== "resume") continue;
          const process = world.processes.find(({ id }) => id === target.processId) as ProcessFact;
          const host = world.hosts.find(({ id }) => id === process.hostId);
          expect(
            [process.paused, process.stopped, process.underWay, host?.connected, Math.abs(host?.skewMs ?? 0) < 120_000],
            fault,
          ).toEqual([undefined, undefined, undefined, true, true]);
          const kin = world.agents.filter(
            ({ id, name, host: on }) => id === process.agentId || (name === process.agent && (on === undefined || on === process.host)),
          );
          expect(kin.filter(({ waitingSince, paused }) => waitingSince !== undefined || paused !== undefined)).toEqual([]);
          // Whoever lives under that name is not started once more.
          const lives = world.processes.some(
            (one) => agentKeyOf(one) === agentKeyOf(process) && one.id !== process.id && one.state !== "exited" && one.state !== "failed",
          );
          if (process.state === "exited" || process.state === "failed") expect(lives).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("conservative takes nothing from anybody who may still work, and restarts nothing", () => {
    fc.assert(
      fc.property(worlds, planning, (world, asked) => {
        for (const { act, target } of plan(world, { ...asked, mode: "conservative" }).steps) {
          expect(["requeue", "resume", "wait", "ask"]).toContain(act);
          if (act !== "requeue") continue;
          const task = world.tasks.find(({ id }) => id === target.taskId) as TaskFact;
          const agent = world.agents.find(({ id }) => id === task.agentId);
          // It said so, or all of its processes have ended.
          const own = world.processes.filter((one) => one.agentId === agent?.id || one.agent === agent?.name);
          const ended = own.some((one) => one.state === "exited" || one.state === "failed");
          expect(task.agentGone || agent?.dead !== undefined || ended).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the order in which it stands decides nothing", () => {
    const shuffled = (world: World, seed: number): World => {
      const turn = <T>(rows: readonly T[]) =>
        rows
          .map((row, index) => ({ row, at: Math.sin(seed + index * 7) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ row }) => row);
      return {
        ...world,
        agents: turn(world.agents),
        processes: turn(world.processes),
        hosts: turn(world.hosts),
        tasks: turn(world.tasks),
        handOffs: turn(world.handOffs),
      };
    };
    fc.assert(
      fc.property(worlds, planning, fc.integer(), (world, asked, seed) => {
        expect(plan(shuffled(world, seed), asked)).toEqual(plan(world, asked));
      }),
      { numRuns: 200 },
    );
  });
});

test("how likely is said from own cases alone, and never from too few", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (helped, more) => {
      const past = { tallies: [{ fault: "hang" as const, act: "restart" as const, helped, of: helped + more }] };
      const said = likelihoodOf(past, "hang", "restart");
      expect(said).toEqual(helped + more >= fewestCases ? { helped, of: helped + more } : undefined);
      expect(likelihoodOf(past, "stale", "restart")).toBeUndefined();
    }),
  );
});

test("in maintenance nothing is planned, whatever is wrong", () => {
  fc.assert(
    fc.property(worlds, planning, (world, asked) => {
      expect(plan({ ...world, maintenance: true }, asked)).toMatchObject({
        steps: [],
        left: [{ reason: expect.stringContaining("Maintenance") as string }],
      });
    }),
    { numRuns: 30 },
  );
});
