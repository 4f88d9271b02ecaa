import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "../../../../test/support/bff-process.ts";

const main = join(import.meta.dirname, "../main.ts");
const folder = dataFolder();
const home = mkdtempSync(join(tmpdir(), "beckon-hook-"));
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
  return (await answer.json()) as any;
};

beforeAll(async () => {
  port = await freePort();
  bff = await startBff({ port, dataDir: folder.path });
  const make = async (name: string, scope: string) => (await call("POST", "/api/tokens", bff.secret(), { name, scope })).token as string;
  token = await make("codex on devbox", "agent");
  admin = await make("answerer", "admin");
});
afterAll(async () => {
  await bff.kill();
  folder[Symbol.dispose]();
  rmSync(home, { recursive: true, force: true });
});

/** `beckon hook …` as an agent starts it. */
const start = (args: string[], input: string | undefined, env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [main, "hook", ...args], {
    cwd: home,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      XDG_CACHE_HOME: join(tmpdir(), "beckon-test-cache"),
      BECKON_URL: `http://127.0.0.1:${port}`,
      BECKON_TOKEN: token,
      ...env,
    },
  });
  const result = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (result.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (result.stderr += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  const ended = once(child, "close").then(([code]) => ({ ...result, code: code as number | null }));
  return { child, ended };
};
const hook = (args: string[], input: string, env?: Record<string, string>) => start(args, input, env).ended;

let sessions = 0;
const permission = () => {
  const session = `cli-${(sessions += 1)}`;
  const payload = {
    session_id: session,
    cwd: "/home/dev/shop",
    hook_event_name: "PermissionRequest",
    permission_mode: "default",
    tool_name: "Bash",
    tool_input: { command: "git push origin main", description: "Pushing needs network access" },
  };
  return { session, payload, input: JSON.stringify(payload) };
};
const cardOf = async (session: string, status = "pending"): Promise<any> => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { items } = await call("GET", "/api/decision-requests?limit=200", admin);
    const found = items.find((each: any) => each.agent.sessionId === session && each.status === status);
    if (found) return found;
    await sleep(20);
  }
  throw new Error(`no ${status} card of ${session}`);
};
const decide = (id: string, answer: unknown) => call("PUT", `/api/decision-requests/${id}/decision`, admin, answer);

describe("a person decides", () => {
  test.each([
    ["codex", { option: "allow" }, { hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "allow" } } }],
    [
      "codex",
      { option: "deny", text: "Rebase first" },
      { hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "deny", message: "Rebase first" } } },
    ],
  ])("%s %j: one line of JSON, exit 0", async (agent, answer, output) => {
    const { session, input } = permission();
    const running = start([agent], input);
    const card = await cardOf(session);
    expect(card.agent).toMatchObject({ name: "codex on devbox", vendor: "Codex", host: hostname() });
    await decide(card.id, answer);
    expect(await running.ended).toEqual({ stdout: `${JSON.stringify(output)}\n`, stderr: "", code: 0 });
  });

  test("the event's name on the command line, for an agent that does not say it", async () => {
    const input = JSON.stringify({
      sessionId: "cli-copilot",
      timestamp: Date.now(),
      cwd: "/a",
      toolName: "bash",
      toolArgs: { command: "git push --force" },
    });
    const running = start(["copilot", "permissionRequest"], input);
    const card = await cardOf("cli-copilot");
    await decide(card.id, { option: "deny", text: "No" });
    expect(await running.ended).toEqual({ stdout: '{"behavior":"deny","message":"No"}\n', stderr: "", code: 0 });
  });

  test.each(["SIGKILL", "SIGTERM"] as const)(
    "the server ends by %s while the hook waits, and comes back: the same question, its answer",
    async (signal) => {
      const { session, input } = permission();
      const running = start(["codex"], input);
      const before = await cardOf(session);
      await bff.kill(signal);
      bff = await startBff({ port, dataDir: folder.path });
      expect((await cardOf(session)).id).toBe(before.id);
      await decide(before.id, { option: "allow" });
      expect(await running.ended).toMatchObject({ stdout: expect.stringContaining('"behavior":"allow"'), stderr: "", code: 0 });
    },
  );

  test.each(["SIGTERM", "SIGINT"] as const)("ended by the agent with %s: the question is taken back", async (signal) => {
    const { session, input } = permission();
    const running = start(["codex"], input);
    const card = await cardOf(session);
    running.child.kill(signal);
    expect(await running.ended).toEqual({ stdout: "", stderr: "", code: 0 });
    expect(await call("GET", `/api/decision-requests/${card.id}`, admin)).toMatchObject({
      status: "cancelled",
      cancelReason: "the agent ended its hook",
    });
  });
});

