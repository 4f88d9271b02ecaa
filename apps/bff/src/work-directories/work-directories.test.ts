import type { WorkFile } from "@beckon/contracts/work-directories";
import fc from "fast-check";
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

test("after any sequence of puts, moves and removals the lanes count what is there", async () => {
  const { tell, shown, tasks, watcher, at } = await open();
  const kinds = ["put", "unreadable", "move", "remove"] as const;
  const lanes = ["inbox", "assigned", "done"];
  const step = fc.record({ kind: fc.constantFrom(...kinds), name: fc.constantFrom("a", "b", "c"), to: fc.constantFrom(...lanes) });
  let there = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      for (const { kind, name, to } of steps) {
        const path = `${to}/${name}.yaml`;
        const from = [...there].find((each) => each.endsWith(`/${name}.yaml`));
        if (kind === "put") await tell({ files: [file(path, name)] });
        else if (kind === "unreadable") await tell({ files: [{ ...file(path, name), problem: "bad", tasks: [] }] });
        else if (kind === "move" && from) await tell({ moved: [{ from, to: path }], files: [file(path, name)] });
        else await tell({ removed: [path, ...(from ? [from] : [])] });
        there = new Set((await watcher("GET", `${at}/files`)).body.files.map(([each]: [string]) => each));
      }
      const { files, unreadable, lanes: counts } = await shown();
      const all = await tasks();
      expect(files).toBe(there.size);
      expect(new Set(all.map((task: any) => task.file.path))).toEqual(there);
      expect(unreadable).toBe(all.filter((task: any) => task.file.problem).length);
      for (const lane of lanes)
        expect(counts.find((each: any) => each.name === lane)?.tasks ?? 0).toBe(
          all.filter((task: any) => task.file.lane === lane && !task.file.problem).length,
        );
    }),
    { numRuns: 12 },
  );
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

test("a new token in the place of a revoked one has the directory and its tasks; beside a valid one it has its own", async () => {
  const first = await open();
  await first.tell({ files: [file("inbox/a.yaml", "a")] });
  const [task] = await first.tasks();
  const second = await app.token();
  const other = (await second("POST", "/api/work-directories", first.input)).body;
  expect(other.id).not.toBe(first.id);
  const revoke = (id: string) => app.local("DELETE", `/api/tokens/${id}`);
  expect((await revoke(first.watcher.id)).status).toBe(204);
  const { cursor } = (await owner("GET", "/api/sync")).body;
  // The second stands there with its own: what the first has left goes.
  expect((await second("POST", "/api/work-directories", first.input)).body.id).toBe(other.id);
  expect(await first.shown()).toBeUndefined();
  expect(await first.tasks()).toEqual([]);
  expect((await owner("GET", `/api/sync?cursor=${cursor}`)).body.tombstones).toEqual(
    expect.arrayContaining([
      { kind: "workDirectory", id: first.id },
      { kind: "task", id: task.id },
    ]),
  );
  await second("POST", `/api/work-directories/${other.id}/files`, { revision: 0, files: [file("inbox/a.yaml", "a")] });
  await revoke(second.id);
  const third = await app.token();
  expect((await third("POST", "/api/work-directories", { ...first.input, host: "another machine" })).body.id).not.toBe(other.id);
  const mine = (await third("POST", "/api/work-directories", first.input)).body;
  expect(mine).toMatchObject({ id: other.id, files: 1, watching: true });
  expect((await third("GET", `/api/work-directories/${mine.id}/files`)).body.files).toEqual([["inbox/a.yaml", "hash of a"]]);
  expect((await owner("GET", `/api/tasks?directory=${mine.id}`)).body.items).toHaveLength(1);
});

test("with the demo its directories go, and their tasks; everybody else's stay", async () => {
  const { tell, shown, tasks } = await open();
  await tell({ files: [file("inbox/own.yaml", "own")] });
  const { token } = (await app.local("POST", "/api/tokens", { name: "demo", scope: "agent", demo: true })).body;
  const demo = (method: string, path: string, body: unknown) => app.nobody(method, path, body, { authorization: `Bearer ${token}` });
  const { id } = (await demo("POST", "/api/work-directories", { name: "Demo", host: "laptop", path: "/demo" })).body;
  await demo("POST", `/api/work-directories/${id}/files`, { revision: 0, files: [file("inbox/demo.yaml", "demo")] });
  const ofDemo = async () => (await owner("GET", `/api/tasks?directory=${id}`)).body.items;
  expect(await ofDemo()).toMatchObject([{ title: "demo", demo: true }]);
  const { cursor } = (await owner("GET", "/api/sync")).body;
  expect((await app.local("DELETE", "/api/demo")).status).toBe(200);
  expect(await ofDemo()).toEqual([]);
  const { items } = (await owner("GET", "/api/work-directories")).body;
  expect(items.map((each: any) => each.id)).not.toContain(id);
  expect((await owner("GET", `/api/sync?cursor=${cursor}`)).body.tombstones).toContainEqual({ kind: "workDirectory", id });
  expect(await shown()).toMatchObject({ files: 1 });
  expect(await tasks()).toHaveLength(1);
});

test("started again with --write, tasks of files that have not changed may be changed", async () => {
  const { tell, watcher, tasks, input } = await open(false);
  await tell({ files: [file("inbox/a.yaml", "a")] });
  const { cursor } = (await owner("GET", "/api/sync")).body;
  await watcher("POST", "/api/work-directories", { ...input, writable: true });
  const [task] = await tasks();
  expect(task.file.writable).toBe(true);
  expect((await asked(task, { status: "assigned" })).status).toBe(200);
  const { changes } = (await owner("GET", `/api/sync?cursor=${cursor}`)).body;
  expect(changes.find(({ id }: any) => id === task.id)?.value.file.writable).toBe(true);
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
