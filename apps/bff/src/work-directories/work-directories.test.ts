import type { WorkFile } from "@beckon/contracts/work-directories";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let now = Date.now();
beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date(now) });
  owner = await app.pair();
});
afterAll(() => app.close());

const file = (path: string, title: string, more: Partial<WorkFile["tasks"][number]> = {}): WorkFile => ({
  path,
  lane: path.split("/")[0] as string,
  hash: `hash of ${title}`,
  modifiedAt: "2026-11-21T10:00:00.000Z",
  tasks: [{ document: 0, title, status: path.startsWith("done") ? "completed" : "pending", ...more }],
});

let directories = 0;
const open = async (writable = false) => {
  const watcher = await app.token();
  const input = { name: "Shop", host: "laptop", path: `/src/shop-${(directories += 1)}`, writable };
  const { body } = await watcher("POST", "/api/work-directories", input);
  const at = `/api/work-directories/${body.id}`;
  let revision = 0;
  return {
    id: body.id as string,
    at,
    watcher,
    input,
    tell: async (told: object) => {
      const answer = await watcher("POST", `${at}/files`, { revision, ...told });
      if (answer.status === 200) revision = answer.body.revision;
      return answer;
    },
    shown: async () => (await owner("GET", "/api/work-directories")).body.items.find(({ id }: { id: string }) => id === body.id),
    tasks: async () => (await owner("GET", `/api/tasks?directory=${body.id}&limit=200`)).body.items,
  };
};

test("the same token, host and path is the same directory; another token's is its own", async () => {
  const { id, input, watcher } = await open();
  expect((await watcher("POST", "/api/work-directories", { ...input, name: "Renamed", writable: true })).body).toMatchObject({
    id,
    name: "Renamed",
    writable: true,
  });
  const other = await app.token();
  expect((await other("POST", "/api/work-directories", input)).body.id).not.toBe(id);
  expect((await other("GET", `/api/work-directories/${id}/files`)).status).toBe(404);
  expect((await other("POST", `/api/work-directories/${id}/files`, { revision: 0 })).status).toBe(404);
});

test("files become tasks in their lanes; a change, a move and a removal are just that", async () => {
  const { tell, shown, tasks, watcher, at } = await open();
  const unreadable = { ...file("inbox/c.yaml", "c"), problem: "line 3, column 5: bad", tasks: [] };
  await tell({ files: [file("inbox/a.yaml", "a"), file("done/b.yaml", "b"), unreadable], folders: ["done", "inbox", "assigned", "ideas"] });
  expect(await shown()).toMatchObject({
    lanes: [
      { name: "inbox", tasks: 1 },
      { name: "assigned", tasks: 0 },
      { name: "done", tasks: 1 },
      { name: "ideas", tasks: 0 },
    ],
    files: 3,
    unreadable: 1,
    watching: true,
  });
  const before = await tasks();
  expect(before.map(({ title, file: { lane, problem } }: any) => [title, lane, problem]).sort()).toEqual([
    ["a", "inbox", undefined],
    ["b", "done", undefined],
    ["c.yaml", "inbox", "line 3, column 5: bad"],
  ]);
  const id = before.find(({ title }: any) => title === "a").id;
  await tell({ moved: [{ from: "inbox/a.yaml", to: "done/a.yaml" }], removed: ["inbox/c.yaml"], files: [file("done/a.yaml", "a, done")] });
  const after = await tasks();
  expect(after.find((task: any) => task.id === id)).toMatchObject({
    title: "a, done",
    status: "completed",
    file: { path: "done/a.yaml", lane: "done" },
  });
  expect(after).toHaveLength(2);
  expect((await watcher("GET", `${at}/files`)).body).toEqual({
    revision: 2,
    files: expect.arrayContaining([
      ["done/a.yaml", "hash of a, done"],
      ["done/b.yaml", "hash of b"],
    ]),
  });
});

