import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { CommandReport, HostCommand, HostProcess } from "@beckon/contracts/hosts";
import { supervisedBeat } from "@beckon/contracts/supervised";
import { signal } from "@beckon/contracts/signals";
import type { Signal } from "@beckon/contracts/signals";
import { expect, test } from "vitest";
import { goodToken, startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { markedProcesses } from "../testing/marked-processes.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const main = join(import.meta.dirname, "../main.ts");

async function setUp() {
  const signals: Signal[] = [];
  const told: HostProcess[] = [];
  const reports: CommandReport[] = [];
  const asked: HostCommand[] = [];
  const waiters = new Set<() => void>();
  /** Commands are given again until they are reported on. */
  const beat = async (path: string, body: unknown) => {
    const { process, commands } = supervisedBeat.parse(body);
    if (process) told.push(process);
    reports.push(...commands);
    for (const { id } of commands) asked.splice(0, asked.length, ...asked.filter((one) => one.id !== id));
    if (path.endsWith("wait=20") && asked.length === 0) await new Promise<void>((done) => waiters.add(done));
    return { status: 200, body: { commands: asked } };
  };
  const server = await startContractServer(({ path, body }) => {
    if (path.startsWith("/api/agents/heartbeat")) return beat(path, body);
    if (path !== "/api/signals") return undefined;
    const given = (body as { signals: unknown[] }).signals.map((one) => signal.parse(one));
    const known = new Set(signals.map(({ id }) => id));
    signals.push(...given.filter(({ id }) => !known.has(id)));
    return { status: 200, body: { accepted: given.length, duplicates: 0, rejected: [] } };
  });
  const shell = await setUpShell({ BECKON_URL: server.url, BECKON_TOKEN: goodToken });
  const wake = () => {
    for (const waiter of waiters) waiter();
    waiters.clear();
  };
  const ask = (kind: HostCommand["kind"], more: Partial<HostCommand> = {}): string => {
    const id = `cm_${randomUUID().replaceAll("-", "").slice(0, 22)}`;
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    asked.push({ id, kind, processId: told.at(-1)?.id ?? "", graceSeconds: 2, expiresAt, ...more });
    wake();
    return id;
  };
  const started: ReturnType<typeof shell.start>[] = [];
  const start = (...args: string[]) => {
    const running = shell.start(["run", ...args]);
    started.push(running);
    return running;
  };
  const dispose = async () => {
    // Where the test failed: what it runs ends with it.
    for (const { child, ended } of started) {
      child.kill("SIGKILL");
      await ended;
    }
    wake();
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  const result = (id: string) => reports.find((one) => one.id === id && one.state !== "acknowledged");
  return {
    signals,
    told,
    reports,
    ask,
    result,
    server,
    shell,
    start,
    run: (...args: string[]) => shell.run(["run", ...args]),
    [Symbol.asyncDispose]: dispose,
  };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.concurrent("tells its start and its end, passes output and exit code through", async () => {
  await using setup = await setUp();
  const result = await setup.run("--name", "docs-writer", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
  expect(result).toEqual({ stdout: "out\n", stderr: "err\n", code: 3 });
  const [start, end] = setup.signals;
  expect(start).toMatchObject({
    kind: "session.started",
    source: "beckon",
    agent: { name: "docs-writer" },
    data: { cwd: setup.shell.home, title: "sh" },
  });
  expect(start!.agent!.host).not.toBe("");
  expect(end).toMatchObject({ kind: "session.ended", session: start!.session, data: { reason: "exit code 3", failed: true } });
  // Arguments may hold secrets: they are nobody's business.
  expect(JSON.stringify(setup.signals)).not.toContain("echo out");
});

test.concurrent.each([
  ["exit 0", 0, "exit code 0", false],
  ["kill -9 $$", 137, "ended by SIGKILL", true],
  ["kill -15 $$", 143, "ended by SIGTERM", true],
] as const)("%s: exit code %i", async (script, code, reason, failed) => {
  await using setup = await setUp();
  const result = await setup.run("--json", "--", "sh", "-c", script);
  expect(result.code).toBe(code);
  expect(JSON.parse(result.stderr)).toMatchObject({ exitCode: code, session: setup.signals[0]!.session });
  expect(setup.signals.at(-1)).toMatchObject({ kind: "session.ended", data: { reason, failed } });
});

test.concurrent("input reaches it; without --env it sees no token, with --env it can ask", async () => {
  await using setup = await setUp();
  const child = spawn(process.execPath, [main, "run", "--", "cat"], {
    env: { ...process.env, BECKON_URL: setup.server.url, BECKON_TOKEN: goodToken },
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
  child.stdin.end("typed\n");
  await new Promise((done) => child.on("close", done));
  expect(out).toBe("typed\n");
  const show = ["sh", "-c", 'echo "$BECKON_TOKEN|$BECKON_AGENT"'];
  expect(await setup.run("--", ...show)).toMatchObject({ stdout: "|\n" });
  expect(await setup.run("--env", "--name", "a b", "--", ...show)).toMatchObject({ stdout: `${goodToken}|a b\n` });
});

test.concurrent("signals are passed on, and its own exit code still counts", async ({ expect }) => {
  await using setup = await setUp();
  const running = setup.start("--", "sh", "-c", 'trap "echo told; exit 5" TERM; echo ready; sleep 60 & wait');
  await expect.poll(() => running.result.stdout).toBe("ready\n");
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ stdout: "ready\ntold\n", code: 5 });
});

const linux = process.platform === "linux";
/** Its child has left group and parent. */
const family = "(setsid sleep 300 &); sleep 300 & echo up; wait";

test.runIf(linux)("from the app: paused, resumed, started again and stopped, with all that it started", async ({ expect }) => {
  const eventually = (read: () => unknown) => expect.poll(read, { timeout: 60_000 });
  await using setup = await setUp();
  const running = setup.start("--name", "writer", "--", "sh", "-c", family);
  await eventually(() => setup.told.at(-1)?.state).toBe("running");
  const { id, pid } = setup.told.at(-1) as HostProcess;
  expect(setup.told.at(-1)).toMatchObject({ agent: "writer", profile: "sh", folder: setup.shell.home, restarts: 0 });
  const states = () => markedProcesses([id]).map(({ state }) => state === "T");
  await eventually(states).toEqual([false, false, false]);

  const pause = setup.ask("pause");
  await eventually(() => setup.result(pause)).toMatchObject({ state: "done", result: "all 3 of its processes stand still" });
  expect(states()).toEqual([true, true, true]);
  await eventually(() => setup.told.at(-1)?.state).toBe("paused");
  const resume = setup.ask("resume");
  await eventually(() => setup.result(resume)).toMatchObject({ state: "done" });
  expect(states()).toEqual([false, false, false]);

  const restart = setup.ask("restart");
  await eventually(() => setup.result(restart)).toMatchObject({ state: "done" });
  await eventually(() => setup.told.at(-1)).toMatchObject({ state: "running", restarts: 1 });
  expect(setup.told.at(-1)?.pid).not.toBe(pid);
  expect(isAlive(pid as number)).toBe(false);
  await eventually(() => running.result.stdout).toBe("up\nup\n");

  // What it cannot do, and what is not its own, comes to nothing.
  const start = setup.ask("start");
  await eventually(() => setup.result(start)).toMatchObject({ state: "failed", result: "beckon run starts nothing else" });
  const late = setup.ask("stop", { expiresAt: "2020-01-01T00:00:00Z" });
  await eventually(() => setup.result(late)).toMatchObject({
    state: "failed",
    result: expect.stringContaining("its time was over") as string,
  });
  expect(states()).toHaveLength(3);

  await eventually(states).toHaveLength(3);
  const stop = setup.ask("stop");
  expect(await running.ended).toMatchObject({ code: 143 });
  expect(setup.result(stop)).toMatchObject({ state: "done", result: expect.stringMatching(/^ended in \d+\.\d s$/) as string });
  expect(setup.told.at(-1)).toMatchObject({ state: "exited", signal: "SIGTERM" });
  expect(setup.signals.map(({ kind }) => kind)).toEqual(["session.started", "session.ended"]);
  expect(setup.signals.at(-1)).toMatchObject({ data: { reason: "stopped, ended by SIGTERM", failed: false } });
  expect(states()).toEqual([]);
});

test.runIf(linux)("paused, it still hears that it is to end; and what is given again and again is done once", async ({ expect }) => {
  const eventually = (read: () => unknown) => expect.poll(read, { timeout: 60_000 });
  await using setup = await setUp();
  const running = setup.start("--", "sh", "-c", 'trap "echo told; exit 5" TERM; echo up; while :; do sleep 0.1; done');
  await eventually(() => running.result.stdout).toBe("up\n");
  await eventually(() => setup.told.at(-1)?.state).toBe("running");
  const again = { id: "cm_0000000000000000000001" };
  setup.ask("restart", again);
  setup.ask("restart", again);
  await eventually(() => running.result.stdout).toBe("up\ntold\nup\n");
  setup.ask("restart", again);
  const pause = setup.ask("pause");
  await eventually(() => setup.result(pause)).toMatchObject({ state: "done" });
  expect(setup.told.at(-1)?.restarts).toBe(1);
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ stdout: "up\ntold\nup\ntold\n", code: 5 });
});

test.concurrent("nothing it started stays behind: not at its end, not when beckon is killed", async ({ expect }) => {
  await using setup = await setUp();
  const ended = await setup.run("--", "sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!");
  expect(isAlive(Number(ended.stdout))).toBe(false);
  const running = setup.start("--", "sh", "-c", "sleep 60 & echo $!; wait");
  await expect.poll(() => running.result.stdout).toMatch(/^\d+\n$/);
  const pid = Number(running.result.stdout);
  expect(isAlive(pid)).toBe(true);
  running.child.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test.concurrent("the server is away: it runs all the same, and one line says so", async () => {
  await using setup = await setUp();
  await setup.server.kill();
  const result = await setup.run("--", "sh", "-c", "echo done; exit 4");
  expect(result).toMatchObject({ stdout: "done\n", code: 4 });
  expect(result.stderr).toMatch(/^beckon: the command runs, but .* cannot be reached \(ECONNREFUSED\)\n$/);
  const untold = await setup.shell.run(["run", "--", "true"], { BECKON_TOKEN: undefined });
  expect(untold).toEqual({ stdout: "", stderr: "beckon: the command runs, but nobody is told of it: BECKON_TOKEN is not set\n", code: 0 });
});

test.concurrent("what could not be told at the start is told at the end", async ({ expect }) => {
  await using setup = await setUp();
  await setup.server.kill();
  const running = setup.start("--", "sh", "-c", 'trap "exit 0" TERM; echo ready; sleep 60 & wait');
  await expect.poll(() => running.result.stderr).toContain("cannot be reached");
  await setup.server.restart();
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0 });
  expect(setup.signals.map(({ kind }) => kind)).toEqual(["session.started", "session.ended"]);
});

test.concurrent("a server that is away just as it ends, and comes up again, is told of the end", async ({ expect }) => {
  await using setup = await setUp();
  const running = setup.start("--", "sh", "-c", 'trap "exit 0" TERM; echo ready; sleep 60 & wait');
  await expect.poll(() => setup.signals.map(({ kind }) => kind)).toEqual(["session.started"]);
  await setup.server.kill();
  running.child.kill("SIGTERM");
  await expect.poll(() => running.result.stderr).toContain("cannot be reached");
  await setup.server.restart();
  expect(await running.ended).toMatchObject({ code: 0 });
  expect(setup.signals.map(({ kind }) => kind)).toEqual(["session.started", "session.ended"]);
});

test.concurrent.each<[string[], string]>([
  [["run"], "beckon: what shall run? – beckon run -- COMMAND\n"],
  [["run", "--"], "beckon: what shall run? – beckon run -- COMMAND\n"],
  [["run", "aider"], "beckon: what shall run? – beckon run -- COMMAND\n"],
  [["connect", "nope"], 'beckon: there is no agent "nope" – it can be claude-code, codex, gemini, opencode, copilot, cursor, aider\n'],
  [["connect", "--remove"], "beckon: which agent? – try beckon connect --help\n"],
  [["connect", "codex", "--gate", "ask"], "beckon: --gate belongs to claude-code – try beckon connect --help\n"],
  [["connect", "claude", "--gate", "all"], 'beckon: --gate "all" is none of ask, risky, none – try beckon connect --help\n'],
  [["connect", "claude", "codex"], 'beckon: "codex" stands alone – one agent at a time\n'],
  [["connect", "claude", "--print", "--remove"], "beckon: --print shows, --remove takes out: one of them – try beckon connect --help\n"],
])("wrong use %j", async (args, line) => {
  await using shell = await setUpShell();
  expect(await shell.run(args)).toEqual({ stdout: "", stderr: line, code: 2 });
});

test.concurrent("no such command: 127", async () => {
  await using setup = await setUp();
  const result = await setup.run("--", "no-such-command-at-all");
  expect(result).toEqual({ stdout: "", stderr: "beckon: no-such-command-at-all cannot be run: there is no such command\n", code: 127 });
  expect(setup.signals).toEqual([]);
});
