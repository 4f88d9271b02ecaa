import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "@beckon/contracts/tasks";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { beckon, type Finished } from "../support/command-line.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

const missing = findChromium() === undefined;
let stage: TeamStage;
let anna: Device;
let page: Page;
let root: string;
let watch: { child: ChildProcess; finished: Promise<Finished> };
let directory: WorkDirectory;

const startWatch = async (token: string, ...more: string[]) => {
  const env = { BECKON_URL: stage.origin, BECKON_TOKEN: token, HOME: stage.folder };
  const started = beckon(["watch", root, ...more], env);
  const said = Promise.withResolvers<void>();
  started.child.stderr?.on("data", (chunk: Buffer) => chunk.toString().includes("on the board") && said.resolve());
  await Promise.race([said.promise, started.finished.then((end) => Promise.reject(new Error(JSON.stringify(end))))]);
  return started;
};
const write = (path: string, text: string) => {
  // As editors do: a new file in the place of the old one.
  writeFileSync(join(root, "..", "next"), text);
  renameSync(join(root, "..", "next"), join(root, path));
};
const read = (path: string) => readFileSync(join(root, path), "utf8");
const inFolder = (folder: string) => readdirSync(join(root, folder)).filter((name) => !name.startsWith("."));

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  root = join(stage.folder, "tasks");
  for (const folder of ["inbox", "in_progress", "done"]) mkdirSync(join(root, folder), { recursive: true });
  write("inbox/cables.yaml", "title: Order the cables\npriority: high\n");
  anna = await stage.device("Laptop", { person: "Anna", role: "operator" });
  ({ page } = anna);
  watch = await startWatch((await stage.agent("Watcher")).token, "--write", "--name", "Team tasks");
  [directory] = (await anna.call("GET", "/api/work-directories")).body.items;
  await anna.open(`/work?directory=${directory.id}`);
});
afterAll(async () => {
  watch?.child.kill("SIGKILL");
  await stage?.close();
});
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

const laneOf = (lane: string): Locator => page.locator(`[data-lane="${lane}"]`);
const cardIn = (lane: string, title: string): Locator => laneOf(lane).locator("task-card", { hasText: title });
const toDirectory = () => page.goto(`${stage.origin}/work?directory=${directory.id}`);
const taskNamed = async (title: string): Promise<Task> => {
  const { items } = (await anna.call("GET", `/api/tasks?directory=${directory.id}`)).body as { items: Task[] };
  const found = items.find((task) => task.title === title);
  if (!found) throw new Error(`no ${title} among ${items.map((task) => task.title).join(", ")}`);
  return found;
};

test("files on the disk are cards on the board, in the lane of their folder, as they come, move and go", async () => {
  expect(directory).toMatchObject({ name: "Team tasks", writable: true, watching: true, files: 1, unreadable: 0 });
  await cardIn("folder:inbox", "Order the cables").waitFor();
  write("inbox/room.yaml", "# who: Olga\ntitle: Book the room\nstatus: pending\n");
  await cardIn("folder:inbox", "Book the room").waitFor();
  const { id } = await taskNamed("Book the room");
  renameSync(join(root, "inbox/room.yaml"), join(root, "done/room.yaml"));
  await cardIn("folder:done", "Book the room").waitFor();
  // The folder counts; that the file says another state is shown, and it is still the same task.
  expect(await taskNamed("Book the room")).toMatchObject({ id, status: "completed", file: { lane: "done", contradiction: "pending" } });
  mkdirSync(join(root, "parked"));
  write("parked/printer.yaml", "title: Call the printer\n");
  await cardIn("folder:parked", "Call the printer").waitFor();
});

test("a file that cannot be read is shown with the reason and the place, and is put right", async () => {
  await toDirectory();
  write("inbox/broken.yaml", 'title: "Never closed\npriority: high\n');
  const broken = cardIn("unreadable", "broken.yaml");
  await broken.waitFor();
  const { file } = await taskNamed("broken.yaml");
  expect(file?.problem).toMatch(/line \d+/);
  await broken.getByText(file?.problem?.slice(0, 60) ?? "").waitFor();
  await expect.poll(async () => (await anna.call("GET", "/api/work-directories")).body.items[0]).toMatchObject({ unreadable: 1 });
  write("inbox/broken.yaml", 'title: "Closed now"\npriority: high\n');
  await cardIn("folder:inbox", "Closed now").waitFor();
  await laneOf("unreadable").waitFor({ state: "detached" });
});

const said = `# Keep me: the landlord wants to know.
id: T-17
title: Sweep the stairs   # and the cellar
Status: 'pending'  # ours
priority: low
steps:
    - first   # well
    - second
`;

