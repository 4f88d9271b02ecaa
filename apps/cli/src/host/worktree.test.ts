import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createWorktrees, plainName } from "./worktree.ts";

const setUp = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "beckon-worktree-")));
  const repository = join(folder, "My shop");
  mkdirSync(join(repository, "packages/api"), { recursive: true });
  const git = (at: string, ...args: string[]) =>
    execFileSync("git", ["-C", at, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { encoding: "utf8" }).trim();
  git(repository, "init", "-q", "-b", "main");
  writeFileSync(join(repository, "packages/api/index.ts"), "1\n");
  git(repository, "add", ".");
  git(repository, "commit", "-qm", "first");
  const worktrees = createWorktrees(join(folder, "state"));
  const branches = () => git(repository, "branch", "--format=%(refname:short)").split("\n");
  const plan = (agent: string, taken: string[] = []) => worktrees.plan({ repository: join(repository, "packages/api"), agent, taken });
  return { folder, repository, git, worktrees, branches, plan, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

test("a place of its own on a branch of its own, and nothing left when nothing was done", async () => {
  using setup = setUp();
  const one = setup.plan("Dev 1");
  const work = await setup.worktrees.add(one);
  expect(work).toBe(join(one.path, "packages/api"));
  expect(readFileSync(join(work, "index.ts"), "utf8")).toBe("1\n");
  expect(setup.git(work, "branch", "--show-current")).toBe("beckon/dev-1");
  // Asked for once more, as after a restart in the middle: it is there.
  expect(await setup.worktrees.add(one)).toBe(work);
  expect(await setup.worktrees.remove(one)).toBeUndefined();
  expect(existsSync(one.path)).toBe(false);
  expect(setup.branches()).toEqual(["main"]);
});

test("work that is not committed is never removed, and is found again", async () => {
  using setup = setUp();
  const one = setup.plan("dev");
  writeFileSync(join(await setup.worktrees.add(one), "new.ts"), "2\n");
  expect(await setup.worktrees.remove(one)).toBe("it holds changes that are not committed");
  expect(readFileSync(join(await setup.worktrees.add(setup.plan("dev")), "new.ts"), "utf8")).toBe("2\n");
});

test("commits stay on their branch, and the next one of that name goes on there", async () => {
  using setup = setUp();
  const one = setup.plan("dev");
  const work = await setup.worktrees.add(one);
  writeFileSync(join(work, "new.ts"), "2\n");
  setup.git(work, "add", ".");
  setup.git(work, "commit", "-qm", "second");
  expect(await setup.worktrees.remove(one)).toBeUndefined();
  expect(setup.branches()).toEqual(["beckon/dev", "main"]);
  expect(existsSync(join(await setup.worktrees.add(one), "new.ts"))).toBe(true);
});

test("many at once, of one name too", async () => {
  using setup = setUp();
  const plans = ["a", "b", "c", "d"].map((name) => setup.plan(name));
  const again = setup.plan("a", [plans[0]!.path]);
  expect(again.branch).toBe("beckon/a-2");
  const folders = await Promise.all([...plans, again].map((one) => setup.worktrees.add(one)));
  expect(new Set(folders).size).toBe(5);
  expect(setup.branches()).toHaveLength(6);
});

test("no repository, and something in the way: in words", async () => {
  using setup = setUp();
  const lost = setup.worktrees.plan({ repository: setup.folder, agent: "x", taken: [] });
  await expect(setup.worktrees.add(lost)).rejects.toThrow(/^git: not a git repository/);
  const one = setup.plan("x");
  mkdirSync(one.path, { recursive: true });
  await expect(setup.worktrees.add(one)).rejects.toThrow(/not a git repository|in the way/);
  expect(await setup.worktrees.remove(one)).toMatch(/^git: /);
});

test("any name becomes a plain one", () => {
  expect(plainName("Développeur 2 (shop)")).toBe("developpeur-2-shop");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(plainName(name)).toMatch(/^[a-z0-9](-?[a-z0-9])*$/);
      expect(plainName(name).length).toBeLessThanOrEqual(60);
    }),
  );
});
