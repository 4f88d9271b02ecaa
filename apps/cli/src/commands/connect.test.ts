import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const secret = "local-secret-of-this-test";
const at = "2026-11-21T10:00:00.000Z";
const agents = ["claude-code", "codex", "gemini", "opencode", "copilot", "cursor"];

/** A server that makes and revokes tokens, and says when they were used. */
async function setUp() {
  const tokens = new Map<string, { id: string; name: string; scope: string; createdAt: string; lastUsedAt?: string; revokedAt?: string }>();
  const heard: object[] = [];
  const server = await startContractServer(({ method, path, authorization, body }) => {
    if (path.startsWith("/api/agents?") && authorization === `Bearer ${secret}`) return { status: 200, body: { items: heard } };
    if (!path.startsWith("/api/tokens")) return undefined;
    if (authorization !== `Bearer ${secret}`) return { status: 403, body: { status: 403, code: "access.forbidden", title: "Forbidden" } };
    if (method === "POST") {
      const id = `tok_${String(tokens.size + 1).padStart(22, "0")}`;
      const token = { id, ...(body as { name: string; scope: string }), createdAt: at };
      tokens.set(id, token);
      return { status: 201, body: { ...token, token: `bk_secret-of-${id}` } };
    }
    if (method === "GET") return { status: 200, body: { items: [...tokens.values()] } };
    const id = path.split("/").at(-1)!;
    tokens.set(id, { ...tokens.get(id)!, revokedAt: at });
    return { status: 204 };
  });
  const shell = await setUpShell({ BECKON_URL: server.url, SHELL: "/bin/zsh" });
  await mkdir(join(shell.home, "data"));
  await writeFile(join(shell.home, "data/local-secret"), secret, { mode: 0o600 });
  const put = async (path: string, text: string, mode = 0o644) => {
    await mkdir(dirname(join(shell.home, path)), { recursive: true });
    await writeFile(join(shell.home, path), text);
    await chmod(join(shell.home, path), mode);
  };
  const dispose = async () => {
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  return {
    tokens,
    heard,
    server,
    shell,
    put,
    read: (path: string) => readFile(join(shell.home, path), "utf8"),
    mode: async (path: string) => (await stat(join(shell.home, path))).mode & 0o777,
    /** Every file below the home, with its bytes and mode. */
    snapshot: async () => {
      const files = await readdir(shell.home, { recursive: true, withFileTypes: true });
      const entries = files.map(async (file) => {
        const path = join(file.parentPath, file.name);
        if (!file.isFile()) return [path, file.isDirectory() ? "folder" : "other"];
        return [path, `${(await stat(path)).mode} ${await readFile(path, "base64")}`];
      });
      return Object.fromEntries(await Promise.all(entries));
    },
    connect: (...args: string[]) => shell.run(["connect", ...args, "--yes", "--no-wait", "--json"]),
    [Symbol.asyncDispose]: dispose,
  };
}

const settings: Record<string, string> = {
  ".claude/settings.json":
    '{\r\n  // mine\r\n  "model": "opus",\r\n  "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "mine" }] }], },\r\n}',
  ".claude.json": '{"numStartups":7}',
  ".codex/config.toml": '\uFEFFmodel = "x" # mine\n[otel]\nenvironment = "dev"',
  ".gemini/settings.json": '{\n\t"ui": { "theme": "x" }\n}\n\n',
  ".gemini/.env": "GEMINI_API_KEY=x",
  ".config/opencode/opencode.jsonc": "// nothing yet\n",
  ".copilot/mcp-config.json": '{ "mcpServers": {} }',
  ".zshrc": "alias ll='ls -l'\n\n\n",
  ".cursor/hooks.json": '{ "version": 1, "hooks": { "stop": [{ "command": "mine" }] } }\n',
};

test.concurrent.each(agents)("%s: connected, connected again, taken out: every byte and mode is as before", async (agent) => {
  await using setup = await setUp();
  for (const [path, text] of Object.entries(settings)) await setup.put(path, text);
  const before = await setup.snapshot();
  const first = await setup.connect(agent);
  expect(first).toMatchObject({ stderr: "", code: 0 });
  const { files, conflicts } = JSON.parse(first.stdout);
  expect(conflicts).toEqual([]);
  expect(files.map((file: { changes: boolean }) => file.changes)).not.toContain(false);
  const connected = await setup.snapshot();
  expect(await setup.connect(agent)).toMatchObject({ stderr: "", code: 0 });
  expect(await setup.snapshot()).toEqual(connected);
  expect(setup.tokens.size).toBe(1);
  expect([...setup.tokens.values()][0]).toMatchObject({ name: expect.stringMatching(new RegExp(`^${agent} on .+`)), scope: "agent" });

  expect(await setup.connect(agent, "--remove")).toMatchObject({ stderr: "", code: 0 });
  const after = await setup.snapshot();
  for (const known of ["connections", ""]) delete after[join(setup.shell.home, ".config/beckon", known).replace(/\/$/, "")];
  expect(after).toEqual(before);
  expect([...setup.tokens.values()][0]).toHaveProperty("revokedAt");
});

test.concurrent.each(agents)("%s: without any settings, what was made goes again, folders too", async (agent) => {
  await using setup = await setUp();
  await mkdir(join(setup.shell.home, ".config/beckon/connections"), { recursive: true });
  const before = await setup.snapshot();
  expect(await setup.connect(agent)).toMatchObject({ stderr: "", code: 0 });
  expect(await setup.connect(agent, "--remove")).toMatchObject({ stderr: "", code: 0 });
  expect(await setup.snapshot()).toEqual(before);
});

test.concurrent("what holds a token is readable by its owner alone, and hooks find it there", async () => {
  await using setup = await setUp();
  await setup.put(".claude/settings.json", "{}", 0o664);
  await setup.connect("claude-code");
  expect(await setup.mode(".claude/settings.json")).toBe(0o600);
  expect(await setup.mode(".config/beckon/connections/claude-code.json")).toBe(0o600);
  const known = JSON.parse(await setup.read(".config/beckon/connections/claude-code.json"));
  const { env } = JSON.parse(await setup.read(".claude/settings.json"));
  expect(env.BECKON_TOKEN).toBe(known.token);
  const { agentConnection } = await import("../connect/agent-connection.ts");
  expect(agentConnection("claude-code", { HOME: setup.shell.home })).toMatchObject({ url: setup.server.url, token: known.token });
  expect(agentConnection("../claude-code", { HOME: setup.shell.home })).toBeUndefined();
});

test.concurrent("changed by the user meanwhile: only our entries go", async () => {
  await using setup = await setUp();
  await setup.put(".claude/settings.json", '{\n  "model": "opus"\n}\n', 0o640);
  await setup.connect("claude-code");
  const changed = (await setup.read(".claude/settings.json")).replace('"opus"', '"sonnet" /* for now */');
  await setup.put(".claude/settings.json", changed);
  await setup.connect("claude-code");
  expect(await setup.read(".claude/settings.json")).toBe(changed);
  await setup.connect("claude-code", "--remove");
  expect(await setup.read(".claude/settings.json")).toBe('{\n  "model": "sonnet" /* for now */\n}\n');
});

test.concurrent("a token that was revoked is replaced, and what stood before is not forgotten", async () => {
  await using setup = await setUp();
  await setup.put(".claude/settings.json", '{ "model": "opus" }');
  await setup.connect("claude-code");
  await setup.shell.run(["token", "revoke", [...setup.tokens.keys()][0]!]);
  await setup.connect("claude-code");
  expect(setup.tokens.size).toBe(2);
  expect(await setup.read(".claude/settings.json")).toContain([...setup.tokens.keys()][1]!);
  await setup.connect("claude-code", "--remove");
  expect(await setup.read(".claude/settings.json")).toBe('{ "model": "opus" }');
});

test.concurrent.each([
  [
    "claude-code",
    ".claude/settings.json",
    '{\n  "a": 1\n  "b": 2\n}',
    /settings\.json, line 3, column 3: this is no JSON: comma expected – nothing was changed\n$/,
  ],
  ["codex", ".codex/config.toml", "a = 1\na = 2\n", /config\.toml, line 2, column \d+: this is no TOML: .* – nothing was changed\n$/],
  ["gemini", ".gemini/settings.json", "[]", /settings\.json, line 1, column 1: an object is expected/],
])("%s with a broken %s: refused, nothing written, no token made", async (agent, path, text, line) => {
  await using setup = await setUp();
  await setup.put(path, text);
  const before = await setup.snapshot();
  for (const more of [[], ["--remove"], ["--replace"]]) {
    const { stderr, code } = await setup.connect(agent, ...more);
    expect(stderr).toMatch(line);
    expect(code).toBe(2);
  }
  expect(await setup.snapshot()).toEqual(before);
  expect(setup.tokens.size).toBe(0);
});

test.concurrent("read-only, no text, too large, a folder, a dangling link: refused, and nothing else is written", async () => {
  await using setup = await setUp();
  const path = join(setup.shell.home, ".claude.json");
  const cases: [() => Promise<unknown>, RegExp][] = [
    [() => setup.put(".claude.json", "{}", 0o444), /\.claude\.json is read-only – .*chmod u\+w/],
    [
      async () => {
        await chmod(path, 0o600);
        await writeFile(path, Buffer.from([0x7b, 0xff, 0x7d]));
      },
      /is no UTF-8 text/,
    ],
    [() => setup.put(".claude.json", `{"a":"${"x".repeat(9_000_000)}"}`), /is larger than 8 MiB/],
    [
      async () => {
        await rm(path);
        await symlink("/nowhere/at-all", path);
      },
      /leads nowhere/,
    ],
    [
      async () => {
        await rm(path);
        await mkdir(path);
      },
      /is no file/,
    ],
  ];
  for (const [make, line] of cases) {
    await make();
    expect(await setup.connect("claude-code")).toMatchObject({ stdout: "", code: 2, stderr: expect.stringMatching(line) });
  }
  await expect(setup.read(".claude/settings.json")).rejects.toThrow();
  expect(setup.tokens.size).toBe(0);
});

test.concurrent("a link stays a link, and its file is changed and restored", async () => {
  await using setup = await setUp();
  await setup.put("dotfiles/claude.json", '{ "model": "opus" }\n');
  await mkdir(join(setup.shell.home, ".claude"));
  await symlink("../dotfiles/claude.json", join(setup.shell.home, ".claude/settings.json"));
  await setup.connect("claude-code");
  expect(await setup.read("dotfiles/claude.json")).toContain("PermissionRequest");
  await setup.connect("claude-code", "--remove");
  expect((await lstat(join(setup.shell.home, ".claude/settings.json"))).isSymbolicLink()).toBe(true);
  expect(await setup.read("dotfiles/claude.json")).toBe('{ "model": "opus" }\n');
});

test.concurrent("telemetry that goes elsewhere is left in every file, and told", async () => {
  await using setup = await setUp();
  await setup.put(".gemini/settings.json", '{ "telemetry": { "otlpEndpoint": "https://collector.example" } }');
  const { stdout } = await setup.connect("gemini");
  expect(JSON.parse(stdout).conflicts).toMatchObject([{ group: "telemetry", what: "telemetry.otlpEndpoint" }]);
  expect(await setup.read(".gemini/settings.json")).toContain("hook gemini");
  await expect(setup.read(".gemini/.env")).rejects.toThrow();
  await setup.connect("gemini", "--replace");
  expect(await setup.read(".gemini/.env")).toContain("Bearer%20bk_".replace("%20", " "));
  await setup.connect("gemini", "--remove");
  expect(await setup.read(".gemini/settings.json")).toBe('{ "telemetry": { "otlpEndpoint": "https://collector.example" } }');
});

test.concurrent("the agents' own variables say where the settings are", async () => {
  await using setup = await setUp();
  const elsewhere = {
    CLAUDE_CONFIG_DIR: join(setup.shell.home, "c"),
    CODEX_HOME: join(setup.shell.home, "x"),
    XDG_CONFIG_HOME: join(setup.shell.home, "g"),
  };
  for (const agent of ["claude-code", "codex", "opencode"]) await setup.shell.run(["connect", agent, "-y", "--no-wait"], elsewhere);
  for (const path of [
    "c/settings.json",
    "c/.claude.json",
    "x/config.toml",
    "g/opencode/opencode.json",
    "g/beckon/connections/codex.json",
  ]) {
    expect(await setup.read(path)).toContain("bk_secret-of");
  }
});

test.concurrent("the difference is shown without the token; without a yes nothing happens", async () => {
  await using setup = await setUp();
  await setup.put(".codex/config.toml", 'model = "x"\n');
  const before = await setup.snapshot();
  const dry = await setup.shell.run(["connect", "codex", "--dry-run"]);
  expect(dry).toMatchObject({ stdout: "", code: 0 });
  expect(dry.stderr).toContain(`+++ ${join(setup.shell.home, ".codex/config.toml")}\n@@ -1,1 +1,`);
  expect(dry.stderr).toMatch(/\n model = "x"\n\+\n\+# From Beckon/);
  expect(dry.stderr).not.toContain("\u001b[");
  const asked = await setup.shell.run(["connect", "codex"]);
  expect(asked.stderr).toMatch(/this needs a yes, and there is no terminal to ask on – add --yes/);
  expect(asked.code).toBe(2);
  expect(await setup.snapshot()).toEqual(before);
  expect(setup.tokens.size).toBe(0);
  await setup.connect("codex");
  const again = await setup.shell.run(["connect", "codex", "--remove", "--dry-run"]);
  expect(again.stderr).toContain("-[mcp_servers.beckon]");
  expect(again.stderr).not.toContain("bk_secret-of");
});

test.concurrent("waits for the first sign and says so; where none comes, what to look at", async ({ expect }) => {
  await using setup = await setUp();
  const running = setup.shell.start(["connect", "cursor", "--yes", "--wait", "60s"]);
  await expect.poll(() => running.result.stderr, { timeout: 15_000 }).toContain("waiting for its first sign");
  const [id, token] = [...setup.tokens][0]!;
  const soon = () => new Date(Date.now() + 1_000).toISOString();
  const agent = { id: `ag_${"0".repeat(22)}`, name: "builder", firstSeenAt: at };
  setup.heard.push(
    { ...agent, vendor: "Codex", lastSeenAt: soon() },
    { ...agent, vendor: "Cursor", lastSeenAt: at },
    { ...agent, vendor: "Cursor", lastSeenAt: soon(), demo: true },
  );
  setup.tokens.set(id, { ...token, lastUsedAt: soon() });
  // The token alone is no sign of the agent: that it was used is seen twice, and nothing said.
  const asked = () => setup.server.seen.filter(({ path }) => path.startsWith("/api/agents?")).length;
  await expect.poll(asked, { timeout: 15_000 }).toBeGreaterThan(1);
  expect(running.result.stderr).not.toContain("is heard");
  setup.heard.push({ ...agent, vendor: "Cursor", lastSeenAt: soon() });
  const { stderr, code } = await running.ended;
  expect(stderr).toMatch(/Cursor is heard: first sign \d/);
  expect(code).toBe(0);
  const none = await setup.shell.run(["connect", "codex", "--yes", "--wait", "1s"]);
  expect(none.stderr).toMatch(/no sign yet\. What to look at:\n- Have you trusted the hooks\?/);
  expect(none.code).toBe(0);
});

test.concurrent("a token that may make no tokens is the agent's own", async () => {
  await using setup = await setUp();

  await rm(join(setup.shell.home, "data"), { recursive: true });
  const none = await setup.connect("cursor");
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("no local-secret in") });
  const own = await setup.shell.run(["connect", "cursor", "-y", "--no-wait"], { BECKON_TOKEN: "bk_made-in-the-app" });
  expect(own.code).toBe(0);
  expect(await setup.read(".cursor/mcp.json")).toContain("Bearer bk_made-in-the-app");
});

