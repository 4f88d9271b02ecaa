import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostProcess } from "@beckon/contracts/hosts";
import { type ExpectStatic, expect, test } from "vitest";
import { goodToken } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { processTable } from "../host/process-table.ts";
import { newProcessId, startHostServer } from "../testing/host-server.ts";
import { endMarked, markedProcesses, supervisorsOf } from "../testing/marked-processes.ts";
import { setUpShell } from "../testing/run-beckon.ts";

// Real processes on a machine that has other work.
const eventually = (expect: ExpectStatic, read: () => unknown) => expect.poll(read, { timeout: 60_000 });

const table = processTable();
/** Says its pid and stays; its child is in its group. */
const stays = "echo started $$; sleep 300 & wait";
const profile = (name: string, script: string, more: Record<string, unknown> = {}) => ({
  name,
  command: ["sh", "-c", script],
  ...more,
  limits: { most: 5, ...(more.limits as object | undefined) },
});

async function setUp(profiles: unknown[] = [profile("dev", stays)]) {
  const host = await startHostServer();
  const shell = await setUpShell({ BECKON_URL: host.server.url, BECKON_TOKEN: goodToken });
  const configure = (list: unknown[]) =>
    writeFileSync(join(shell.home, "beckon.config.yaml"), JSON.stringify({ host: { name: "devbox", profiles: list } }));
  configure(profiles);
  const ids: string[] = [];
  const runners: ReturnType<typeof shell.start>[] = [];
  return {
    ...host,
    shell,
    state: join(shell.home, ".beckon"),
    configure,
    run: (...args: string[]) => shell.run(["host", ...args]),
    /** A runner at work. */
    start: async (expect: ExpectStatic) => {
      const runner = shell.start(["host", "--json"]);
      runners.push(runner);
      await eventually(expect, () => runner.result.stdout + runner.result.stderr).toContain('"connected"');
      return runner;
    },
    /** Asks for a new process, and waits until what came of it is told. */
    begin: async (expect: ExpectStatic, name = "dev", agent = "dev-1") => {
      const id = newProcessId();
      ids.push(id);
      const { id: command } = host.ask("start", id, { profile: name, agent });
      await eventually(expect, () => host.result(command)).toBeDefined();
      return { id, result: host.result(command), process: () => host.processes.get(id) as HostProcess };
    },
    done: async (expect: ExpectStatic, ...asked: Parameters<typeof host.ask>) => {
      const { id } = host.ask(...asked);
      await eventually(expect, () => host.result(id)).toBeDefined();
      return host.result(id);
    },
    /** What the processes that write it down have written: there is a file before there is something in it. */
    starts: () => readable(join(shell.home, "starts")),
    remember: (id: string) => (ids.push(id), id),
    [Symbol.asyncDispose]: async () => {
      for (const { child, ended } of runners) {
        child.kill("SIGKILL");
        await ended;
      }
      await endMarked(ids);
      await host[Symbol.asyncDispose]();
      await shell[Symbol.asyncDispose]();
    },
  };
}
const isAlive = (pid: number | undefined) => pid !== undefined && !["Z", undefined].includes(table.one(pid)?.state);

test.concurrent("starts, pauses, resumes, restarts and stops a real process group", async ({ expect }) => {
  await using setup = await setUp([profile("dev", stays, { role: "developer", vendor: "codex", folder: "." })]);
  await setup.start(expect);
  expect(setup.inputs[0]).toMatchObject({ name: "devbox", profiles: [{ name: "dev", role: "developer", most: 5 }] });
  const { id, result, process } = await setup.begin(expect);
  await eventually(expect, () => process()?.state).toBe("running");
  const { pid } = process();
  expect(result).toMatchObject({ state: "done", result: `runs as pid ${pid}` });
  expect(process()).toMatchObject({
    profile: "dev",
    agent: "dev-1",
    role: "developer",
    vendor: "codex",
    folder: setup.shell.home,
    restarts: 0,
  });
  const states = () => markedProcesses([id]).map(({ state }) => state);
  await eventually(expect, states).toHaveLength(2);

  expect(await setup.done(expect, "pause", id)).toMatchObject({ state: "done", result: "all 2 of its processes stand still" });
  expect(states()).toEqual(["T", "T"]);
  await eventually(expect, () => process().state).toBe("paused");
  expect(await setup.done(expect, "resume", id)).toMatchObject({ state: "done" });
  expect(states()).not.toContain("T");
  await eventually(expect, () => process().state).toBe("running");

  expect(await setup.done(expect, "restart", id)).toMatchObject({ state: "done" });
  await eventually(expect, () => process()).toMatchObject({ state: "running", restarts: 1 });
  expect(process().pid).not.toBe(pid);
  expect(isAlive(pid)).toBe(false);
  expect(isAlive(process().pid)).toBe(true);

  // What stands still is ended too.
  await setup.done(expect, "pause", id);
  expect(await setup.done(expect, "stop", id)).toMatchObject({
    state: "done",
    result: expect.stringMatching(/^ended in \d+\.\d s$/) as string,
  });
  expect(markedProcesses([id])).toEqual([]);
  await eventually(expect, () => process()).toMatchObject({ state: "exited", signal: "SIGTERM" });
  await eventually(expect, () => process().output.filter((line) => line.startsWith("started"))).toHaveLength(2);
  expect(await setup.done(expect, "stop", id)).toMatchObject({ state: "done", result: "it had ended before" });
});

