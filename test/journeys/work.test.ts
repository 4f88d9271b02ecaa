import { setTimeout as sleep } from "node:timers/promises";
import type { Task } from "@beckon/contracts/tasks";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { beckon } from "../support/command-line.ts";
import { type Caller } from "../support/people.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

const missing = findChromium() === undefined;
let stage: TeamStage;
let anna: Device;
let olga: Device;
let agent: Caller & { token: string };

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  agent = await stage.agent("Builder");
  anna = await stage.device("Laptop", { person: "Anna", role: "operator" });
  olga = await stage.device("Tablet", { person: "Olga", role: "operator" });
  for (const device of [anna, olga]) await device.open("/work");
});
afterAll(() => stage?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

/** Told by an agent, and on the board. */
const newTask = async (title: string, more: object = {}): Promise<Task> => {
  const { status, body } = await agent("POST", "/api/tasks", { title, ...more });
  expect(status).toBe(201);
  return body;
};
const cardOf = (page: Page, title: string): Locator => page.locator("task-card", { hasText: title }).first();
const laneOf = (page: Page, lane: string): Locator => page.locator(`[data-lane="${lane}"]`);
const inLane = (page: Page, lane: string, title: string) => laneOf(page, lane).locator("task-card", { hasText: title }).waitFor();
const menuOf = async (page: Page, title: string) => {
  await page.getByRole("button", { name: `What to do with ${title}` }).click();
  await page.locator("task-actions").waitFor();
};
const choose = (page: Page, label: string) => page.locator("task-actions").getByRole("button", { name: label, exact: true }).click();
const closeMenu = (page: Page) => page.keyboard.press("Escape");
const move = async (page: Page, title: string, label: string) => {
  await menuOf(page, title);
  await choose(page, label);
  await page.locator("task-actions").waitFor({ state: "detached" });
};
/** As a mouse does it, in steps that the board sees. */
const drag = async (page: Page, title: string, lane: string) => {
  const [from, to] = [await cardOf(page, title).boundingBox(), await laneOf(page, lane).boundingBox()];
  if (!from || !to) throw new Error(`${title} or ${lane} is not on the screen`);
  await page.mouse.move(from.x + from.width / 2, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 20, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + 80, { steps: 8 });
  await page.mouse.up();
};
const taskOf = async (id: string): Promise<Task> => (await anna.call("GET", `/api/tasks/${id}`)).body;
const historyOf = async (id: string): Promise<{ kind: string; by: string; to?: string }[]> =>
  (await anna.call("GET", `/api/tasks/${id}/history`)).body.items;
/** Back on the board, whatever the test before left open. */
const toBoard = async (...devices: Device[]) => {
  for (const { page } of devices) await page.goto(`${stage.origin}/work`);
};

/** Changes of this page arrive at the server once `go` is called. */
const holdChanges = async ({ page }: Device) => {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  const { promise: sent, resolve: wasSent } = Promise.withResolvers<void>();
  await page.route("**/api/tasks/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    wasSent();
    await promise;
    return route.continue();
  });
  return { go, sent, release: () => page.unroute("**/api/tasks/*") };
};

test("two people move one card: the first one's move stands, the other sees it and who it was", async () => {
  await toBoard(anna, olga);
  const title = "Publish the release";
  const { id } = await newTask(title);
  await inLane(anna.page, "pending", title);
  await inLane(olga.page, "pending", title);
  const held = await holdChanges(olga);
  await move(olga.page, title, "Start");
  await held.sent;
  await drag(anna.page, title, "blocked");
  await inLane(anna.page, "blocked", title);
  held.go();
  await cardOf(olga.page, title).getByText("Not moved to In progress: Anna was faster").waitFor();
  await inLane(olga.page, "blocked", title);
  await held.release();
  expect(await taskOf(id)).toMatchObject({ status: "blocked", version: 2 });
  expect((await historyOf(id)).filter(({ kind }) => kind === "moved")).toMatchObject([{ by: "Anna", to: "blocked" }]);

  // She reads it, and does what she wanted on top of what stands.
  await olga.page.goto(`${stage.origin}/work/tasks/${id}`);
  await olga.page.getByText("What stands is shown below.").waitFor();
  await olga.page.getByRole("button", { name: "Understood" }).click();
  await olga.page.getByRole("button", { name: "Unblock" }).click();
  await expect.poll(() => taskOf(id)).toMatchObject({ status: "in_progress", version: 3 });
  await inLane(anna.page, "in_progress", title);
});