test.concurrent("--use-token: the agent gets the one that was made in the app, also where another could be made", async () => {
  await using setup = await setUp();
  const own = { BECKON_TOKEN: "bk_made-in-the-app" };
  const first = await setup.shell.run(["connect", "codex", "-y", "--use-token"], own);
  expect(first.stderr).toMatch(/its first sign is shown in the app, on the page Connect\n$/);
  expect(first.stderr).not.toContain("bk_made-in-the-app");
  expect(await setup.read(".codex/config.toml")).toContain("Bearer bk_made-in-the-app");
  expect((await setup.connect("codex")).code).toBe(0);
  expect(await setup.read(".codex/config.toml")).toContain("Bearer bk_made-in-the-app");
  expect(setup.tokens.size).toBe(0);
});

test.concurrent("the gate is remembered until another one is chosen", async () => {
  await using setup = await setUp();
  const hooks = async () => {
    const { permissions, hooks: all } = JSON.parse(await setup.read(".claude/settings.json"));
    return { ask: permissions.ask?.length ?? 0, url: all.PreToolUse[0].hooks[0].url.split("/").at(-1) };
  };
  await setup.connect("claude-code", "--gate", "risky");
  expect(await hooks()).toEqual({ ask: 0, url: "claude-code?gate=risky" });
  await setup.connect("claude-code");
  expect(await hooks()).toEqual({ ask: 0, url: "claude-code?gate=risky" });
  await setup.connect("claude-code", "--gate", "none");
  expect(await hooks()).toEqual({ ask: 0, url: "claude-code" });
  await setup.connect("claude-code", "--gate", "ask");
  expect(await hooks()).toEqual({ ask: 14, url: "claude-code" });
  await setup.connect("claude-code", "--remove");
  await expect(setup.read(".claude/settings.json")).rejects.toThrow();
});