test("a telling of another revision changes nothing", async () => {
  const { tell, watcher, at, tasks } = await open();
  await tell({ files: [file("inbox/a.yaml", "a")] });
  const late = await watcher("POST", `${at}/files`, { revision: 0, removed: ["inbox/a.yaml"] });
  expect(late).toMatchObject({ status: 409, body: { code: "work_directory.other_revision", revision: 1 } });
  expect(await tasks()).toHaveLength(1);
});

const asked = async (task: any, change: object) => owner("PATCH", `/api/tasks/${task.id}`, { version: task.version, ...change });

test("a change is asked of the watcher, who waits for it, and its refusal is shown", async () => {
  const { tell, watcher, at, tasks } = await open(true);
  await tell({ files: [file("inbox/a.yaml", "a")] });
  const waiting = watcher("GET", `${at}/edits?wait=20`);
  const [task] = await tasks();
  expect((await asked(task, { status: "assigned", priority: "high" })).status).toBe(200);
  const { edits } = (await waiting).body;
  expect(edits).toMatchObject([{ path: "inbox/a.yaml", hash: "hash of a", document: 0, status: "assigned", priority: "high" }]);
  expect((await tasks())[0].file.edit).toMatchObject({ state: "requested" });
  const end = () => watcher("POST", `${at}/edits/${edits[0].id}`, { status: "refused", message: "the file changed meanwhile" });
  expect((await end()).status).toBe(204);
  expect((await tasks())[0]).toMatchObject({
    status: "pending",
    file: { edit: { state: "refused", message: "the file changed meanwhile" } },
  });
  expect((await end()).status).toBe(404);
  expect((await watcher("GET", `${at}/edits`)).body).toEqual({ revision: 1, edits: [] });
});

test("what was written is told by the file itself", async () => {
  const { tell, watcher, at, tasks } = await open(true);
  await tell({ files: [file("inbox/a.yaml", "a")] });
  await asked((await tasks())[0], { priority: "critical", status: "assigned" });
  const [edit] = (await watcher("GET", `${at}/edits`)).body.edits;
  const moved = [{ from: "inbox/a.yaml", to: "done/a.yaml" }];
  await tell({ moved, files: [{ ...file("done/a.yaml", "a", { priority: "critical" }), hash: "another" }] });
  expect((await watcher("POST", `${at}/edits/${edit.id}`, { status: "written" })).status).toBe(204);
  const [task] = await tasks();
  expect(task.priority).toBe("critical");
  expect(task.file.edit).toBeUndefined();
});

test("a directory that is only read refuses to be changed, in words", async () => {
  const { tell, tasks } = await open(false);
  await tell({ files: [file("inbox/a.yaml", "a")] });
  const refused = await asked((await tasks())[0], { status: "assigned" });
  expect(refused.status).toBe(409);
  expect(refused.body.title + (refused.body.detail ?? "")).toMatch(/--write|read/i);
});

test("who says goodbye follows it no longer; a word brings it back", async () => {
  const { tell, shown, watcher, at } = await open();
  await tell({ leaving: true });
  expect(await shown()).toMatchObject({ watching: false });
  await watcher("GET", `${at}/edits`);
  expect(await shown()).toMatchObject({ watching: true, lastSeenAt: new Date(now).toISOString() });
});

test("taken off the board, its tasks are gone with it, from phones too", async () => {
  const { id, tell, tasks, shown } = await open();
  const { cursor } = (await owner("GET", "/api/sync")).body;
  await tell({ files: [file("inbox/a.yaml", "a")] });
  const [task] = await tasks();
  expect((await owner("DELETE", `/api/work-directories/${id}`)).status).toBe(204);
  expect(await shown()).toBeUndefined();
  expect(await tasks()).toEqual([]);
  const { tombstones } = (await owner("GET", `/api/sync?cursor=${cursor}`)).body;
  expect(tombstones).toEqual(
    expect.arrayContaining([
      { kind: "workDirectory", id },
      { kind: "task", id: task.id },
    ]),
  );
  expect((await tell({ files: [] })).status).toBe(404);
});
