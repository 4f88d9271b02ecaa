import { describe, expect, test } from "vitest";
import { aSessionOf, ago, now } from "../fleet/testing/rows.ts";
import { agentControlsView } from "./agent-controls-view.ts";
import { aCommand, aHost, aProcess } from "./testing/rows.ts";

type Known = Parameters<typeof agentControlsView>[0];
const view = (more: Partial<Known>) => agentControlsView({ agentId: "a", hosts: [], commands: [], runs: [], now, ...more });
const pause = (state: "requested" | "held" | "resumed" | "let_go") => ({ id: "pa_1", state, at: ago(30), by: "Ada" });
const canPause = (more: object = {}) => aSessionOf("a", { canPause: true, ...more });
const its = aProcess("hp_1", { agentId: "a" });

test("nothing acts on it, nothing was asked: nothing", () => {
  expect(view({})).toBeUndefined();
  expect(view({ runs: [aSessionOf("a"), canPause({ endedAt: ago(5) })] })).toBeUndefined();
  expect(view({ hosts: [aHost("devbox", { processes: [aProcess("hp_9", { agentId: "b" })] })] })).toBeUndefined();
});

test("a process that lives goes before a run that could be held at a step", () => {
  const known = { hosts: [aHost("devbox", { processes: [its] })], runs: [canPause()] };
  expect(view(known)).toMatchObject({ processes: [{ process: { id: "hp_1" }, commands: [] }], canPause: false, canResume: false });
  const ended = { ...known, hosts: [aHost("devbox", { processes: [{ ...its, state: "exited" as const }] })] };
  expect(view(ended)).toMatchObject({ processes: [], canPause: true });
});

test("commands stand with their process; those of one that ended stay in sight", () => {
  const hosts = [aHost("devbox", { processes: [its, aProcess("hp_2", { agentId: "a", state: "exited" })] })];
  const commands = [
    aCommand("own"),
    aCommand("gone", { processId: "hp_2", kind: "stop", state: "done", endedAt: ago(1) }),
    aCommand("alien", { processId: "hp_3" }),
    aCommand("step", { processId: undefined, hostId: undefined, agentId: "a", via: "step" }),
  ];
  const seen = view({ hosts, commands });
  expect(seen?.processes.map((one) => one.commands.map(({ id }) => id))).toEqual([["own"]]);
  expect(seen?.commands.map(({ command, host }) => [command.id, host?.id])).toEqual([
    ["gone", "devbox"],
    ["step", undefined],
  ]);
});

test("words reach it by its own calls, whoever started it; only without a process it is stopped there", () => {
  const run = aSessionOf("a", { takes: ["message", "stop"], turn: { open: false, running: 0 } });
  expect(view({ runs: [run] })).toMatchObject({ canMessage: true, canStop: true, idle: true });
  const hosts = [aHost("devbox", { processes: [its] })];
  expect(view({ hosts, runs: [{ ...run, turn: { open: true, running: 0 } }] })).toMatchObject({
    canMessage: true,
    canStop: false,
    idle: false,
  });
  expect(view({ runs: [{ ...run, endedAt: ago(5) }] })).toBeUndefined();
});

describe("a run that can be held at its next step", () => {
  const wish = aCommand("wish", { processId: undefined, hostId: undefined, agentId: "a", via: "step" });
  test.each([
    ["free", [canPause()], [], { canPause: true, canResume: false }],
    ["let go", [canPause({ pause: pause("let_go") })], [], { canPause: true, canResume: false }],
    [
      "asked for here: taken back where it is followed",
      [canPause({ pause: pause("requested") })],
      [wish],
      { canPause: false, canResume: false },
    ],
    ["asked for elsewhere", [canPause({ pause: pause("requested") })], [], { canPause: false, canResume: true }],
    ["held", [canPause({ pause: pause("held") })], [wish], { canPause: false, canResume: true }],
    [
      "the last one free, an older one held",
      [canPause({ id: "se_2" }), canPause({ pause: pause("held") })],
      [],
      { canPause: true, canResume: true },
    ],
    [
      "the last one held, an older one free",
      [canPause({ pause: pause("held") }), canPause({ id: "se_2" })],
      [],
      { canPause: false, canResume: true },
    ],
  ])("%s", (_name, runs, commands, expected) => expect(view({ runs, commands })).toMatchObject(expected));
});
