import { existsSync } from "node:fs";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { processTable } from "../../apps/cli/src/host/process-table.ts";
import { markedProcesses, supervisorsOf } from "../../apps/cli/src/testing/marked-processes.ts";
import { findChromium } from "../support/browsers.ts";
import { beckon } from "../support/command-line.ts";
import { openMachine } from "../support/runner.ts";
import { shownText } from "../support/shown-text.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

// A team of six on two machines, every control tapped in a browser, and the process table asked what really happened.

const missing = findChromium() === undefined || !existsSync("/proc/self/stat");
/** A child that ignores a polite word, and a grandchild that has left group, session and parent. */
const script = `sh -c 'trap "" TERM; sleep 900; sleep 900' & (setsid sleep 900 &); echo up; wait`;
const profiles = [{ name: "worker", role: "developer", command: ["sh", "-c", script], limits: { most: 3 } }];
/** With its shell. */
const family = 4;

type Machine = ReturnType<typeof openMachine> & { name: string; runner: ReturnType<ReturnType<typeof openMachine>["start"]> };
const cleanUp = new AsyncDisposableStack();
let stage: TeamStage;
let anna: Device;
let page: Page;
let machines: [Machine, Machine];

const hostOf = async ({ name }: Machine): Promise<Host> =>
  (await anna.call("GET", "/api/hosts")).body.items.find((host: Host) => host.name === name);
const alive = async (machine: Machine): Promise<ShownProcess[]> => {
  const own = ((await hostOf(machine))?.processes ?? []).filter(({ state }) => state !== "exited" && state !== "failed");
  machine.remember(...own.map(({ id }) => id));
  return own.toSorted((one, other) => one.agent.localeCompare(other.agent));
};
const oneOf = async (machine: Machine, { id }: ShownProcess) => (await hostOf(machine)).processes.find((process) => process.id === id);
const states = (those: readonly ShownProcess[]) => those.map(({ id }) => markedProcesses([id]).map(({ state }) => state === "T"));
const all = (still: boolean, count = 3) => Array.from({ length: count }, () => Array<boolean>(family).fill(still));
const isThere = (pid: number | undefined) => processTable().one(pid ?? 0) !== undefined;

const card = ({ name }: Machine): Locator => page.locator("host-card", { hasText: name });
const line = (machine: Machine, { agent }: ShownProcess): Locator => card(machine).locator("host-process", { hasText: agent }).first();
const unfold = async (machine: Machine, process: ShownProcess): Promise<Locator> => {
  const own = line(machine, process);
  if ((await own.locator("process-controls").count()) === 0) await own.locator("summary").click();
  await own.locator("process-controls").waitFor();
  return own;
};
/** Taps it, confirms what asks for that, and waits until the line says what came of it. */
const tap = async (machine: Machine, process: ShownProcess, words: "Pause" | "Resume" | "Restart" | "Stop") => {
  const own = await unfold(machine, process);
  const asks = words === "Restart" || words === "Stop";
  await own.getByRole("button", { name: asks ? `${words}…` : words }).click();
  if (asks) await page.locator("act-sheet").getByRole("button", { name: words, exact: true }).click();
  await expect.poll(() => shownText(own)).toMatch(new RegExp(`${words} · Done, in`));
};

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  cleanUp.defer(() => stage.close());
  anna = await stage.device("Phone", { person: "Anna", role: "operator" });
  ({ page } = anna);
  await page.setViewportSize({ width: 390, height: 844 });
  const open = async (name: string): Promise<Machine> => {
    const { token } = await stage.agent(`${name}-runner`, "host");
    const machine = cleanUp.use(openMachine({ url: stage.origin, token, name, profiles }));
    return Object.assign(machine, { name, runner: machine.start() });
  };
  machines = [await open("left"), await open("right")];
  await anna.open("/fleet?view=machines");
});
afterAll(() => cleanUp.disposeAsync());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium or /proc is not here");
});

test("started: three on each machine, each with all that it starts itself", async () => {
  for (const machine of machines) {
    await card(machine).getByText("Connected").waitFor();
    await card(machine).getByRole("button", { name: "Start worker" }).click();
    const sheet = page.locator("start-sheet");
    for (let more = 0; more < 2; more += 1) await sheet.getByRole("button", { name: "One more" }).click();
    await sheet.getByRole("button", { name: "Start 3" }).click();
    await card(machine).getByText("3 of 3 in use").waitFor();
    await expect.poll(async () => (await alive(machine)).map(({ state }) => state)).toEqual(["running", "running", "running"]);
  }
  for (const machine of machines) {
    const team = await alive(machine);
    await expect.poll(() => states(team)).toEqual(all(false));
  }
});

