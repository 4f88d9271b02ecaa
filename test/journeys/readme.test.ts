import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openEmbedded } from "@beckon/bff/platform/db/embedded.ts";
import { openDataFolder } from "@beckon/bff/platform/data-folder.ts";
import { writeDump } from "@beckon/bff/platform/backup/write-dump.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pastedClaude, type ClaudeSettings } from "../support/pasted-claude.ts";

/**
 * Every command of README, AGENTS.md and docs/, run as a newcomer would: in a fresh copy of the repository,
 * with an empty home, by whatever Node this machine has. A command that is new in the text and not
 * run here fails the first test.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "beckon-newcomer-"));
const copy = join(home, "beckon");
const running = new Set<ChildProcess>();
let port = 0;

/** The machine's own Node and npm, without the ones this run has put in front. */
const path = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((entry) => !entry.includes("node_modules"))
  .join(delimiter);
/** Where a shorter `npx` lies, once the real one has shown what it does. */
const shortcuts = join(home, "shortcuts");
const env = (more: Record<string, string> = {}) => ({
  PATH: `${shortcuts}${delimiter}${path}`,
  HOME: home,
  ...(process.env.npm_config_registry ? { npm_config_registry: process.env.npm_config_registry } : {}),
  BECKON_PORT: String(port),
  ...more,
});

/** Runs one line of the docs in the copy, in a shell. */
const run = (line: string, more: Record<string, string> = {}) => {
  const child = spawn("sh", ["-c", line], { cwd: copy, env: env(more), stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.add(child);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (errors += chunk.toString()));
  const closed = new Promise<{ code: number | null; output: string; errors: string }>((resolve) =>
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code, output, errors });
    }),
  );
  return { child, closed, output: () => output, errors: () => errors };
};
const end = async (started: ReturnType<typeof run>) => {
  process.kill(-(started.child.pid as number), "SIGTERM");
  await started.closed;
};
/** `npx pnpm@12` looks for pnpm and starts it, a second each time: the first hour does so, and what follows starts it at once. */
const shortenNpx = () => {
  const [cached] = globSync(join(home, ".npm/_npx/*/node_modules/.bin/pnpm"));
  if (!cached) throw new Error("npx has kept no pnpm");
  mkdirSync(shortcuts);
  writeFileSync(join(shortcuts, "npx"), `#!/bin/sh\n[ "$1" = pnpm@12 ] || exit 64\nshift\nexec ${cached} "$@"\n`, { mode: 0o755 });
};
/** The command itself, below the shell and what starts it: those pass a signal on, and a second one ends it at once. */
const lastChild = (pid: number): number => {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return child === undefined ? pid : lastChild(child);
};
const ready = async (started: ReturnType<typeof run>) => {
  for (let tries = 0; tries < 2_400; tries += 1) {
    if ((await fetch(`http://localhost:${port}/ready`).catch(() => undefined))?.ok && started.output().includes("ready on")) return;
    if (!running.has(started.child)) break;
    await sleep(100);
  }
  throw new Error(`the server did not start: ${started.output()}${started.errors()}`);
};

const commandsIn = (file: string) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => (block as string).split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");

const admin = async (method: string, route: string, body?: unknown) => {
  const secret = readFileSync(join(copy, "data/local-secret"), "utf8").trim();
  const answer = await fetch(`http://localhost:${port}${route}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, any>;
};
/** Answers the newest open request, as a script of the owner would. */
const answer = async (title: string, option: string) => {
  const { token } = await admin("POST", "/api/tokens", { name: `answers ${title}`, scope: "admin" });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  for (let tries = 0; tries < 300; tries += 1) {
    const page = (await (await fetch(`http://localhost:${port}/api/decision-requests?status=pending`, { headers })).json()) as {
      items: { id: string; title: string }[];
    };
    const found = page.items.find((item) => item.title === title);
    if (found)
      return fetch(`http://localhost:${port}/api/decision-requests/${found.id}/decision`, {
        method: "PUT",
        headers,
        body: JSON.stringify({ option }),
      });
    await sleep(100);
  }
  throw new Error(`nobody asked “${title}”`);
};