test("only what is allowed is offered, and the server refuses the rest with words", async () => {
  await toBoard(anna);
  const title = "Sign the contract";
  const { id, version } = await newTask(title);
  await inLane(anna.page, "pending", title);
  await menuOf(anna.page, title);
  const offered = anna.page.locator("task-actions .group").first().locator("ui-button");
  expect((await offered.allTextContents()).map((text) => text.trim())).toEqual(["Start", "Block…", "Cancel…"]);
  await closeMenu(anna.page);
  // A lane that does not take it does nothing.
  await drag(anna.page, title, "completed");
  expect(await taskOf(id)).toMatchObject({ status: "pending", version });
  const refused = await anna.call("PATCH", `/api/tasks/${id}`, { version, status: "completed" });
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: "task.transition_not_allowed",
      from: "pending",
      to: "completed",
      allowed: ["assigned", "in_progress", "blocked", "cancelled", "timed_out"],
      detail: "It is pending and cannot become completed. From there it may become assigned, in_progress, blocked, cancelled, timed_out.",
    },
  });
  expect(await agent("POST", `/api/tasks/${id}/complete`, {})).toMatchObject({
    status: 409,
    body: { code: "task.transition_not_allowed" },
  });
  expect(await taskOf(id)).toMatchObject({ status: "pending", version });
});

test("tasks that would wait for each other in a ring: refused, and the ring is named", async () => {
  const titles = ["Pour the floor", "Build the walls", "Lay the roof"] as const;
  const [floor, walls, roof] = titles;
  const first = await newTask(floor);
  const second = await newTask(walls, { dependencies: [first.id] });
  const third = await newTask(roof, { dependencies: [second.id] });
  await anna.page.goto(`${stage.origin}/work/tasks/${first.id}`);
  await anna.page.getByRole("button", { name: "Edit…" }).click();
  await anna.page.getByLabel("Find a task it waits for").fill("roof");
  await anna.page.locator("task-waits").getByRole("button", { name: roof }).click();
  await anna.page.getByRole("button", { name: "Save" }).click();
  await anna.page
    .getByText(`The ring would be "${floor}" → "${roof}" → "${walls}" → "${floor}".`)
    .filter({ visible: true })
    .first()
    .waitFor();
  await anna.page.getByRole("button", { name: "Understood" }).click();
  expect(await taskOf(first.id)).toMatchObject({ dependencies: [], status: "pending", version: 1 });

  // The last link taken out, it is a chain and no ring.
  await anna.page.goto(`${stage.origin}/work/tasks/${third.id}`);
  await anna.page.getByRole("button", { name: "Edit…" }).click();
  await anna.page.getByRole("button", { name: `No longer wait for ${walls}` }).click();
  await anna.page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => taskOf(third.id)).toMatchObject({ dependencies: [], status: "pending" });
  expect(await anna.call("PATCH", `/api/tasks/${first.id}`, { version: 1, dependencies: [third.id] })).toMatchObject({
    status: 200,
    body: { status: "blocked", blockedBy: `Waits for "${roof}"` },
  });
});

test("the server is killed after it took a move and before it could say so: the move is made once", async () => {
  await toBoard(anna);
  const title = "Migrate the mailboxes";
  const { id } = await newTask(title);
  await inLane(anna.page, "pending", title);
  const killed = Promise.withResolvers<void>();
  await anna.page.route("**/api/tasks/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    const answer = await route.fetch();
    expect(answer.status()).toBe(200);
    await stage.kill();
    killed.resolve();
    return route.abort("connectionreset");
  });
  await drag(anna.page, title, "in_progress");
  await killed.promise;
  await cardOf(anna.page, title).getByText("To In progress: waiting to be sent").waitFor();
  await anna.page.unroute("**/api/tasks/*");
  await stage.restart();
  await anna.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await inLane(anna.page, "in_progress", title);
  await cardOf(anna.page, title).getByText("waiting to be sent").waitFor({ state: "detached" });
  expect(await cardOf(anna.page, title).getByText("Not moved").count()).toBe(0);
  expect(await taskOf(id)).toMatchObject({ status: "in_progress", version: 2 });
  expect((await historyOf(id)).filter(({ kind }) => kind === "moved")).toMatchObject([{ by: "Anna", to: "in_progress" }]);
});

test("without network: the board of then, and changes that wait; back again each is taken, or refused with the reason", async () => {
  await toBoard(anna, olga);
  const [mine, lost, ended] = ["Order the cables", "Book the room", "Call the printer"];
  const [a, b, c] = [await newTask(mine), await newTask(lost), await newTask(ended)];
  for (const title of [mine, lost, ended]) await inLane(olga.page, "pending", title);
  await olga.context.setOffline(true);
  await olga.page.reload();
  await olga.page.getByText(/as of/i).filter({ visible: true }).first().waitFor();
  for (const title of [mine, lost, ended]) await inLane(olga.page, "pending", title);
  for (const title of [mine, lost, ended]) {
    await move(olga.page, title, "Start");
    await cardOf(olga.page, title).getByText("To In progress: waiting to be sent").waitFor();
  }
  // The queue is on the disk, not in the page.
  await olga.page.reload();
  await cardOf(olga.page, mine).getByText("To In progress: waiting to be sent").waitFor();
  expect(await taskOf(a.id)).toMatchObject({ status: "pending" });

  expect(
    await anna.call("PATCH", `/api/tasks/${b.id}`, { version: b.version, status: "blocked", blockedBy: "the landlord" }),
  ).toMatchObject({
    status: 200,
  });
  expect(await agent("POST", `/api/tasks/${c.id}/cancel`, { message: "not needed" })).toMatchObject({ status: 200 });
  await olga.context.setOffline(false);
  await olga.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await inLane(olga.page, "in_progress", mine);
  await cardOf(olga.page, lost).getByText("Not moved to In progress: Anna was faster").waitFor();
  await inLane(olga.page, "blocked", lost);
  expect(await taskOf(a.id)).toMatchObject({ status: "in_progress" });
  expect(await taskOf(b.id)).toMatchObject({ status: "blocked", blockedBy: "the landlord" });
  // The third one has left the board; its page says why it was not moved.
  await olga.page.goto(`${stage.origin}/work/tasks/${c.id}`);
  await olga.page.getByText("Not moved to In progress: Builder was faster").waitFor();
  expect(await taskOf(c.id)).toMatchObject({ status: "cancelled" });
});