test.concurrent("a command that is given again and again is done once", async ({ expect }) => {
  await using setup = await setUp([profile("dev", "echo x >>starts; sleep 300")]);
  const runner = await setup.start(expect);
  const id = setup.remember(newProcessId());
  const command = setup.ask("start", id, { profile: "dev", agent: "dev-1" });
  setup.stubborn.set(command.id, command);
  await eventually(expect, () => setup.told(command.id).filter(({ state }) => state === "done").length).toBeGreaterThan(2);
  runner.child.kill("SIGKILL");
  await runner.ended;
  await setup.start(expect);
  const before = setup.told(command.id).length;
  await eventually(expect, () => setup.told(command.id).length).toBeGreaterThan(before);
  await eventually(expect, setup.starts).toBe("x\n");
});

test.concurrent("the runner is killed: its process lives, the next one finds it, and tells how it ends", async ({ expect }) => {
  await using setup = await setUp([
    profile("dev", 'trap "echo told; exit 7" USR1; echo ready; echo x >>starts; while :; do sleep 0.1; done'),
  ]);
  const first = await setup.start(expect);
  const { process } = await setup.begin(expect);
  await eventually(expect, () => process()?.pid).toBeDefined();
  // Only now it hears the signal.
  await eventually(expect, setup.starts).toBe("x\n");
  const { pid } = process();
  first.child.kill("SIGKILL");
  await first.ended;
  expect(isAlive(pid)).toBe(true);
  const second = await setup.start(expect);
  expect(JSON.parse(second.result.stdout.split("\n").find((line) => line.includes('"connected"')) ?? "")).toMatchObject({ processes: 1 });
  await eventually(expect, () => process()).toMatchObject({ state: "running", pid, restarts: 0 });
  globalThis.process.kill(pid as number, "SIGUSR1");
  await eventually(expect, process).toMatchObject({ state: "failed", exitCode: 7 });
  await eventually(expect, () => process().output).toEqual(["ready", "told"]);
});

test.concurrent("what left the group and will not hear is ended by force; a shell of the same name is left alone", async ({ expect }) => {
  const stubborn = `trap "" TERM; setsid sh -c 'trap "" TERM; echo $$ >far; sleep 300 & wait; sleep 300' & echo $$ >near; sleep 300; sleep 300`;
  await using setup = await setUp([profile("dev", stubborn)]);
  await setup.start(expect);
  const { id, process } = await setup.begin(expect);
  const other = await setup.begin(expect, "dev", "dev-2");
  await eventually(expect, () => markedProcesses([id]).length).toBeGreaterThan(3);
  expect(await setup.done(expect, "stop", id, { graceSeconds: 1 })).toMatchObject({
    state: "done",
    result: expect.stringMatching(/^ended by force in [1-9]\d*\.\d s$/) as string,
  });
  expect(markedProcesses([id])).toEqual([]);
  expect(markedProcesses([other.id]).length).toBeGreaterThan(3);
  await eventually(expect, () => process().state).toBe("exited");
});

test.concurrent.for<[string, Partial<HostProcess>]>([
  ["exit 0", { state: "exited", exitCode: 0 }],
  ["exit 3", { state: "failed", exitCode: 3 }],
  ["kill -9 $$", { state: "failed", signal: "SIGKILL" }],
])("how it ends is told, and what it leaves is ended: %s", async ([end, told], { expect }) => {
  await using setup = await setUp([profile("dev", `setsid sleep 300 & sleep 300 & sleep 1; ${end}`)]);
  await setup.start(expect);
  const { id, process } = await setup.begin(expect);
  await eventually(expect, process).toMatchObject(told);
  expect(process().endedAt).toBeDefined();
  await eventually(expect, () => markedProcesses([id])).toEqual([]);
});

