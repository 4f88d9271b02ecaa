import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { placeHeaders, placeOf } from "./place.ts";

let folder: string;
const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-C", cwd, "-c", "user.name=t", "-c", "user.email=t@t", ...args], { stdio: "pipe" });
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "beckon-place-")));
  execFileSync("git", ["init", "-q", "-b", "main", join(folder, "shop")]);
  writeFileSync(join(folder, "shop", "a"), "a");
  git(join(folder, "shop"), "add", "a");
  git(join(folder, "shop"), "commit", "-qm", "a");
  git(join(folder, "shop"), "worktree", "add", "-q", "-b", "orders", join(folder, "shop-2"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What git says is what is asked here, not how fast this machine is. */
const withinMs = 30_000;

test("a folder without a remote is known by its machine and main folder, from each of its worktrees", async () => {
  const repository = `file://laptop/${folder.slice(1).split("/").map(encodeURIComponent).join("/")}/shop`;
  expect(await placeOf(join(folder, "shop"), "laptop", withinMs)).toEqual({ repository, root: join(folder, "shop"), branch: "main" });
  expect(await placeOf(join(folder, "shop-2"), "laptop", withinMs)).toEqual({
    repository,
    root: join(folder, "shop-2"),
    worktree: "shop-2",
    branch: "orders",
  });
});

test("a remote is told without its login, and only with events that begin something", async () => {
  git(join(folder, "shop"), "remote", "add", "origin", "https://bob:ghp_SECRET@github.com/Acme/Shop.git");
  const told = (event: string) =>
    placeHeaders(JSON.stringify({ hook_event_name: event, cwd: join(folder, "shop-2") }), { event: undefined, host: "laptop", withinMs });
  const headers = await told("SessionStart");
  expect(headers).toMatchObject({ "x-beckon-repository": encodeURIComponent("github.com/acme/shop"), "x-beckon-branch": "orders" });
  expect(JSON.stringify(headers)).not.toMatch(/SECRET|bob/);
  expect(await told("PreToolUse")).toEqual({});
});

test("where there is no repository, no folder, or a folder that cannot be, nothing is told", async () => {
  expect(await placeOf(folder, "laptop", withinMs)).toBeUndefined();
  expect(await placeOf(join(folder, "nowhere"), "laptop", withinMs)).toBeUndefined();
  expect(await placeOf("a\0b", "laptop", withinMs)).toBeUndefined();
});