test("an agent whose process is killed in the middle of a task: it is shown, and another one gets the task", async () => {
  await toBoard(anna);
  const title = "Rebuild the search index";
  const script = `
    const call = (path, body) => fetch(process.env.BECKON_URL + path, { method: "POST",
      headers: { authorization: "Bearer " + process.env.BECKON_TOKEN, "content-type": "application/json" }, body: JSON.stringify(body) });
    const agent = { name: process.env.BECKON_AGENT, sessionId: process.env.BECKON_SESSION };
    const task = await (await call("/api/tasks", { title: ${JSON.stringify(title)} })).json();
    await call("/api/tasks/" + task.id + "/start", { agent });
    console.log(task.id, process.pid);
    setInterval(() => {}, 1e6);`;
  const env = { BECKON_URL: stage.origin, BECKON_TOKEN: agent.token, HOME: stage.folder };
  const running = beckon(["run", "--env", "--name", "indexer", "--", process.execPath, "--input-type=module", "-e", script], env);
  const [id = "", pid] = await firstLine(running.child.stdout);
  await inLane(anna.page, "in_progress", title);
  process.kill(Number(pid), "SIGKILL");
  expect(await running.finished).toMatchObject({ code: 128 + 9 });

  const check = async () =>
    (await anna.call("GET", "/api/coordination/diagnostics")).body.checks.find(({ name }: { name: string }) => name === "orphaned_tasks");
  await expect.poll(check).toMatchObject({ count: 1, points: 5, items: [{ kind: "task", id, name: title }] });
  await anna.page.goto(`${stage.origin}/teamwork`);
  await anna.page.getByText("Tasks whose agent no longer exists").first().waitFor();
  await anna.page.getByRole("link", { name: title }).first().click();
  await anna.page.waitForURL(`**/work/tasks/${id}`);
  await anna.page.getByRole("button", { name: "Give to another…" }).click();
  await anna.page.getByLabel("An agent by its name").fill("indexer-2");
  await anna.page.getByRole("button", { name: "Give", exact: true }).click();
  await expect.poll(() => taskOf(id)).toMatchObject({ status: "assigned", agent: { name: "indexer-2" } });
  expect(await check()).toMatchObject({ count: 0, points: 0 });
  const next = await stage.agent("Second machine");
  // Whoever bears the name gets it, and nobody else.
  expect((await next("POST", "/api/tasks/claim", { agent: { name: "other" } })).status).toBe(204);
  expect(await agent("POST", "/api/tasks/claim", { agent: { name: "indexer-2" } })).toMatchObject({
    status: 200,
    body: { id, status: "in_progress", agent: { name: "indexer-2" } },
  });
});

test("a reporter whose clock is wrong: what cannot be true is shown as that, and gives no duration", async () => {
  const day = 86_400_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const { id: ahead } = await newTask("Run ahead of time");
  await agent("POST", `/api/tasks/${ahead}/start`, { at: at(day) });
  await agent("POST", `/api/tasks/${ahead}/complete`, { at: at(day + 1_000) });
  const early = await taskOf(ahead);
  expect(Date.parse(early.startedAt ?? "")).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(early.endedAt ?? "")).toBeLessThanOrEqual(Date.now());

  const { id: behind } = await newTask("Run behind time");
  await agent("POST", `/api/tasks/${behind}/start`, {});
  await agent("POST", `/api/tasks/${behind}/complete`, { at: at(-day), durationSeconds: 90 });
  const late = await taskOf(behind);
  expect(late).toMatchObject({ status: "completed", reportedSeconds: 90 });
  expect(late.contradiction).toMatch(/^said to have started at .*, after it ended at /);
  expect(late.startedAt).toBeUndefined();
  await anna.page.goto(`${stage.origin}/work/tasks/${behind}`);
  await anna.page.getByText(/said to have started at .*, after it ended at/).waitFor();
});

const firstLine = async (stream: NodeJS.ReadableStream | null): Promise<string[]> => {
  let text = "";
  stream?.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  while (!text.includes("\n")) await sleep(20);
  return (text.split("\n")[0] ?? "").split(" ");
};