test.concurrent("a block pasted by hand is found, and replaced by a connection that can be undone", async () => {
  await using setup = await setUp();
  const { stdout } = await setup.shell.run(["connect", "claude-code", "--print", "--json"]);
  const [block] = JSON.parse(stdout).blocks;
  expect(block.file).toBe("~/.claude/settings.json");
  await setup.put(".claude/settings.json", JSON.stringify({ model: "opus", ...JSON.parse(block.text) }));
  expect(JSON.parse((await setup.shell.run(["connect", "--json"])).stdout).items[0]).toMatchObject({ connected: "partly" });
  await setup.connect("claude-code");
  const { hooks } = JSON.parse(await setup.read(".claude/settings.json"));
  expect(hooks.Stop).toHaveLength(1);
  await setup.connect("claude-code", "--remove");
  expect(JSON.parse(await setup.read(".claude/settings.json"))).toEqual({ model: "opus" });
});

test.concurrent("the list says what is found and connected, and whether Codex trusts the hooks", async () => {
  await using setup = await setUp();
  await setup.connect("codex");
  const list = async () => JSON.parse((await setup.shell.run(["connect", "--json"])).stdout).items as { agent: string; note?: string }[];
  const codex = async () => (await list()).find(({ agent }) => agent === "codex");
  expect(await codex()).toMatchObject({
    installed: true,
    connected: "yes",
    note: expect.stringMatching(/^10 of 10 hooks are not trusted/),
  });
  const config = await setup.read(".codex/config.toml");
  const command = JSON.parse(/command = (".*")/.exec(config)![1]!);
  const form = `{"event_name":"pre_tool_use","hooks":[{"async":false,"command":${JSON.stringify(command)},"statusMessage":"Asking Beckon","timeout":86400,"type":"command"}],"matcher":"*"}`;
  const hash = createHash("sha256").update(form).digest("hex");
  await setup.put(
    ".codex/config.toml",
    `${config}\n[hooks.state."/home/x/.codex/config.toml:pre_tool_use:0:0"]\ntrusted_hash = "sha256:${hash}"\n`,
  );
  expect(await codex()).toMatchObject({ note: expect.stringMatching(/^9 of 10 hooks/) });
  expect((await setup.shell.run(["connect"])).stdout).toMatch(/^AGENT +FOUND +CONNECTED .*\n/);
});

test.concurrent("a shell whose start file is not known gets its lines printed", async () => {
  await using setup = await setUp();
  const { stdout, code } = await setup.shell.run(["connect", "copilot", "--yes", "--no-wait"], { SHELL: "/usr/bin/fish" });
  expect(code).toBe(0);
  expect(stdout).toContain("OTEL_EXPORTER_OTLP_HEADERS='Authorization=Bearer bk_secret-of-");
  await expect(setup.read(".zshrc")).rejects.toThrow();
});

test.concurrent("what was made for Aider is printed, token and all", async () => {
  await using setup = await setUp();
  const { stdout, code } = await setup.shell.run(["connect", "aider", "--yes", "--no-wait"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`export BECKON_URL=${setup.server.url}\nexport BECKON_TOKEN=bk_secret-of-`);
  await setup.connect("aider", "--remove");
  expect([...setup.tokens.values()][0]).toHaveProperty("revokedAt");
});