test("paused and let go on: on one machine, and nothing of the same name on the other", async () => {
  const [left, right] = machines;
  const [one] = (await alive(left)) as [ShownProcess];
  await tap(left, one, "Pause");
  expect(states([one])).toEqual(all(true, 1));
  expect(states((await alive(left)).slice(1))).toEqual(all(false, 2));
  expect(states(await alive(right))).toEqual(all(false));
  await tap(left, one, "Resume");
  expect(states([one])).toEqual(all(false, 1));
});

test("restarted: all of it is gone, and another one is there under its name", async () => {
  const [, right] = machines;
  const [one] = (await alive(right)) as [ShownProcess];
  const before = markedProcesses([one.id]).map(({ pid }) => pid);
  await tap(right, one, "Restart");
  // Also as zombies they go: one that had left its parent is taken note of by the system's first process.
  await expect.poll(() => before.filter(isThere)).toEqual([]);
  await expect.poll(async () => (await oneOf(right, one))?.restarts).toBe(1);
  await expect.poll(() => states([one])).toEqual(all(false, 1));
});

test("agent, runner and server are killed: each is told, and the buttons work again on what is left", async () => {
  const [left, right] = machines;
  const [victim, other] = (await alive(left)) as [ShownProcess, ShownProcess];
  process.kill(victim.pid as number, "SIGKILL");
  await expect.poll(() => shownText(line(left, victim))).toMatch(/Failed.*SIGKILL/);
  await expect.poll(() => markedProcesses([victim.id])).toEqual([]);
  left.runner.child.kill("SIGKILL");
  await left.runner.finished;
  await stage.kill();
  expect(states([other])).toEqual(all(false, 1));
  await stage.restart();
  left.runner = left.start();
  await expect.poll(async () => (await hostOf(left)).connected).toBe(true);
  await page.goto(`${stage.origin}/fleet?view=machines`);
  expect(await oneOf(left, other)).toMatchObject({ state: "running", pid: other.pid, restarts: 0 });
  await tap(left, other, "Pause");
  expect(states([other])).toEqual(all(true, 1));
  for (const one of await alive(right)) expect(isThere(one.pid)).toBe(true);
});

test("beckon run: one process in a terminal is controlled on its agent's page, and is no machine", async () => {
  const { token } = await stage.agent("laptop");
  const running = beckon(["run", "--name", "writer", "--", "sh", "-c", script], { BECKON_URL: stage.origin, BECKON_TOKEN: token });
  cleanUp.defer(async () => {
    running.child.kill("SIGKILL");
    await running.finished;
  });
  const own = async (): Promise<Host | undefined> =>
    (await anna.call("GET", "/api/hosts")).body.items.find((host: Host) => host.run === true);
  await expect.poll(async () => (await own())?.processes[0]?.agentId).toBeDefined();
  const [one] = ((await own()) as Host).processes as [ShownProcess];
  await page.locator("host-card").first().waitFor();
  expect(await page.locator("host-card").count()).toBe(2);
  await page.goto(`${stage.origin}/agents/${one.agentId}`);
  const controls = page.locator("agent-controls");
  await expect.poll(() => shownText(controls)).toMatch(new RegExp(`Running on .*, pid ${one.pid}`));
  await controls.getByRole("button", { name: "Pause" }).click();
  await expect.poll(() => shownText(controls)).toMatch(/Paused on .*Pause · Done, in/);
  expect(states([one])).toEqual(all(true, 1));
  await controls.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => shownText(controls)).toMatch(/Resume · Done, in/);
  expect(states([one])).toEqual(all(false, 1));
  await controls.getByRole("button", { name: "Stop…" }).click();
  await page.locator("act-sheet").getByRole("button", { name: "Stop", exact: true }).click();
  expect(await running.finished).toMatchObject({ code: 143, stdout: "up\n" });
  await expect.poll(() => shownText(controls)).toMatch(/Stop · Done, in/);
  expect(markedProcesses([one.id])).toEqual([]);
  await page.goto(`${stage.origin}/fleet?view=machines`);
});

test("stopped one by one, also what stands still: nothing is left, no orphan, no zombie", async () => {
  const ids: string[] = [];
  for (const machine of machines) {
    for (const one of await alive(machine)) {
      ids.push(one.id);
      await tap(machine, one, "Stop");
      expect(markedProcesses([one.id])).toEqual([]);
      await expect.poll(() => isThere(one.pid)).toBe(false);
    }
    expect(await alive(machine)).toEqual([]);
  }
  expect(ids).toHaveLength(5);
  await expect.poll(() => supervisorsOf(ids)).toEqual([]);
  const own = new Set(machines.map(({ runner }) => runner.child.pid));
  await expect
    .poll(() =>
      processTable()
        .all()
        .filter(({ parent, state }) => state === "Z" && own.has(parent)),
    )
    .toEqual([]);
});