test.concurrent("refused in words: what the configuration does not have, names, numbers, programs, time", async ({ expect }) => {
  await using setup = await setUp([
    profile("one", stays, { limits: { most: 1 } }),
    { name: "none", command: ["no-such-program-at-all"] },
    profile("ends", "echo out of luck; exit 9"),
  ]);
  await setup.start(expect);
  const start = async (name: string, agent: string) => (await setup.begin(expect, name, agent)).result;
  expect(await start("two", "a")).toMatchObject({ state: "failed", result: 'the configuration has no profile "two"' });
  for (const name of ["a;b", "../a", "-rf", "a\nb", "$(id)"])
    expect(await start("one", name), name).toMatchObject({
      state: "failed",
      result: expect.stringContaining("name may have letters") as string,
    });
  expect(await start("one", "Ada (2)")).toMatchObject({ state: "done" });
  expect(await start("one", "b")).toMatchObject({ state: "failed", result: "one runs once already, and may no more" });
  expect(await start("none", "c")).toMatchObject({
    state: "failed",
    result: "no-such-program-at-all cannot be run: there is no such command",
  });
  expect(await start("ends", "d")).toMatchObject({ state: "failed", result: "it ended at once: exit code 9: out of luck" });
  const late = { expiresAt: new Date(Date.now() - 1_500).toISOString(), profile: "ends", agent: "e" };
  const id = setup.remember(newProcessId());
  expect(await setup.done(expect, "start", id, late)).toMatchObject({
    state: "failed",
    result: "its time was over before it could be begun",
  });
  expect(setup.processes.has(id)).toBe(false);
  expect(await setup.done(expect, "stop", newProcessId())).toMatchObject({ state: "failed", result: "this machine knows no such process" });
});

test.concurrent("the server is away, and comes back with nothing: all is told, and who this is", async ({ expect }) => {
  await using setup = await setUp([profile("dev", "trap 'exit 0' USR1; echo x >>starts; while :; do sleep 0.1; done")]);
  const runner = await setup.start(expect);
  const [one, two] = [await setup.begin(expect), await setup.begin(expect, "dev", "dev-2")];
  await eventually(expect, () => [one.process()?.state, two.process()?.state]).toEqual(["running", "running"]);
  await eventually(expect, setup.starts).toBe("x\nx\n");
  const { pid } = one.process();
  await setup.server.kill();
  await eventually(expect, () => runner.result.stdout).toContain('"away"');
  globalThis.process.kill(pid as number, "SIGUSR1");
  await eventually(expect, () => isAlive(pid)).toBe(false);
  setup.forget();
  await setup.server.restart();
  await eventually(expect, () => one.process()?.state).toBe("exited");
  await eventually(expect, () => two.process()?.state).toBe("running");
  expect(setup.inputs).toHaveLength(2);
  await eventually(expect, () => runner.result.stdout).toContain('"back"');
});

test.concurrent("ended politely it says so, its processes go on, and a second one is refused meanwhile", async ({ expect }) => {
  await using setup = await setUp();
  const runner = await setup.start(expect);
  const { process } = await setup.begin(expect);
  await eventually(expect, () => process()?.pid).toBeDefined();
  const second = await setup.run();
  expect(second).toMatchObject({ code: 2, stderr: expect.stringMatching(/^beckon: another beckon host is at work in /) as string });
  runner.child.kill("SIGTERM");
  expect(await runner.ended).toMatchObject({ code: 143, stderr: "" });
  expect(setup.reports.at(-1)).toMatchObject({ leaving: true });
  expect(isAlive(process().pid)).toBe(true);
});

test.concurrent("--once does what waits, tells it, and ends", async ({ expect }) => {
  await using setup = await setUp();
  const id = setup.remember(newProcessId());
  const { id: command } = setup.ask("start", id, { profile: "dev", agent: "dev-1" });
  const result = await setup.run("--once");
  expect(result).toMatchObject({ code: 0, stdout: "" });
  expect(result.stderr).toContain("devbox: connected, 1 profile, 0 processes\n");
  expect(result.stderr).toContain("1 process goes on; the next beckon host finds it again\n");
  expect(setup.result(command)).toMatchObject({ state: "done" });
  expect(setup.processes.get(id)).toMatchObject({ state: "running" });
  expect(isAlive(setup.processes.get(id)?.pid)).toBe(true);
});

