import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimRun, launch, readRun } from "./supervise.ts";

const setUp = () => {
  const dir = mkdtempSync(join(tmpdir(), "beckon-supervise-"));
  const start = async (words: string[], env: Record<string, string> = { PATH: process.env.PATH ?? "" }) => {
    const gone = Promise.withResolvers<void>();
    await launch({ dir, run: 1, id: "hp_supervised", outputBytes: 8_192, words, cwd: dir, env }, () => gone.resolve());
    await gone.promise;
    return { ...readRun(dir, 1), output: existsSync(join(dir, "output")) ? readFileSync(join(dir, "output"), "utf8") : "" };
  };
  return { dir, start, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

test.concurrent("the words go to the program as they are, and no shell reads them", async ({ expect }) => {
  using setup = setUp();
  const words = ["$(id)", "`id`", "a b", "'", '"', ";", "\\", "*", "-n", "\n"];
  const seen = await setup.start([process.execPath, "-p", "JSON.stringify(process.argv.slice(1))", "--", ...words]);
  expect(seen).toMatchObject({ exit: 0, output: `${JSON.stringify(words)}\n` });
});

test.concurrent("the profile's PATH is for its program alone; the mark and a session of its own are its too", async ({ expect }) => {
  using setup = setUp();
  const { pid, exit, output } = await setup.start(["/bin/sh", "-c", 'echo "$PATH $BECKON_PROCESS"; echo $$; exit 5'], { PATH: "/nowhere" });
  expect({ exit, output }).toEqual({ exit: 5, output: `/nowhere hp_supervised\n${pid}\n` });
});

test.concurrent("what another one has claimed is not begun", async ({ expect }) => {
  using setup = setUp();
  expect(claimRun(setup.dir, 1)).toBe(true);
  expect(claimRun(setup.dir, 1)).toBe(false);
  expect(await setup.start(["/bin/sh", "-c", "echo begun"])).toEqual({ pid: undefined, exit: undefined, output: "" });
});

test.concurrent("no such program: 127, as shells tell it", async ({ expect }) => {
  using setup = setUp();
  expect(await setup.start(["no-such-program-at-all"])).toMatchObject({ exit: 127 });
});

test("the run's files are not taken for those of another run", () => {
  expect(readRun("/nowhere", 1)).toEqual({ pid: undefined, exit: undefined });
});
