import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { beckon } from "../support/command-line.ts";
import { axeViolations, sidewaysOverflow, smallTargets } from "../support/page-checks.ts";
import { callerOf } from "../support/people.ts";
import { shownText } from "../support/shown-text.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

// From the tap in a browser to the process table of this machine, and back: the real server, the real runner.

// The process table says in /proc what is stopped and what is gone.
const missing = findChromium() === undefined || !existsSync("/proc/self/stat");
const folder = mkdtempSync(join(tmpdir(), "beckon-machine-"));
let stage: TeamStage;
let anna: Device;
let page: Page;
let token: string;
let runner: ReturnType<typeof beckon>;

const startRunner = () =>
  beckon(["host", "--config", join(folder, "beckon.config.yaml")], {
    BECKON_URL: stage.origin,
    BECKON_TOKEN: token,
    BECKON_STATE_DIR: join(folder, "state"),
  });
const endRunner = async () => {
  runner.child.kill("SIGTERM");
  await runner.finished;
};

/** Letter of its state in the process table; none where it is gone. */
const stateOf = (pid: number): string | undefined => {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
};
const devbox = async (): Promise<Host | undefined> => (await anna.call("GET", "/api/hosts")).body.items[0];
const alive = async (): Promise<ShownProcess[]> =>
  ((await devbox())?.processes ?? []).filter(({ state }) => state !== "exited" && state !== "failed");
const oneOf = async (id: string): Promise<ShownProcess | undefined> => (await devbox())?.processes.find((process) => process.id === id);

/** What lives stands first; the name of one that ended may be taken again. */
const line = (process: ShownProcess): Locator => page.locator("host-process", { hasText: process.agent }).first();
const unfold = async (process: ShownProcess): Promise<Locator> => {
  const own = line(process);
  if ((await own.locator("process-controls").count()) === 0) await own.locator("summary").click();
  await own.locator("process-controls").waitFor();
  return own;
};
const looksRight = async () =>
  expect({ axe: await axeViolations(page), small: await smallTargets(page), overflow: await sidewaysOverflow(page) }).toEqual({
    axe: [],
    small: [],
    overflow: 0,
  });

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  anna = await stage.device("Phone", { person: "Anna", role: "operator" });
  ({ page } = anna);
  await page.setViewportSize({ width: 390, height: 844 });
  ({ token } = await stage.agent("devbox-runner", "host"));
  mkdirSync(join(folder, "state"));
  writeFileSync(
    join(folder, "worker.mjs"),
    `let step = 0;\nsetInterval(() => console.log("step " + (step += 1) + " <b>of</b> many"), 100);\n`,
  );
  writeFileSync(
    join(folder, "beckon.config.yaml"),
    [
      "host:",
      "  name: devbox",
      "  profiles:",
      "    - name: worker",
      `      command: ${JSON.stringify([process.execPath, "worker.mjs"])}`,
      "      role: developer",
      "      limits: { most: 3 }",
      "",
    ].join("\n"),
  );
});
afterAll(async () => {
  if (missing) return;
  for (const { pid } of await alive().catch(() => [])) {
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
  if (runner?.child.exitCode === null) await endRunner();
  await stage?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium or /proc is not here");
});

test("a machine appears as soon as its runner is there", async () => {
  await anna.open("/fleet?view=machines");
  await page.getByText("No machine has a runner yet").waitFor();
  await looksRight();
  runner = startRunner();
  await page.locator("host-card", { hasText: "devbox" }).getByText("Connected").waitFor();
  await page.getByText("0 of 3 in use").waitFor();
});

test("Start shows what will run, and starts as many as were asked for", async () => {
  await page.getByRole("button", { name: "Start worker" }).click();
  const sheet = page.locator("start-sheet");
  await sheet.getByText("worker.mjs").waitFor();
  await looksRight();
  await sheet.getByRole("button", { name: "One more" }).click();
  await sheet.getByRole("button", { name: "Start 2" }).click();
  await expect.poll(async () => (await alive()).map(({ state }) => state)).toEqual(["running", "running"]);
  for (const process of await alive()) {
    expect(stateOf(process.pid ?? 0)).toMatch(/[SR]/);
    await expect.poll(() => shownText(line(process))).toMatch(/Running.*Start · Done, in/);
  }
  await page.getByText("2 of 3 in use").waitFor();
});

test("Pause stops the process where it stands, Resume lets it go on; each is followed to its end", async () => {
  const [one, other] = (await alive()) as [ShownProcess, ShownProcess];
  const own = await unfold(one);
  await own.getByRole("button", { name: "Pause" }).click();
  await expect.poll(() => shownText(own)).toMatch(/Paused.*Pause · Done, in/);
  expect([stateOf(one.pid ?? 0), stateOf(other.pid ?? 0) === "T"]).toEqual(["T", false]);
  await looksRight();
  await own.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => shownText(own)).toMatch(/Running.*Resume · Done, in/);
  expect(stateOf(one.pid ?? 0)).not.toBe("T");
});

