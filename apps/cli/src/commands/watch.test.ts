import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileEdit, WorkFile, WorkFilesInput } from "@beckon/contracts/work-directories";
import { workDirectoryInput, workFilesInput } from "@beckon/contracts/work-directories";
import { expect, test, type ExpectStatic } from "vitest";
import { goodToken, startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

/** What a server knows of one directory, by the contract. */
async function setUp() {
  const files = new Map<string, WorkFile>();
  const tellings: WorkFilesInput[] = [];
  const ended: { id: string; status: string; message?: string }[] = [];
  let edits: FileEdit[] = [];
  const state = { revision: 0, id: "wd_0000000000000000000001" };
  const answer = async ({
    method,
    path,
    body,
  }: {
    method: string;
    path: string;
    body: unknown;
  }): Promise<{ status: number; body?: unknown }> => {
    const at = /^\/api\/work-directories(?:\/(wd_\w+)\/(files|edits)(?:\/(fe_\w+))?)?/.exec(path);
    const [, id, what, edit] = at ?? [];
    if (id === undefined) {
      const told = workDirectoryInput.parse(body);
      return {
        status: 200,
        body: { ...told, id: state.id, lanes: [], files: 0, unreadable: 0, lastSeenAt: new Date().toISOString(), watching: true },
      };
    }
    if (id !== state.id)
      return { status: 404, body: { type: "about:blank", title: "gone", status: 404, code: "work_directory.not_found", requestId: "r" } };
    if (what === "files" && method === "GET")
      return { status: 200, body: { revision: state.revision, files: [...files.values()].map(({ path: each, hash }) => [each, hash]) } };
    if (what === "files") {
      const told = workFilesInput.parse(body);
      if (told.revision !== state.revision)
        return {
          status: 409,
          body: { type: "about:blank", title: "other", status: 409, code: "work_directory.other_revision", requestId: "r" },
        };
      tellings.push(told);
      for (const { from } of told.moved) files.delete(from);
      for (const gone of told.removed) files.delete(gone);
      for (const file of told.files) files.set(file.path, file);
      return { status: 200, body: { revision: (state.revision += 1) } };
    }
    if (edit) {
      edits = edits.filter((each) => each.id !== edit);
      ended.push({ id: edit, ...(body as { status: string }) });
      return { status: 204 };
    }
    await new Promise((done) => setTimeout(done, edits.length > 0 ? 0 : 100));
    return { status: 200, body: { revision: state.revision, edits } };
  };
  const server = await startContractServer((seen) => (seen.path.startsWith("/api/work-directories") ? answer(seen) : undefined));
  const shell = await setUpShell({ BECKON_URL: server.url, BECKON_TOKEN: goodToken });
  const root = await mkdtemp(join(tmpdir(), "beckon-watch-"));
  for (const lane of ["inbox", "assigned", "done"]) await mkdir(join(root, lane));
  return {
    files,
    tellings,
    ended,
    state,
    server,
    shell,
    root,
    ask: (edit: Omit<FileEdit, "id">) =>
      void (edits = [...edits, { id: `fe_${String(ended.length + edits.length).padStart(22, "0")}`, ...edit }]),
    forget: () => {
      files.clear();
      state.revision = 0;
      state.id = "wd_0000000000000000000002";
    },
    write: (path: string, text: string) => writeFile(join(root, path), text),
    start: (...args: string[]) => shell.start(["watch", root, "--json", ...args]),
    [Symbol.asyncDispose]: async () => {
      await server.kill();
      await shell[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** With the expectations of the test that asks: of several at once, the common ones know only the last. */
const ready = (expect: ExpectStatic, running: { result: { stdout: string } }) =>
  expect.poll(() => running.result.stdout).toContain('"following"');
const end = async (running: ReturnType<Awaited<ReturnType<typeof setUp>>["start"]>) => {
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, stderr: "" });
};

test.concurrent("tells what is there, what changes, what moves, what goes; and says goodbye", async ({ expect }) => {
  await using setup = await setUp();
  const { files, root, tellings, write } = setup;
  await write("inbox/a.yaml", "title: A\n");
  await write("inbox/broken.yaml", "title: a: b\n");
  await write("README.md", "# no task\n");
  await symlink("/etc/hostname", join(root, "inbox/link.yaml"));
  const running = setup.start();
  await ready(expect, running);
  expect([...files.keys()].sort()).toEqual(["inbox/a.yaml", "inbox/broken.yaml", "inbox/link.yaml"]);
  expect(files.get("inbox/link.yaml")).toMatchObject({ tasks: [], problem: "is a symbolic link, and those are not followed" });
  expect(tellings[0]?.folders).toEqual(["assigned", "done", "inbox"]);
  // As editors save: a new file takes the place of the old one.
  await write("inbox/.a.yaml.swp", "title: A2\n");
  await rename(join(root, "inbox/.a.yaml.swp"), join(root, "inbox/a.yaml"));
  await expect.poll(() => files.get("inbox/a.yaml")?.tasks[0]?.title).toBe("A2");
  await rename(join(root, "inbox/a.yaml"), join(root, "done/a.yaml"));
  await expect.poll(() => files.get("done/a.yaml")?.tasks[0]?.status).toBe("completed");
  expect(tellings.flatMap(({ moved }) => moved)).toEqual([{ from: "inbox/a.yaml", to: "done/a.yaml" }]);
  await mkdir(join(root, "review/deep"), { recursive: true });
  await write("review/deep/r.yaml", "title: R\n");
  await expect.poll(() => files.get("review/deep/r.yaml")?.lane).toBe("review");
  await rm(join(root, "review"), { recursive: true });
  await rm(join(root, "inbox/broken.yaml"));
  await expect.poll(() => [...files.keys()].sort()).toEqual(["done/a.yaml", "inbox/link.yaml"]);
  await end(running);
  expect(tellings.at(-1)?.leaving).toBe(true);
});

test.concurrent("a second one on the same directory says so; one that was killed stands in nobody's way", async ({ expect }) => {
  await using setup = await setUp();
  const first = setup.start();
  await ready(expect, first);
  const second = await setup.start().ended;
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining("another beckon watch already follows") as string });
  first.child.kill("SIGKILL");
  await first.ended;
  const third = setup.start();
  await ready(expect, third);
  await end(third);
});

test.concurrent("the server goes and another one with an empty database comes: it gets everything", async ({ expect }) => {
  await using setup = await setUp();
  await setup.write("inbox/a.yaml", "title: A\n");
  const running = setup.start();
  await ready(expect, running);
  await setup.server.kill();
  await setup.write("inbox/b.yaml", "title: B\n");
  await expect.poll(() => running.result.stdout).toContain('"away"');
  setup.forget();
  await setup.server.restart();
  await expect.poll(() => [...setup.files.keys()].sort(), { timeout: 20_000 }).toEqual(["inbox/a.yaml", "inbox/b.yaml"]);
  await end(running);
});

test.concurrent("the directory goes and comes back: nothing is taken off the board in between", async ({ expect }) => {
  await using setup = await setUp();
  await setup.write("inbox/a.yaml", "title: A\n");
  const running = setup.start();
  await ready(expect, running);
  await rename(setup.root, `${setup.root}-away`);
  await expect.poll(() => running.result.stdout).toContain('"gone"');
  await writeFile(join(`${setup.root}-away`, "inbox/b.yaml"), "title: B\n");
  await rename(`${setup.root}-away`, setup.root);
  await expect.poll(() => [...setup.files.keys()].sort()).toEqual(["inbox/a.yaml", "inbox/b.yaml"]);
  expect(setup.tellings.flatMap(({ removed }) => removed)).toEqual([]);
  await end(running);
});

test.concurrent("--write: the value and the place change, and nothing else; what changed meanwhile is left alone", async ({ expect }) => {
  await using setup = await setUp();
  const { root, files, ended, ask } = setup;
  await setup.write("inbox/a.yaml", "# mine\r\nStatus:  'To Do'   # soon\r\nprio: P2\r\ntitle: A\r\n");
  await chmod(join(root, "inbox/a.yaml"), 0o640);
  await setup.write("inbox/b.yaml", "title: B\nstatus: pending\n");
  await setup.write("done/b.yaml", "title: another B\n");
  const running = setup.start("--write");
  await ready(expect, running);
  const seen = files.get("inbox/a.yaml")!.hash;
  ask({ path: "inbox/a.yaml", hash: seen, document: 0, priority: "critical" });
  // Asked before the first was written: only we changed it since it was seen.
  ask({ path: "inbox/a.yaml", hash: seen, document: 0, status: "completed" });
  ask({ path: "inbox/b.yaml", hash: files.get("inbox/b.yaml")!.hash, document: 0, status: "completed" });
  ask({ path: "../../etc/passwd", hash: "x", document: 0, status: "completed" });
  await expect.poll(() => ended.map(({ status }) => status)).toEqual(["written", "written", "refused", "refused"]);
  expect(await readFile(join(root, "done/a.yaml"), "utf8")).toBe("# mine\r\nStatus:  'Done'   # soon\r\nprio: P0\r\ntitle: A\r\n");
  expect((await stat(join(root, "done/a.yaml"))).mode & 0o777).toBe(0o640);
  expect(ended[2]?.message).toContain("a file of that name");
  expect(await readFile(join(root, "done/b.yaml"), "utf8")).toBe("title: another B\n");
  expect(await readFile(join(root, "inbox/b.yaml"), "utf8")).toBe("title: B\nstatus: pending\n");
  ask({ path: "inbox/b.yaml", hash: "of before", document: 0, status: "assigned" });
  await expect.poll(() => ended.length).toBe(5);
  expect(ended[4]).toMatchObject({ status: "refused", message: "the file changed meanwhile; look at it again" });
  await end(running);
});

test.concurrent("--once tells everything and ends", async ({ expect }) => {
  await using setup = await setUp();
  await setup.write("inbox/a.yaml", "title: A\n");
  const result = await setup.start("--once").ended;
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect([...setup.files.keys()]).toEqual(["inbox/a.yaml"]);
  expect(setup.tellings.at(-1)?.leaving).toBe(true);
});

test.concurrent.each<[string[], string]>([
  [["watch"], "beckon: which directory? – beckon watch DIR\n"],
  [["watch", "a", "b"], "beckon: one directory at a time – beckon watch DIR\n"],
  [["watch", "/no/such/place"], "beckon: /no/such/place is not there – beckon watch DIR\n"],
])("wrong use %j", async (args, line) => {
  await using shell = await setUpShell();
  expect(await shell.run(args)).toEqual({ stdout: "", stderr: line, code: 2 });
});