test("a card that is dragged moves its file, and only the value in it is written", async () => {
  write("inbox/stairs.yaml", said);
  await page.goto(`${stage.origin}/work`);
  const card = cardIn("pending", "Sweep the stairs");
  await card.waitFor();
  const { id } = await taskNamed("Sweep the stairs");
  const [from, to] = [await card.boundingBox(), await laneOf("in_progress").boundingBox()];
  if (!from || !to) throw new Error("the board is not on the screen");
  await page.mouse.move(from.x + from.width / 2, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 12 });
  await page.mouse.up();
  await cardIn("in_progress", "Sweep the stairs").waitFor();
  await expect.poll(() => existsSync(join(root, "in_progress/stairs.yaml"))).toBe(true);
  expect(existsSync(join(root, "inbox/stairs.yaml"))).toBe(false);
  expect(read("in_progress/stairs.yaml")).toBe(said.replace("'pending'", "'in_progress'"));
  expect(await taskNamed("Sweep the stairs")).toMatchObject({ id, status: "in_progress", file: { lane: "in_progress" } });

  // And by the menu: the priority alone.
  await page.getByRole("button", { name: "What to do with Sweep the stairs" }).click();
  await page.locator("task-actions").getByText("Critical", { exact: true }).click();
  await expect.poll(() => read("in_progress/stairs.yaml")).toBe(said.replace("'pending'", "'in_progress'").replace("low", "critical"));
  await expect.poll(() => taskNamed("Sweep the stairs")).toMatchObject({ priority: "critical" });
  expect((await taskNamed("Sweep the stairs")).file?.edit).toBeUndefined();
});

test("a file that changed meanwhile is left as it is, and the refusal is shown with the reason", async () => {
  write("inbox/lamp.yaml", "title: Change the lamp\npriority: low\n");
  await page.goto(`${stage.origin}/work`);
  await cardIn("pending", "Change the lamp").waitFor();
  const { id } = await taskNamed("Change the lamp");
  // The watcher is held between the wish and the file, and somebody else writes into it.
  watch.child.kill("SIGSTOP");
  await page.goto(`${stage.origin}/work/tasks/${id}`);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("A change is on its way into the file.").waitFor();
  const theirs = "title: Change the lamp\npriority: low\nbody: |\n  Four words of mine.\n";
  write("inbox/lamp.yaml", theirs);
  watch.child.kill("SIGCONT");
  await page.getByText(/The file was not changed: the file changed meanwhile/).waitFor();
  expect(read("inbox/lamp.yaml")).toBe(theirs);
  expect(inFolder("in_progress")).not.toContain("lamp.yaml");
  await page.getByText("Four words of mine.").waitFor();
  expect(await taskNamed("Change the lamp")).toMatchObject({ id, status: "pending" });
  // On what stands now it works.
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect.poll(() => inFolder("in_progress")).toContain("lamp.yaml");
  await expect.poll(() => taskNamed("Change the lamp")).toMatchObject({ id, status: "in_progress" });
});

test("the server is killed while many files change: afterwards the board is what the disk is, each task once", async () => {
  const many = Array.from({ length: 120 }, (_, index) => index);
  for (const index of many) write(`inbox/many-${index}.yaml`, `title: Many ${index}\n`);
  await stage.kill();
  for (const index of many.slice(0, 60)) renameSync(join(root, `inbox/many-${index}.yaml`), join(root, `done/many-${index}.yaml`));
  await stage.restart();
  const told = async () => {
    const { body } = await anna.call("GET", `/api/tasks?directory=${directory.id}&limit=200&search=Many`);
    return (body.items as Task[]).map(({ title, status }) => `${title} ${status}`).sort();
  };
  const wanted = many.map((index) => `Many ${index} ${index < 60 ? "completed" : "pending"}`).sort();
  await expect.poll(told).toEqual(wanted);
});

test("followed read-only, nothing is offered, the server refuses, and the end of the watcher is said", async () => {
  watch.child.kill("SIGINT");
  expect(await watch.finished).toMatchObject({ code: 130 });
  await expect.poll(async () => (await anna.call("GET", "/api/work-directories")).body.items[0]).toMatchObject({ watching: false });
  watch = await startWatch((await stage.agent("Second watcher")).token);
  const items = (await anna.call("GET", "/api/work-directories")).body.items as WorkDirectory[];
  // Another token's directory is another one, though it is the same folder.
  const other = items.find(({ id }) => id !== directory.id) as WorkDirectory;
  expect(other).toMatchObject({ writable: false, watching: true });
  const { items: tasks } = (await anna.call("GET", `/api/tasks?directory=${other.id}&search=printer`)).body as { items: Task[] };
  const [task] = tasks as [Task];
  await page.goto(`${stage.origin}/work/tasks/${task.id}`);
  await page.getByText("It stands in a file that is followed read-only").waitFor();
  expect(await anna.call("PATCH", `/api/tasks/${task.id}`, { version: task.version, status: "cancelled" })).toMatchObject({
    status: 409,
    body: { code: "task.read_only_file" },
  });
  expect(read("parked/printer.yaml")).toBe("title: Call the printer\n");
});