test("its last lines are read on request, as text", async () => {
  const [one] = (await alive()) as [ShownProcess];
  const own = await unfold(one);
  await own.getByRole("button", { name: "Read the last output again" }).click();
  await expect.poll(() => shownText(own.locator("process-output"))).toMatch(/step \d+ <b>of<\/b> many/);
  expect(await own.locator("b", { hasText: /^of$/ }).count()).toBe(0);
});

test("Restart asks first, and then it is another process of the same name", async () => {
  const [one] = (await alive()) as [ShownProcess];
  const own = await unfold(one);
  await own.getByRole("button", { name: "Restart…" }).click();
  const sheet = page.locator("act-sheet");
  await expect.poll(() => shownText(sheet)).toMatch(new RegExp(`pid ${one.pid}.*devbox`));
  await looksRight();
  await sheet.getByLabel(/Why/).fill("it loops");
  await sheet.getByRole("button", { name: "Restart" }).click();
  await expect.poll(() => oneOf(one.id)).toMatchObject({ state: "running", restarts: 1 });
  const after = await oneOf(one.id);
  expect(after?.pid).not.toBe(one.pid);
  expect(stateOf(one.pid ?? 0)).toBeUndefined();
  await expect.poll(() => shownText(own)).toMatch(/Restart · Done, in.*it loops/);
});

test("on the agent's page: Stop says whom it means, and ends it", async () => {
  const [one] = (await alive()) as [ShownProcess];
  await expect.poll(async () => (await oneOf(one.id))?.agentId).toBeDefined();
  await page.goto(`${stage.origin}/agents/${(await oneOf(one.id))?.agentId}`);
  const controls = page.locator("agent-controls");
  await expect.poll(() => shownText(controls)).toMatch(new RegExp(`Running on devbox, pid ${one.pid}`));
  await looksRight();
  await controls.getByRole("button", { name: "Stop…" }).click();
  const sheet = page.locator("act-sheet");
  await sheet.getByText(`pid ${one.pid}`).waitFor();
  await sheet.getByRole("button", { name: "Stop", exact: true }).click();
  await expect.poll(() => shownText(controls)).toMatch(/Stop · Done, in/);
  expect(stateOf(one.pid ?? 0)).toBeUndefined();
  expect(await oneOf(one.id)).toMatchObject({ state: "exited" });
  expect(await controls.getByRole("button").count()).toBe(0);
});

test("a process that is killed from outside is told as failed, with the signal", async () => {
  await page.goto(`${stage.origin}/fleet?view=machines`);
  const [one] = (await alive()) as [ShownProcess];
  await line(one).waitFor();
  process.kill(one.pid ?? 0, "SIGKILL");
  await expect.poll(() => shownText(line(one))).toMatch(/Failed.*SIGKILL/);
});

test("without network nothing can be tapped, and it is said why", async () => {
  await anna.open("/fleet?view=machines");
  const start = page.getByRole("button", { name: "Start worker" });
  await start.waitFor();
  await anna.context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByText("nothing is kept for later").first().waitFor();
  expect(await start.isDisabled()).toBe(true);
  await anna.context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(() => start.isEnabled()).toBe(true);
});