test.concurrent("killed in the middle of a stop, the next runner brings it to its end", async ({ expect }) => {
  await using setup = await setUp([profile("dev", 'trap "" TERM; echo x >>starts; while :; do sleep 0.1; done')]);
  const first = await setup.start(expect);
  const { id, process } = await setup.begin(expect);
  await eventually(expect, setup.starts).toBe("x\n");
  const { id: stop } = setup.ask("stop", id, { graceSeconds: 2 });
  await eventually(expect, () => process()?.state).toBe("stopping");
  first.child.kill("SIGKILL");
  await first.ended;
  await setup.start(expect);
  await eventually(expect, () => setup.result(stop)).toMatchObject({ state: "done" });
  await eventually(expect, () => process().state).toBe("exited");
  expect(markedProcesses([id])).toEqual([]);
});

test.concurrent.for<[string, boolean]>([
  ["before its supervisor had begun", false],
  ["after its supervisor had begun", true],
])("killed in the middle of a start, %s: it is started once", async ([, begun], { expect }) => {
  await using setup = await setUp([profile("dev", "echo x >>starts; sleep 300")]);
  const id = setup.remember(newProcessId());
  const command = setup.ask("start", id, { profile: "dev", agent: "dev-1" });
  const folder = join(setup.state, "processes", id);
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(setup.state, "commands"));
  const at = new Date().toISOString();
  const record = { id, profile: "dev", agent: "dev-1", folder: setup.shell.home, state: "starting", run: 1, restarts: 0, startedAt: at };
  writeFileSync(join(folder, "process.json"), JSON.stringify(record));
  writeFileSync(
    join(setup.state, "commands", `${command.id}.json`),
    JSON.stringify({ command, arrivedAt: at, run: 0, state: "acknowledged" }),
  );
  if (begun) {
    // As its supervisor would have: it has begun, and the program has ended since.
    mkdirSync(join(folder, "claim.1"));
    writeFileSync(join(folder, "exit.1"), "0\n");
  }
  await setup.start(expect);
  await eventually(expect, () => setup.result(command.id)).toBeDefined();
  if (begun) {
    expect(setup.starts()).toBe("");
    await eventually(expect, () => setup.processes.get(id)).toMatchObject({ state: "exited" });
    return;
  }
  expect(setup.result(command.id)).toMatchObject({ state: "done" });
  await eventually(expect, setup.starts).toBe("x\n");
  expect(setup.processes.get(id)).toMatchObject({ state: "running", restarts: 0 });
});

test.concurrent("what it sees: its own environment, and never the runner's token", async ({ expect }) => {
  await using setup = await setUp([profile("dev", "env >seen.new; mv seen.new seen; sleep 300", { env: { MODE: "fast" } })]);
  await setup.start(expect);
  const { id } = await setup.begin(expect);
  const seen = () => readable(join(setup.shell.home, "seen"));
  await eventually(expect, seen).toContain(`BECKON_PROCESS=${id}\n`);
  expect(seen()).toContain(`BECKON_SESSION=${id}\n`);
  expect(seen()).toContain(`BECKON_URL=${setup.server.url}\n`);
  expect(seen()).toContain("BECKON_AGENT=dev-1\n");
  expect(seen()).toContain("MODE=fast\n");
  expect(seen()).not.toContain(goodToken);
  // Nor does its supervisor hold it.
  const own = supervisorsOf([id]);
  expect(own.length).toBeGreaterThan(0);
  for (const { pid } of own) expect(readable(`/proc/${pid}/environ`)).not.toContain(goodToken);
});
const readable = (path: string) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

test.concurrent("output without end stays in files of bounded size, the last lines are told, hostile ones made plain", async ({
  expect,
}) => {
  const flood = `i=0; while [ $i -lt 40 ]; do head -c 262144 /dev/zero | tr '\\0' x; i=$((i+1)); done; printf '\\n\\033[2Jred\\033[31m \\n'; sleep 300`;
  await using setup = await setUp([profile("dev", flood, { limits: { output: "1MB" } })]);
  await setup.start(expect);
  const { id, process } = await setup.begin(expect);
  await eventually(expect, () => process()?.output.at(-1)).toBe("red ");
  expect(process().lastOutputAt).toBeDefined();
  const folder = join(setup.state, "processes", id);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(3_000_000);
});