describe("nothing to decide", () => {
  test("a fact: no word, exit 0", async () => {
    const { payload } = permission();
    const input = JSON.stringify({ ...payload, hook_event_name: "PostToolUse", tool_use_id: "call_1", tool_response: "" });
    expect(await hook(["codex"], input)).toEqual({ stdout: "", stderr: "", code: 0 });
  });

  test("Codex's notify program: its JSON as an argument", async () => {
    const notify = JSON.stringify({ type: "agent-turn-complete", "thread-id": "cli-notify", "turn-id": "t1", "input-messages": ["Hi"] });
    expect(await hook(["codex", notify], "")).toEqual({ stdout: "", stderr: "", code: 0 });
  });
});

describe("whatever goes wrong: no output, exit 0, one line on stderr", () => {
  const { input } = permission();
  const free = freePort();

  test.each<[string, string[], string, Record<string, string>, RegExp]>([
    ["a wrong token", ["codex"], input, { BECKON_TOKEN: "wrong" }, /the server refuses \(401\)/],
    ["no token", ["codex"], input, { BECKON_TOKEN: "" }, /there is no token: set BECKON_TOKEN, or run beckon connect codex/],
    ["no address", ["codex"], input, { BECKON_URL: "nonsense" }, /not an http or https address/],
    ["an unknown agent", ["nobody"], input, {}, /"nobody" is none of/],
    ["no agent", [], input, {}, /is none of/],
    ["an unknown flag", ["codex", "--wrong"], input, {}, /Unknown option/],
    ["rubbish on stdin", ["codex"], "rubbish", {}, /stdin holds no JSON/],
    ["no object on stdin", ["codex"], "[]", {}, /stdin holds no JSON object/],
    ["nothing on stdin", ["codex"], "", {}, /stdin holds no JSON/],
    ["too much on stdin", ["codex"], `{"a":"${"x".repeat(8_400_000)}"}`, {}, /longer than 8 MiB/],
    ["nested too deeply", ["codex"], `{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`, {}, /the server refuses \(422\)/],
  ])("%s", async (_, args, stdin, env, line) => {
    const { stdout, stderr, code } = await hook(args, stdin, env);
    expect({ stdout, code }).toEqual({ stdout: "", code: 0 });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("nobody listens", async () => {
    const ended = await hook(["codex"], input, { BECKON_URL: `http://127.0.0.1:${await free}` });
    expect(ended).toMatchObject({
      stdout: "",
      code: 0,
      stderr: expect.stringMatching(/cannot be reached \(ECONNREFUSED\).*goes on without it\n$/),
    });
  });

  test.each([
    ["another server's page", 200, "text/html", "<html>"],
    ["a server that fails", 500, "text/plain", "oops"],
    ["a login page", 302, "text/html", ""],
  ])("%s", async (_, status, type, body) => {
    const server = createServer((_request, response) => void response.writeHead(status, { "content-type": type }).end(body)).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const ended = await hook(["codex"], input, { BECKON_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    server.close();
    expect(ended).toMatchObject({ stdout: "", code: 0 });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