test("a machine that is away: what is asked of it waits in sight, can be taken back, and is given up in time", async () => {
  const started = await anna.call("POST", "/api/commands", { kind: "start", hostId: (await devbox())?.id, profile: "worker" });
  expect(started.status).toBe(201);
  await expect.poll(async () => (await alive()).map(({ state }) => state)).toEqual(["running"]);
  const [one] = (await alive()) as [ShownProcess];
  // The runner ends; what it started goes on.
  await endRunner();
  expect(stateOf(one.pid ?? 0)).toMatch(/[SR]/);
  const card = page.locator("host-card");
  await card.getByText("No word for").waitFor();
  const own = await unfold(one);
  await own.getByRole("button", { name: "Stop…" }).click();
  const sheet = page.locator("act-sheet");
  await sheet.getByText("has not been heard from").waitFor();
  await sheet.getByRole("button", { name: "Stop", exact: true }).click();
  await expect.poll(() => shownText(own)).toMatch(/Stop · Requested: no word from devbox since/);
  await own.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => shownText(own)).toMatch(/Stop · Taken back/);
  const short = { kind: "pause", hostId: (await devbox())?.id, processId: one.id, timeoutSeconds: 5 };
  expect((await anna.call("POST", "/api/commands", short)).status).toBe(201);
  await expect.poll(() => shownText(own)).toMatch(/Pause · Expired: .*devbox/);
  // It never happened, and does not happen when the runner is back.
  runner = startRunner();
  await card.getByText("Connected").waitFor();
  await expect.poll(async () => (await devbox())?.connected).toBe(true);
  expect(stateOf(one.pid ?? 0)).toMatch(/[SR]/);
  expect(await oneOf(one.id)).toMatchObject({ state: "running", pid: one.pid });
});

test("an agent that no machine runs is held at its next step, and let go on", async () => {
  const agent = await stage.agent("laptop");
  const call = callerOf(stage.origin, { authorization: `Bearer ${agent.token}`, "x-beckon-agent": "ada", "x-beckon-host": "laptop" });
  const hook = (event: string, more: object = {}) =>
    call("POST", "/hooks/claude-code", { session_id: "run-of-ada", cwd: "/work/shop", hook_event_name: event, ...more });
  const bash = (id: string) => ({ tool_name: "Bash", tool_use_id: id, tool_input: { command: "make" } });
  expect((await hook("SessionStart", { source: "startup" })).status).toBe(200);
  expect((await hook("PreToolUse", bash("t1"))).status).toBe(200);
  expect((await hook("PostToolUse", { ...bash("t1"), tool_response: {} })).status).toBe(200);
  const known = (await anna.call("GET", "/api/agents?limit=200")).body.items.find(({ name }: { name: string }) => name === "ada");
  await page.goto(`${stage.origin}/agents/${known.id}`);
  const controls = page.locator("agent-controls");
  await controls.getByRole("button", { name: "Pause at its next step" }).click();
  await expect.poll(() => shownText(controls)).toMatch(/Pause · Requested: takes effect at its next step/);
  let answered = false;
  const step = hook("PreToolUse", bash("t2")).then((answer) => {
    answered = true;
    return answer;
  });
  await expect.poll(() => shownText(controls)).toMatch(/Held for .*Pause · Done, in/);
  expect(answered).toBe(false);
  await looksRight();
  await controls.getByRole("button", { name: "Let it go on" }).click();
  expect((await step).status).toBe(200);
  await expect.poll(() => shownText(controls)).toMatch(/Resume · Done/);
});

test("who only looks sees all of it, and no button; what was done stands in the audit log", async () => {
  const olga = await stage.device("Tablet", { person: "Olga", role: "viewer" });
  await olga.page.goto(`${stage.origin}/fleet?view=machines`);
  const card = olga.page.locator("host-card");
  await card.getByText("Connected").waitFor();
  expect(await card.getByRole("button", { name: /Start|Stop|Pause|Restart/ }).count()).toBe(0);
  await olga.context.close();
  const owner = await stage.device("Desk");
  const { items } = (await owner.call("GET", "/api/audit?action=command.&limit=200")).body as { items: { action: string }[] };
  const actions = new Set(items.map(({ action }) => action));
  for (const action of ["command.requested", "command.done", "command.cancelled", "command.expired"]) expect(actions).toContain(action);
  await owner.context.close();
});