beforeAll(async () => {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split(
    "\n",
  );
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { force: true });
  }
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  port = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
});
afterAll(() => {
  for (const child of running) process.kill(-(child.pid as number), "SIGKILL");
  // A whole installation: minutes, where others use the disk too.
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Where each command is run. */
const runBelow = [
  "npx pnpm@12 start",
  "npx pnpm@12 -s beckon token create --name my-agent",
  "export BECKON_TOKEN=bk_the-token-from-above",
  "npx pnpm@12 -s beckon demo",
  "npx pnpm@12 -s beckon demo --remove",
  "npx pnpm@12 -s beckon connect claude-code",
  "npx pnpm@12 -s beckon connect claude-code --remove",
  "npx pnpm@12 -s beckon run --name nightly -- ./nightly.sh",
  'npx pnpm@12 -s beckon ask "Deploy to staging?" --option yes --option no --timeout 30m --default no',
  "BECKON_PUBLIC_ORIGIN=https://devbox.example.ts.net npx pnpm@12 start",
  "npx pnpm@12 -s beckon pair",
  "npx pnpm@12 -s beckon restore",
  "npx pnpm@12 -s beckon watch ./tasks --name shop",
  "npx pnpm@12 -s beckon watch ./tasks --write",
  "npx pnpm@12 -s beckon watch ./tasks --once",
  "npx pnpm@12 -s beckon token create --name devbox --scope host",
  "npx pnpm@12 -s beckon host",
  "npx pnpm@12 -s beckon host install --dry-run",
  'curl -sSf "$BECKON_URL/api/hosts" -H "Authorization: Bearer $ADMIN_TOKEN"',
  'curl -sSf "$BECKON_URL/api/commands?state=failed" -H "Authorization: Bearer $ADMIN_TOKEN"',
  'curl -sSf "$BECKON_URL/api/recoveries/preview" -H "Authorization: Bearer $ADMIN_TOKEN" -H "Content-Type: application/json" -d \'{"action":"pause_all"}\'',
  'curl -sSf "$BECKON_URL/api/recoveries" -H "Authorization: Bearer $ADMIN_TOKEN"',
  'curl -sSf "$BECKON_URL/api/teams" -H "Authorization: Bearer $ADMIN_TOKEN"',
  'curl -sSf "$BECKON_URL/api/hand-out" -H "Authorization: Bearer $ADMIN_TOKEN"',
  "npx pnpm@12 format",
  "npx pnpm@12 db:generate",
  "npx pnpm@12 bench",
];
/** Pages whose commands build on each other: each is run from top to bottom, and stops at the first that fails. */
const scripts = [
  "docs/attention.md",
  "docs/audit.md",
  "docs/controls.md",
  "docs/healing.md",
  "docs/observability.md",
  "docs/tasks.md",
  "docs/teamwork.md",
  "docs/value.md",
  "docs/workflows.md",
];
/** This very run is `test`, and it begins with `check`. */
const runAbove = ["npx pnpm@12 test", "npx pnpm@12 check"];

test("every command of the documents is run here", () => {
  const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const others = pages.map((name) => `docs/${name}`).filter((file) => !scripts.includes(file));
  const written = [...new Set(["README.md", "AGENTS.md", ...others].flatMap(commandsIn))];
  expect(written.filter((line) => !runBelow.includes(line) && !runAbove.includes(line))).toEqual([]);
  expect(runBelow.filter((line) => !written.includes(line))).toEqual([]);
});

test("a newcomer's first hour: start, token, ask, pair, restore", async () => {
  const first = run("npx --yes pnpm@12 start");
  await ready(first);
  expect(first.output()).toMatch(/Pair this browser: http:\/\/localhost:\d+\/pair#[A-Z0-9-]{8,9}/);
  expect((await fetch(`http://localhost:${port}/`)).headers.get("content-type")).toContain("text/html");

  const code = /pair#([A-Z0-9-]+)/.exec(first.output())?.[1];
  const paired = await fetch(`http://localhost:${port}/api/pair`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code, deviceName: "Newcomer's browser" }),
  });
  expect(paired.status).toBe(201);

  const made = await run("npx pnpm@12 -s beckon token create --name my-agent").closed;
  const token = /bk_[\w-]+/.exec(made.output)?.[0] as string;
  expect(token).toBeDefined();
  const agent = { BECKON_TOKEN: token, BECKON_URL: `http://localhost:${port}` };
  const asking = run('npx pnpm@12 -s beckon ask "Deploy to staging?" --option yes --option no --timeout 30m --default no', agent);
  await answer("Deploy to staging?", "yes");
  expect(await asking.closed).toMatchObject({ code: 0, output: "yes\n" });

  writeFileSync(join(copy, "nightly.sh"), "#!/bin/sh\necho built\nexit 3\n", { mode: 0o755 });
  expect(await run("npx pnpm@12 -s beckon run --name nightly -- ./nightly.sh", agent).closed).toMatchObject({ code: 3, output: "built\n" });

  // The program in README, as it stands there.
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8")) as unknown as [string, string];
  writeFileSync(join(copy, "test/readme-program.ts"), program.replace("http://localhost:8787", `http://localhost:${port}`));
  const working = run("node_modules/.bin/node test/readme-program.ts", agent);
  await answer("Run the migration?", "approve");
  expect(await working.closed).toMatchObject({ code: 0 });
  const { items } = (await (
    await fetch(`http://localhost:${port}/api/decision-requests?status=decided`, {
      headers: { authorization: `Bearer ${(await admin("POST", "/api/tokens", { name: "reads", scope: "admin" })).token}` },
    })
  ).json()) as { items: { title: string; outcome?: { status: string } }[] };
  expect(items.find((item) => item.title === "Run the migration?")?.outcome?.status).toBe("executed");

  const invited = await run("npx pnpm@12 -s beckon pair").closed;
  expect(invited).toMatchObject({ code: 0 });
  expect(invited.output).toMatch(/pair#/);
  await end(first);

  const folder = openDataFolder(join(copy, "data"));
  const opened = await openEmbedded({ folder, clock: () => new Date() });
  await writeDump({ copyTo: opened.database.copyTo, folder: folder.dumps, at: new Date(), reason: "daily" });
  await opened.close();
  expect(await run("npx pnpm@12 -s beckon restore").closed).toMatchObject({
    code: 0,
    output: expect.stringContaining("Restored") as string,
  });

  const second = run("BECKON_PUBLIC_ORIGIN=https://devbox.example.ts.net npx pnpm@12 start");
  await ready(second);
  expect(second.output()).toContain("https://devbox.example.ts.net");
  expect(second.output()).not.toContain("Built the app");
  await end(second);
  shortenNpx();
});

test("a newcomer's agents: connect one, see the demo, take both away", async () => {
  const server = run("npx pnpm@12 start");
  await ready(server);
  const url = { BECKON_URL: `http://localhost:${port}` };
  const settings = join(home, ".claude/settings.json");
  mkdirSync(dirname(settings), { recursive: true });
  const before = '{\n  // mine\n  "model": "opus"\n}\n';
  writeFileSync(settings, before);

  // It asks on a terminal: `script` is one, and says yes to whatever is asked there (npx asks too, the first time).
  const atTerminal = (line: string) => run(`(while sleep 1; do echo y; done) | script -qec "${line}" /dev/null`, url);
  const connecting = atTerminal("npx pnpm@12 -s beckon connect claude-code");
  await expect.poll(() => readFileSync(settings, "utf8")).toContain("/hooks/claude-code");
  const written = readFileSync(settings, "utf8");
  expect(written).toContain("// mine");
  const claude = pastedClaude(JSON.parse(written.replace("// mine", "")) as ClaudeSettings, { session: "run-1", cwd: "/srv/shop" });
  await claude.hook("UserPromptSubmit", { prompt: "Hello" });
  await expect.poll(() => connecting.output()).toMatch(/connected|first sign/i);
  await end(connecting);
  const removing = atTerminal("npx pnpm@12 -s beckon connect claude-code --remove");
  await expect.poll(() => readFileSync(settings, "utf8")).toBe(before);
  await end(removing);

  const demo = run("npx pnpm@12 -s beckon demo", url);
  const demoAgents = async () => {
    const { token } = await admin("POST", "/api/tokens", { name: "looks", scope: "admin" });
    const answered = await fetch(`http://localhost:${port}/api/agents`, { headers: { authorization: `Bearer ${token}` } });
    return ((await answered.json()) as { items: { demo?: boolean }[] }).items.filter((agent) => agent.demo).length;
  };
  await expect.poll(demoAgents).toBeGreaterThan(3);
  process.kill(-(demo.child.pid as number), "SIGINT");
  await demo.closed;
  expect(await run("npx pnpm@12 -s beckon demo --remove", url).closed).toMatchObject({ code: 0 });
  expect(await demoAgents()).toBe(0);
  await end(server);
});

test("what the pages in docs/ say, from top to bottom", async () => {
  const server = run("npx pnpm@12 start");
  await ready(server);
  const url = { BECKON_URL: `http://localhost:${port}` };
  const setup = await run("npx pnpm@12 -s beckon token create --name setup --scope admin", url).closed;
  const admins = /bk_[\w-]+/.exec(setup.output)?.[0] as string;
  const { token } = await admin("POST", "/api/tokens", { name: "docs" });
  const given = { ...url, BECKON_TOKEN: token as string, ADMIN_TOKEN: admins, ARGO_TOKEN: "t0ken" };
  for (const page of scripts) {
    const blocks = [...readFileSync(join(root, page), "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block as string);
    expect(blocks.length, page).toBeGreaterThan(1);
    // An answer that refuses ends the page.
    writeFileSync(join(home, "page.sh"), `set -eu\n${blocks.join("").replaceAll("curl -sS ", "curl -sSf ")}`);
    const { code, errors } = await run(`sh ${join(home, "page.sh")}`, given).closed;
    // npx says that it fetches pnpm first, and pnpm what it runs.
    expect([code, errors.replaceAll(/^(npm warn exec|\$ node) .*\n/gm, "")], page).toEqual([0, ""]);
  }

  mkdirSync(join(copy, "tasks/inbox"), { recursive: true });
  writeFileSync(join(copy, "tasks/inbox/vat.yaml"), "title: VAT by line\n");
  expect(await run("npx pnpm@12 -s beckon watch ./tasks --once", given).closed).toMatchObject({ code: 0 });
  const read = async (path: string) =>
    (await (await fetch(`${url.BECKON_URL}${path}`, { headers: { authorization: `Bearer ${admins}` } })).json()) as {
      items: Record<string, unknown>[];
    };
  expect((await read("/api/tasks?search=VAT%20by%20line")).items).toMatchObject([{ origin: "file", status: "pending" }]);
  for (const line of ["npx pnpm@12 -s beckon watch ./tasks --name shop", "npx pnpm@12 -s beckon watch ./tasks --write"]) {
    const watching = run(line, given);
    await expect.poll(() => watching.output() + watching.errors()).toContain("1 file on the board");
    expect((await read("/api/work-directories")).items).toMatchObject([{ watching: true, writable: line.endsWith("--write") }]);
    process.kill(lastChild(watching.child.pid as number), "SIGTERM");
    await watching.closed;
    await expect.poll(async () => (await read("/api/work-directories")).items).toMatchObject([{ watching: false }]);
  }
  await end(server);
});

test("a newcomer's machine: its runner, by the configuration in the page, and a process started from afar", async () => {
  const server = run("npx pnpm@12 start");
  await ready(server);
  const url = { BECKON_URL: `http://localhost:${port}` };
  const { token: admins } = await admin("POST", "/api/tokens", { name: "scripts", scope: "admin" });
  const made = await run("npx pnpm@12 -s beckon token create --name devbox --scope host", url).closed;
  const token = /bk_[\w-]+/.exec(made.output)?.[0] as string;
  const [, configuration] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/hosts.md"), "utf8")) as unknown as [string, string];
  writeFileSync(join(copy, "beckon.config.yaml"), configuration);
  writeFileSync(join(copy, "nightly.sh"), '#!/bin/sh\necho "$MODE $1"\nexec sleep 600\n', { mode: 0o755 });
  const install = await run("npx pnpm@12 -s beckon host install --dry-run", { ...url, BECKON_TOKEN: token }).closed;
  expect(install).toMatchObject({ code: 0, errors: expect.stringMatching(/beckon-host\.service|beckon\.host\.plist/) as string });
  expect(install.errors).not.toContain(token);
  const runner = run("npx pnpm@12 -s beckon host", { ...url, BECKON_TOKEN: token });
  await expect.poll(() => runner.errors()).toContain("devbox: connected, 2 profiles, 0 processes");

  const given = { ...url, ADMIN_TOKEN: admins as string };
  const read = async (line: string) => JSON.parse((await run(line, given).closed).output) as { items: Record<string, any>[] };
  // Of what `beckon run` had begun before there is one of its own each.
  const hosts = async () =>
    (await read('curl -sSf "$BECKON_URL/api/hosts" -H "Authorization: Bearer $ADMIN_TOKEN"')).items.filter((host) => host.run !== true);
  const [machine] = await hosts();
  expect(machine).toMatchObject({
    name: "devbox",
    connected: true,
    profiles: [{ name: "developer", worktree: true }, { name: "nightly" }],
  });
  const ask = (body: unknown) =>
    fetch(`${url.BECKON_URL}/api/commands`, {
      method: "POST",
      headers: { authorization: `Bearer ${admins as string}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await ask({ kind: "start", hostId: machine?.id, profile: "nightly" })).status).toBe(201);
  const process = async () => (await hosts())[0]?.processes[0];
  await expect.poll(process).toMatchObject({ agent: "nightly-1", state: "running", output: ["fast --all"] });
  expect((await ask({ kind: "stop", hostId: machine?.id, processId: (await process()).id })).status).toBe(201);
  await expect.poll(process).toMatchObject({ state: "exited" });
  expect((await read('curl -sSf "$BECKON_URL/api/commands?state=failed" -H "Authorization: Bearer $ADMIN_TOKEN"')).items).toEqual([]);
  const look = `curl -sSf "$BECKON_URL/api/recoveries/preview" -H "Authorization: Bearer $ADMIN_TOKEN" -H "Content-Type: application/json" -d '{"action":"pause_all"}'`;
  expect(await read(look)).toMatchObject({ action: "pause_all", word: "pause" });
  expect((await read('curl -sSf "$BECKON_URL/api/recoveries" -H "Authorization: Bearer $ADMIN_TOKEN"')).items).toEqual([]);
  expect((await read('curl -sSf "$BECKON_URL/api/teams" -H "Authorization: Bearer $ADMIN_TOKEN"')).items).toEqual([]);
  expect(await read('curl -sSf "$BECKON_URL/api/hand-out" -H "Authorization: Bearer $ADMIN_TOKEN"')).toEqual({ on: false, stuck: [] });
  globalThis.process.kill(lastChild(runner.child.pid as number), "SIGTERM");
  await runner.closed;
  expect(await hosts()).toMatchObject([{ connected: false }]);
  rmSync(join(copy, "beckon.config.yaml"));
  await end(server);
});

test("what a developer runs: format, db:generate, bench", async () => {
  expect(await run("npx pnpm@12 format").closed).toMatchObject({ code: 0 });
  expect((await run("npx pnpm@12 db:generate").closed).output).toContain("No schema changes");
  const bench = await run("npx pnpm@12 bench --help").closed;
  expect(bench).toMatchObject({ code: 0 });
});