test.concurrent("more in memory than its profile allows: ended, and told why", async ({ expect }) => {
  const hungry = [globalThis.process.execPath, "-e", "globalThis.kept = Buffer.alloc(200e6, 1); setInterval(() => {}, 1e6)"];
  await using setup = await setUp([{ name: "dev", command: hungry, limits: { memory: "100MB" } }]);
  await setup.start(expect);
  const { process } = await setup.begin(expect);
  await eventually(expect, () => process()?.state).toBe("failed");
  expect(process().problem).toMatch(/^it had \d{3} MB in memory, and may have 100 MB$/);
});

test.concurrent("figures: what it takes of the machine, and that it works", async ({ expect }) => {
  await using setup = await setUp([profile("dev", "while :; do :; done")]);
  await setup.start(expect);
  const { id, process } = await setup.begin(expect);
  await eventually(expect, () => process()?.cpu ?? 0).toBeGreaterThan(0.05);
  expect(process().cpu).toBeLessThan(1.5);
  expect(process().memoryBytes).toBeGreaterThan(100_000);
  await setup.done(expect, "stop", id);
});

test.concurrent("a worktree of its own: removed when clean, kept and said when not", async ({ expect }) => {
  await using setup = await setUp();
  const shop = join(setup.shell.home, "shop");
  mkdirSync(shop);
  const git = (...args: string[]) => execFileSync("git", ["-C", shop, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args]);
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "first");
  setup.configure([profile("dev", "sleep 300", { worktree: true, folder: "shop" })]);
  await setup.start(expect);
  const [one, two] = [await setup.begin(expect, "dev", "Dev A"), await setup.begin(expect, "dev", "Dev B")];
  await eventually(expect, () => two.process()?.state).toBe("running");
  const folders = [one, two].map(({ process }) => process().folder);
  expect(folders[0]).toMatch(/\/\.beckon\/worktrees\/shop-[0-9a-f]{8}\/dev-a$/);
  writeFileSync(join(folders[1] as string, "work.txt"), "not committed\n");
  expect(await setup.done(expect, "stop", one.id)).toMatchObject({ state: "done" });
  expect(existsSync(folders[0] as string)).toBe(false);
  const kept = await setup.done(expect, "stop", two.id);
  expect(kept).toMatchObject({
    state: "done",
    result: expect.stringMatching(/its worktree .*\/dev-b is kept: it holds changes/) as string,
  });
  await eventually(expect, () => two.process().problem).toContain("is kept");
  expect(existsSync(join(folders[1] as string, "work.txt"))).toBe(true);
});

test.concurrent("the configuration changes: told at once, and a wrong one does not count", async ({ expect }) => {
  await using setup = await setUp();
  const runner = await setup.start(expect);
  setup.configure([profile("dev", stays), profile("more", stays)]);
  await eventually(expect, () => setup.inputs.at(-1)?.profiles.map(({ name }) => name)).toEqual(["dev", "more"]);
  writeFileSync(join(setup.shell.home, "beckon.config.yaml"), "host: nonsense\n");
  await eventually(expect, () => runner.result.stdout).toContain("the one before stays");
  expect(await setup.begin(expect, "more")).toMatchObject({ result: { state: "done" } });
});

test.concurrent.each<[Record<string, string | undefined>, string[], string]>([
  [{}, ["--config", "nowhere.yaml"], "nowhere.yaml is not there – try beckon host --help"],
  [
    { BECKON_TOKEN: undefined },
    [],
    "BECKON_TOKEN is not set – on the server's machine: export BECKON_TOKEN=$(beckon token create --name devbox --scope host)",
  ],
  [{}, ["now"], "unexpected argument 'now'"],
])("wrong use %j %j", async (env, args, line) => {
  await using setup = await setUp();
  const result = await setup.shell.run(["host", ...args], env);
  expect(result).toMatchObject({ stdout: "", code: 2 });
  expect(result.stderr).toContain(line);
});

test.concurrent("a token that is not a host's: said, and ended", async ({ expect }) => {
  await using setup = await setUp();
  const refused = { type: "about:blank", title: "Not with this token", status: 403, code: "access.forbidden", requestId: "r" };
  setup.server.fail(
    ({ response }) => void response.writeHead(403, { "content-type": "application/problem+json" }).end(JSON.stringify(refused)),
  );
  expect(await setup.run()).toMatchObject({ code: 2, stderr: expect.stringContaining("beckon: refused: Not with this token") as string });
});
