import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readToml } from "@beckon/agent-setup/toml-text";
import { readConfig } from "@beckon/bff/config.ts";
import { type RunningServer, startServer } from "@beckon/bff/server.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

// What `beckon connect` writes is used here as the agents use it, against the real server.
const main = fileURLToPath(new URL("../apps/cli/src/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "beckon-connect-"));
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: join(folder, "data"), BECKON_LOG_LEVEL: "silent" }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

async function beckon(home: string, args: string[], input = "") {
  await mkdir(home, { recursive: true });
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    SHELL: "/bin/bash",
    BECKON_URL: `http://127.0.0.1:${server.config.port}`,
    BECKON_DATA_DIR: join(folder, "data"),
  };
  return run(process.execPath, [main, ...args], { home, env, input });
}

function run(command: string, args: string[], given: { home: string; env: NodeJS.ProcessEnv; input: string }) {
  const child = spawn(command, args, { cwd: given.home, env: given.env, stdio: ["pipe", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  child.stdin.end(given.input);
  return new Promise<{ stdout: string; stderr: string; code: number | null }>((done) =>
    child.on("close", (code) => done({ stdout, stderr, code })),
  );
}

const post = async (url: string, headers: Record<string, string>, body: unknown) =>
  (
    await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify(body),
    })
  ).status;
const hello = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "x", version: "1" } },
};
const json = async (...path: string[]) => JSON.parse(await readFile(join(...path), "utf8"));
const names = async () => (await server.services.agents.list()).map(({ name, vendor }) => `${name} (${vendor})`);

test("Claude Code: hooks, telemetry and tools reach the server by its settings alone, until they are taken out", async () => {
  const home = join(folder, "claude");
  const connecting = beckon(home, ["connect", "claude-code", "--yes", "--wait", "30s"]);
  await expect.poll(() => json(home, ".claude.json").catch(() => undefined)).toBeDefined();
  const { env, hooks } = await json(home, ".claude/settings.json");
  const { beckon: tools } = (await json(home, ".claude.json")).mcpServers;
  const [handler] = hooks.UserPromptSubmit[0].hooks;
  // As Claude Code does: variables that the hook allows, from the settings' own env.
  const headers = Object.fromEntries(
    Object.entries<string>(handler.headers).map(([key, value]) => [
      key,
      value.replace(/\$(\w+)/g, (_, name: string) => (handler.allowedEnvVars.includes(name) ? env[name] : "")),
    ]),
  );
  const send = async () => [
    await post(handler.url, headers, { session_id: "s1", hook_event_name: "UserPromptSubmit", cwd: "/home/dev/shop", prompt: "hi" }),
    await post(`${env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/logs`, otlpHeaders(env.OTEL_EXPORTER_OTLP_HEADERS), { resourceLogs: [] }),
    await post(tools.url, tools.headers, hello),
  ];
  expect(await send()).toEqual([200, 200, 200]);
  expect(await connecting).toMatchObject({ code: 0, stderr: expect.stringContaining("Claude Code is heard: first sign") });
  expect((await names()).join()).toMatch(/claude-code on .+ \(Claude Code\)/);
  expect(await beckon(home, ["connect", "claude-code", "--remove", "--yes"])).toMatchObject({ code: 0 });
  expect(await send()).toEqual([401, 401, 401]);
});

test("Codex: its log's headers, its tools' headers, and its hooks' command with no environment at all", async () => {
  const home = join(folder, "codex");
  expect(await beckon(home, ["connect", "codex", "--yes", "--no-wait"])).toMatchObject({ code: 0 });
  const config = readToml(await readFile(join(home, ".codex/config.toml"), "utf8")) as any;
  const exporter = config.otel.exporter["otlp-http"];
  expect(await post(exporter.endpoint, exporter.headers, { resourceLogs: [] })).toBe(200);
  expect(await post(config.mcp_servers.beckon.url, config.mcp_servers.beckon.http_headers, hello)).toBe(200);
  const { command } = config.hooks.SessionStart[0].hooks[0];
  const input = JSON.stringify({
    session_id: "c1",
    hook_event_name: "SessionStart",
    cwd: "/home/dev/shop",
    model: "gpt-5.5",
    source: "startup",
  });
  const told = await run("/bin/sh", ["-c", command], { home, env: { HOME: home, PATH: "/usr/bin:/bin" }, input });
  expect(told).toMatchObject({ stderr: "", code: 0 });
  await expect.poll(async () => (await names()).join()).toMatch(/codex on .+ \(Codex\)/);
});

test("Gemini CLI: the headers of its telemetry are in its env file", async () => {
  const home = join(folder, "gemini");
  expect(await beckon(home, ["connect", "gemini", "--yes", "--no-wait"])).toMatchObject({ code: 0 });
  const { telemetry, mcpServers } = await json(home, ".gemini/settings.json");
  const [, line] = /^OTEL_EXPORTER_OTLP_HEADERS="(.*)"$/m.exec(await readFile(join(home, ".gemini/.env"), "utf8"))!;
  expect(await post(`${telemetry.otlpEndpoint}/v1/logs`, otlpHeaders(line!), { resourceLogs: [] })).toBe(200);
  expect(await post(mcpServers.beckon.httpUrl, mcpServers.beckon.headers, hello)).toBe(200);
});

test("a supervised program is an agent with a beginning and an end", async () => {
  const { token } = await server.services.access.tokens.create({ kind: "local" }, { name: "scripts", scope: "agent" });
  const home = join(folder, "run");
  await mkdir(home, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: home, BECKON_URL: server.config.publicOrigin, BECKON_TOKEN: token };
  const ended = await run(process.execPath, [main, "run", "--name", "nightly", "--", "sh", "-c", "exit 3"], { home, env, input: "" });
  expect(ended).toEqual({ stdout: "", stderr: "", code: 3 });
  const agent = (await server.services.agents.list()).find(({ name }) => name === "nightly");
  expect(agent?.host).not.toBe("");
});

/** As the exporters read them: pairs between commas, values percent-encoded. */
const otlpHeaders = (line: string): Record<string, string> =>
  Object.fromEntries(
    line.split(",").map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
