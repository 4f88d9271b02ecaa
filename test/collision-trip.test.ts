import { stepSeconds } from "@beckon/agent-setup/connection";
import { claudeCodeHooks } from "@beckon/bff/integrations/claude-code/hook.ts";
import type { Session } from "@beckon/contracts/agents";
import type { Collision } from "@beckon/contracts/coordination";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";

/* Two runs in two worktrees of one repository, told by the real command to the real server; a person stops one of them. */

const main = join(import.meta.dirname, "../apps/cli/src/main.ts");
const data = dataFolder();
const home = realpathSync(mkdtempSync(join(tmpdir(), "beckon-trip-")));
const [shop, second] = [join(home, "shop"), join(home, "shop-orders")];
let port: number;
let bff: Bff;
let token: string;
let admin: string;

const call = async (method: string, path: string, bearer: string, body?: unknown) => {
  const answer = await fetch(`${bff.origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as any };
};
const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-C", cwd, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { stdio: "pipe" });

beforeAll(async () => {
  mkdirSync(shop);
  git(shop, "init", "-q", "-b", "main");
  writeFileSync(join(shop, "prices.ts"), "export {};\n");
  git(shop, "add", ".");
  git(shop, "commit", "-qm", "Begin");
  git(shop, "remote", "add", "origin", "https://anna:ghp_secret@github.com/Acme/Shop.git");
  git(shop, "worktree", "add", "-q", "-b", "orders", second);
  port = await freePort();
  bff = await startBff({ port, dataDir: data.path });
  const make = async (name: string, scope: string) => (await call("POST", "/api/tokens", bff.secret(), { name, scope })).body.token;
  [token, admin] = await Promise.all([make("laptop", "agent"), make("answerer", "admin")]);
});
afterAll(async () => {
  await bff.kill();
  data[Symbol.dispose]();
  rmSync(home, { recursive: true, force: true });
});

type Run = { session: string; cwd: string };
/** `beckon hook codex`, as the agent starts it, with another name for each run. */
const start = ({ session, cwd }: Run, event: string, more: object = {}) => {
  const child = spawn(process.execPath, [main, "hook", "codex"], {
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      XDG_CACHE_HOME: join(tmpdir(), "beckon-test-cache"),
      BECKON_URL: `http://127.0.0.1:${port}`,
      BECKON_TOKEN: token,
      BECKON_AGENT: session,
    },
  });
  const result = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (result.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (result.stderr += text));
  child.stdin.end(JSON.stringify({ session_id: session, cwd, hook_event_name: event, permission_mode: "default", ...more }));
  const ended = once(child, "close").then(([code]) => ({ ...result, code: code as number | null }));
  return { child, ended };
};
const silent = { stdout: "", stderr: "", code: 0 };
let calls = 0;
const patch = {
  tool_name: "apply_patch",
  tool_input: { command: "*** Begin Patch\n*** Update File: prices.ts\n@@\n-export {};\n+export const a = 1;\n*** End Patch" },
};
const before = () => ({ ...patch, tool_use_id: `call_${(calls += 1)}` });
const edit = (run: Run) => start(run, "PostToolUse", { ...before(), tool_response: "Success." }).ended;
const sessionOf = async (key: string): Promise<Session> =>
  (await call("GET", "/api/sessions?limit=50", admin)).body.items.find((one: Session) => one.key === key);
const pauseState = async (key: string, wanted: string): Promise<NonNullable<Session["pause"]>> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const pause = (await sessionOf(key)).pause;
    if (pause?.state === wanted) return pause;
    await sleep(20);
  }
  throw new Error(`${key} is not ${wanted}: ${JSON.stringify((await sessionOf(key)).pause)}`);
};
const [anna, bert]: [Run, Run] = [
  { session: "trip-anna", cwd: shop },
  { session: "trip-bert", cwd: second },
];

test("each run's place shows on it, without the login of the remote; both in one file are a collision", async () => {
  const begun = await Promise.all([anna, bert].map((run) => start(run, "SessionStart", { source: "startup" }).ended));
  expect(begun).toEqual([silent, silent]);
  const repository = "github.com/acme/shop";
  const place = await sessionOf(anna.session);
  expect(place).toMatchObject({ repository, root: shop, branch: "main" });
  expect(place).not.toHaveProperty("worktree");
  expect(JSON.stringify(place)).not.toMatch(/ghp_secret/);
  expect(await sessionOf(bert.session)).toMatchObject({ repository, root: second, worktree: "shop-orders", branch: "orders" });

  expect(await Promise.all([edit(anna), edit(bert)])).toEqual([silent, silent]);
  const { items } = (await call("GET", "/api/collisions", admin)).body;
  expect(items).toMatchObject([{ repository, path: "prices.ts", kind: "soft", status: "open" }]);
  const parties = (items[0] as Collision).parties.map(({ name, worktree, branch }) => [name, worktree, branch]).toSorted();
  expect(parties).toEqual([
    ["trip-anna", undefined, "main"],
    ["trip-bert", "shop-orders", "orders"],
  ]);
});

test("paused, its next step waits until it is let go on, also over the death of the server", async () => {
  expect(await start(bert, "PreToolUse", before()).ended).toEqual(silent);
  const { id } = await sessionOf(bert.session);
  expect(await call("POST", `/api/sessions/${id}/pause`, admin)).toMatchObject({
    status: 202,
    body: { state: "requested", by: "answerer" },
  });
  const held = start(bert, "PreToolUse", before());
  let done = false;
  void held.ended.then(() => (done = true));
  const first = await pauseState(bert.session, "held");
  expect(first.step).toBe("apply_patch");
  // Whoever is not paused goes on.
  expect(await start(anna, "PreToolUse", before()).ended).toEqual(silent);

  await bff.kill("SIGKILL");
  bff = await startBff({ port, dataDir: data.path });
  expect(await pauseState(bert.session, "held")).toEqual(first);
  expect(done).toBe(false);
  expect(await call("POST", `/api/sessions/${id}/resume`, admin)).toMatchObject({ status: 200, body: { state: "resumed" } });
  expect(await held.ended).toEqual(silent);
});

test("a step whose hook the agent ends, as when its time is over, is let go, and that is said", async () => {
  const { id } = await sessionOf(bert.session);
  await call("POST", `/api/sessions/${id}/pause`, admin);
  const held = start(bert, "PreToolUse", before());
  await pauseState(bert.session, "held");
  held.child.kill("SIGTERM");
  expect(await held.ended).toEqual(silent);
  expect((await pauseState(bert.session, "let_go")).note).toBe("Its hook stopped waiting: the agent ended its hook");
  expect(await start(bert, "PreToolUse", before()).ended).toEqual(silent);
});

test("Claude Code is sent back to ask again before its hook's own time is over", () => {
  const payload = { session_id: "a", hook_event_name: "PreToolUse", tool_name: "Read", tool_input: {} };
  const again = claudeCodeHooks.toStep?.(payload, { now: new Date(), owner: "laptop", gate: false })?.again;
  expect(again?.afterMs).toBeGreaterThan(60_000);
  expect(again?.afterMs).toBeLessThanOrEqual((stepSeconds - 20) * 1_000);
});
