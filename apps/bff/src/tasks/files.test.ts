import type { Task } from "@beckon/contracts/tasks";
import type { FileTask, WorkFile } from "@beckon/contracts/work-directories";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const directory = { id: "wd_0000000000000000000000", writable: false };
let app: TestApp;
let person: Call;
const owner = { id: "tok_watcher", name: "watcher" };

beforeAll(async () => {
  app = await createTestApp();
  person = await app.pair();
});
afterAll(() => app.close());

const document = (index: number, said: Partial<FileTask> = {}): FileTask => ({
  document: index,
  title: `Document ${index}`,
  status: "pending",
  ...said,
});
const file = (path: string, tasks: FileTask[], more: Partial<WorkFile> = {}): WorkFile => ({
  path,
  lane: path.split("/")[0] as string,
  hash: "h",
  modifiedAt: "2026-11-21T09:00:00.000Z",
  tasks,
  ...more,
});
const write = (files: WorkFile[]) => app.database.transaction((work) => app.services.tasks.files.put(work, { owner, directory, files }));
const list = async (): Promise<Task[]> => (await person("GET", `/api/tasks?directory=${directory.id}&limit=200`)).body.items;
const byPath = async () => Object.fromEntries((await list()).map((task) => [`${task.file?.path}#${task.file?.document}`, task]));

test("what the files say stands: documents by their place, moves believed, and what is gone is gone", async () => {
  await write([
    file("inbox/a.yaml", [document(0, { key: "A", labels: ["x"] }), document(1, { key: "B", dependencies: ["A", "nobody"] })]),
    file("inbox/broken.yaml", [], { problem: "line 3: a tab" }),
  ]);
  const first = await byPath();
  const a = first["inbox/a.yaml#0"] as Task;
  expect(a).toMatchObject({ key: "A", status: "pending", origin: "file", labels: ["x"], file: { lane: "inbox", writable: false } });
  expect(first["inbox/a.yaml#1"]).toMatchObject({ status: "pending", dependencies: [a.id] });
  expect(first["inbox/broken.yaml#0"]).toMatchObject({ title: "broken.yaml", file: { problem: "line 3: a tab" } });

  // Told again as it was: nothing is written.
  await write([file("inbox/a.yaml", [document(0, { key: "A", labels: ["x"] }), document(1, { key: "B", dependencies: ["A", "nobody"] })])]);
  expect((await byPath())["inbox/a.yaml#1"]).toMatchObject({ dependencies: [a.id], version: 1 });
  expect((await byPath())["inbox/a.yaml#0"]).toMatchObject({ version: 1 });

  await app.database.transaction((work) =>
    app.services.tasks.files.move(work, { directoryId: directory.id, moves: [{ from: "inbox/a.yaml", to: "done/a.yaml" }] }),
  );
  await write([file("done/a.yaml", [document(0, { key: "A", status: "completed", endedAt: "2026-11-21T08:00:00.000Z" })])]);
  const moved = await byPath();
  expect(Object.keys(moved).toSorted()).toEqual(["done/a.yaml#0", "inbox/broken.yaml#0"]);
  expect(moved["done/a.yaml#0"]).toMatchObject({
    id: a.id,
    status: "completed",
    endedAt: "2026-11-21T08:00:00.000Z",
    file: { lane: "done" },
  });
  // Back from done: the file is the truth, whatever the table of states says.
  await write([file("done/a.yaml", [document(0, { key: "A", status: "in_progress" })])]);
  const back = (await byPath())["done/a.yaml#0"];
  expect(back).toMatchObject({ id: a.id, status: "in_progress" });
  expect(back?.endedAt).toBeUndefined();
  await app.database.transaction((work) => app.services.tasks.files.remove(work, { directoryId: directory.id, paths: "all" }));
  expect(await list()).toEqual([]);
});

test("a task that is read before what it depends on finds it, whenever that comes", async () => {
  await write([file("inbox/first.yaml", [document(0, { key: "F", dependencies: ["later", "never"] })])]);
  expect((await byPath())["inbox/first.yaml#0"]).toMatchObject({ dependencies: [] });
  await write([file("inbox/later.yaml", [document(0, { key: "later" })])]);
  const both = await byPath();
  expect(both["inbox/first.yaml#0"]).toMatchObject({ dependencies: [both["inbox/later.yaml#0"]?.id] });
  expect(both["inbox/first.yaml#0"]?.file).not.toHaveProperty("lost");
});

test("two files that change places keep their tasks", async () => {
  await write([file("inbox/1.yaml", [document(0, { title: "One" })]), file("inbox/2.yaml", [document(0, { title: "Two" })])]);
  const before = await byPath();
  const moves = [
    { from: "inbox/1.yaml", to: "inbox/2.yaml" },
    { from: "inbox/2.yaml", to: "inbox/1.yaml" },
  ];
  await app.database.transaction((work) => app.services.tasks.files.move(work, { directoryId: directory.id, moves }));
  const after = await byPath();
  expect(after["inbox/2.yaml#0"]?.id).toBe(before["inbox/1.yaml#0"]?.id);
  expect(after["inbox/1.yaml#0"]?.id).toBe(before["inbox/2.yaml#0"]?.id);
});

test("a task in a file that is only read is not changed here", async () => {
  await write([file("inbox/3.yaml", [document(0)])]);
  const task = (await byPath())["inbox/3.yaml#0"] as Task;
  const patch = (body: object) => person("PATCH", `/api/tasks/${task.id}`, { version: task.version, ...body });
  expect((await patch({ priority: "high" })).body).toMatchObject({ status: 409, code: "task.read_only_file" });
  expect((await person("POST", `/api/tasks/${task.id}/boost`)).body.code).toBe("task.read_only_file");
  expect((await byPath())["inbox/3.yaml#0"]).toMatchObject({ priority: "medium", version: task.version });
});
