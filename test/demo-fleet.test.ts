import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpShell } from "../apps/cli/src/testing/run-beckon.ts";
import { dataFolder, freePort, startBff, type Bff } from "./support/bff-process.ts";

let bff: Bff;
let folder: ReturnType<typeof dataFolder>;
let shell: Awaited<ReturnType<typeof setUpShell>>;
let admin: string;
beforeAll(async () => {
  folder = dataFolder();
  bff = await startBff({ port: await freePort(), dataDir: folder.path });
  shell = await setUpShell({ BECKON_URL: bff.origin, BECKON_DATA_DIR: folder.path });
  admin = JSON.parse((await shell.run(["token", "create", "--name", "watch", "--scope", "admin", "--json"])).stdout).token;
});
afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  await bff.kill("SIGTERM");
  folder[Symbol.dispose]();
});

const call = async (method: string, path: string, body?: unknown): Promise<any> => {
  const answer = await fetch(bff.origin + path, {
    method,
    headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
};

/** The first answer that is one. */
const until = async <T>(what: string, find: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`never seen: ${what}`);
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
/** It runs, and has not merely not been buried yet. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
const allGone = (pids: readonly number[]) => until("the end of all processes", () => (pids.some(isAlive) ? undefined : true));

const start = async () => {
  const demo = shell.start(["demo", "--speed", "60", "--minutes", "5", "--json"]);
  const line = await until("the fleet", () => demo.result.stdout.split("\n")[0] || undefined);
  const pids = await until("seven processes", () => {
    const found = childrenOf(demo.child.pid as number);
    return found.length === 7 ? found : undefined;
  });
  return { ...demo, fleet: JSON.parse(line), pids };
};

test("real processes by real protocols: seen, answered, going on; killed they leave no process, removed they leave nothing", async () => {
  const { child, fleet, pids, ended } = await start();
  expect(fleet.agents.map(({ kind }: any) => kind)).toEqual(["claude-code", "codex", "script", "mcp", "gemini", "claude-code", "crew"]);

  const asked = await until("a question of a Claude Code agent", async () => {
    const { items } = await call("GET", "/api/decision-requests?status=pending");
    return items.find(({ agent, kind }: any) => agent.name === "checkout-builder" && kind === "permission");
  });
  expect(asked.agent).toMatchObject({ vendor: "Claude Code", demo: true });
  expect((await call("PUT", `/api/decision-requests/${asked.id}/decision`, { option: "allow" })).status).toBe("decided");
  await until("that it ran", async () =>
    (await call("GET", `/api/decision-requests/${asked.id}`)).outcome?.status === "executed" ? true : undefined,
  );

  const vendors = await until("all vendors at work", async () => {
    const { items } = await call("GET", "/api/agents");
    const found = new Set(items.map(({ vendor }: any) => vendor));
    return found.size === 5 ? found : undefined;
  });
  expect(vendors).toEqual(new Set(["Claude Code", "Codex", "Gemini CLI", "OpenCode", undefined]));
  const session = await until("the same agent going on", async () => {
    const { items } = await call("GET", "/api/sessions?limit=100");
    return items.find(({ key, files, usage }: any) => key === asked.agent.sessionId && files.length > 0 && usage.costMicros > 0);
  });
  expect(session).toMatchObject({ project: "shop-web", model: "claude-sonnet-5", usage: { unpriced: 0 } });

  child.kill("SIGKILL");
  await ended;
  await allGone(pids);
  const removed = await shell.run(["demo", "--remove"]);
  expect(removed).toMatchObject({ code: 0, stderr: "" });
  expect(removed.stdout).toMatch(/^removed \d+ agents, \d+ sessions, \d+ signals and \d+ decision requests of the demo\n$/);
  expect((await call("GET", "/api/agents")).items).toEqual([]);
  expect(await shell.run(["demo", "--remove"])).toMatchObject({ code: 0, stdout: "", stderr: "there is no demo to remove\n" });
});

test("Ctrl-C ends it in order: no process stays, each agent says that it stops; removed meanwhile, it ends by itself", async () => {
  const first = await start();
  await until("sessions", async () => ((await call("GET", "/api/sessions")).items.length >= 6 ? true : undefined));
  first.child.kill("SIGINT");
  const ended = await first.ended;
  expect(ended).toMatchObject({ code: 130 });
  expect(ended.stderr).toContain("what it left stays until: beckon demo --remove");
  expect(first.pids.filter(isAlive)).toEqual([]);
  const { items } = await call("GET", "/api/sessions?limit=100");
  expect(items.filter(({ endedAt }: any) => !endedAt).length).toBeLessThanOrEqual(1);

  const second = await start();
  const { tokens } = JSON.parse((await shell.run(["demo", "--remove", "--json"])).stdout);
  expect(tokens).toBe(14);
  expect(await second.ended).toMatchObject({ code: 0 });
  await allGone(second.pids);
});

test("a wrong wish is told in one line, before anything is made", async () => {
  for (const args of [
    ["--agents", "0"],
    ["--agents", "25"],
    ["--speed", "x"],
    ["--minutes", ""],
    ["--remove", "--seed", "1"],
  ]) {
    const { code, stdout, stderr } = await shell.run(["demo", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/--(agents|speed|minutes) goes from|--remove stands alone/);
  }
  expect((await call("GET", "/api/tokens")).items.filter(({ demo }: any) => demo)).toEqual([]);
});
