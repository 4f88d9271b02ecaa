import { hostname } from "node:os";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { goodToken, startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const deploy = ["ask", "Deploy?", "--option", "yes", "--option", "no"];

async function setUp() {
  const server = await startContractServer();
  const shell = await setUpShell({ BECKON_URL: server.url, BECKON_TOKEN: goodToken });
  /** Starts `beckon` and waits until it waits. */
  const ask = async (args: string[]) => {
    const running = shell.start(args);
    await server.arrived("GET", /wait=/);
    return running;
  };
  const dispose = async () => {
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  return { server, shell, ask, [Symbol.asyncDispose]: dispose };
}

test.concurrent.each([
  ["yes", 0],
  ["no", 1],
])("prints the chosen option %s and nothing else, exit %i", async (option, code) => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  setup.server.decide(setup.server.only().id, option);
  expect(await asked.ended).toEqual({ stdout: `${option}\n`, stderr: "", code });
});

test.concurrent("sends what the flags say", async () => {
  await using setup = await setUp();
  const flags = [
    "--risk",
    "high",
    "--timeout",
    "1h30m",
    "--default",
    "no",
    "--label",
    "yes=Ship it",
    "--tone",
    "yes=neutral",
    "--body",
    "**why**",
  ];
  const action = ["--command", "deploy --prod", "--cwd", "/srv", "--file", "a", "--file", "b"];
  const { stdout, code } = await setup.shell.run([...deploy, ...flags, ...action, "--task", "t1", "--allow-text", "--no-wait"]);
  expect({ stdout, code }).toEqual({ stdout: `${setup.server.only().id}\n`, code: 0 });
  expect(setup.server.seen[0]!.body).toEqual({
    kind: "permission",
    title: "Deploy?",
    body: "**why**",
    options: [
      { id: "yes", label: "Ship it", tone: "neutral" },
      { id: "no", label: "No", tone: "deny" },
    ],
    allowText: true,
    action: { tool: "shell", command: "deploy --prod", cwd: "/srv", files: ["a", "b"] },
    risk: "high",
    agent: { name: `${hostname()}/${basename(setup.shell.home)}`, host: hostname() },
    taskId: "t1",
    expiresInSeconds: 5_400,
    onExpiry: "no",
  });
});

test.concurrent.each([
  ["with a default", { option: "no", decidedAt: "2026-01-01T00:00:00Z", decidedBy: { kind: "expiry" as const } }, "no\n"],
  ["without one", undefined, ""],
])("expired %s: exit 3", async (_, decision, stdout) => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  setup.server.resolve(setup.server.only().id, { status: "expired", decision });
  expect(await asked.ended).toEqual({ stdout, stderr: "beckon: nobody answered in time\n", code: 3 });
});

test.concurrent("withdrawn elsewhere: nothing on stdout, exit 1, and no escape sequence from the server", async () => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  setup.server.resolve(setup.server.only().id, { status: "cancelled", cancelReason: "\u001b[31mred\u001b[0m\nnews" });
  expect(await asked.ended).toEqual({ stdout: "", stderr: "beckon: withdrawn: red news\n", code: 1 });
});

test.concurrent("--json prints the whole request, exact and harmless to a terminal", async () => {
  await using setup = await setUp();
  const asked = await setup.ask(["ask", "Name?", "--allow-text", "--json"]);
  const { id } = setup.server.only();
  const decision = { text: "a\u009b31m\u202eb\u001b[0m", decidedAt: "2026-01-01T00:00:00Z", decidedBy: { kind: "person" as const } };
  setup.server.resolve(id, { status: "decided", options: [], decision });
  const { stdout, code } = await asked.ended;
  expect(JSON.parse(stdout)).toEqual(setup.server.only());
  expect(stdout).not.toMatch(/[\p{Cc}\p{Bidi_C}]./u);
  expect(code).toBe(0);
});

test.concurrent("the server killed and started again does not end the asking", async () => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  await setup.server.kill();
  await new Promise((done) => setTimeout(done, 300));
  setup.server.decide(setup.server.only().id, "yes");
  await setup.server.restart();
  expect(await asked.ended).toMatchObject({ stdout: "yes\n", code: 0 });
});

test.concurrent.each([
  ["SIGINT", 130, "interrupted in the terminal"],
  ["SIGTERM", 143, "the asking process was ended"],
] as const)("%s withdraws the question, exit %i", async (signal, code, reason) => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  asked.child.kill(signal);
  expect(await asked.ended).toEqual({ stdout: "", stderr: "beckon: the question is withdrawn\n", code });
  expect(setup.server.only()).toMatchObject({ status: "cancelled", cancelReason: reason });
});

test.concurrent("SIGINT before the question was accepted withdraws it once it is", async () => {
  await using setup = await setUp();
  let accept = () => {};
  setup.server.fail(({ proceed }) => (accept = proceed));
  const asked = setup.shell.start(deploy);
  await setup.server.arrived("POST", /./);
  asked.child.kill("SIGINT");
  // The signal is handled before the answer that is sent after it.
  await new Promise((done) => setTimeout(done, 200));
  accept();
  expect(await asked.ended).toMatchObject({ stdout: "", code: 130 });
  expect(setup.server.only().status).toBe("cancelled");
});

test.concurrent("a server that takes long to accept the question is waited for", async () => {
  await using setup = await setUp();
  // Longer than a server that is away is tried.
  setup.server.fail(({ proceed }) => void setTimeout(proceed, 3_500));
  const asked = await setup.ask(deploy);
  setup.server.decide(setup.server.only().id, "yes");
  expect(await asked.ended).toMatchObject({ stdout: "yes\n", code: 0 });
});

test.concurrent("wait takes up a request again; Ctrl-C there leaves it standing", async () => {
  await using setup = await setUp();
  const id = (await setup.shell.run([...deploy, "--no-wait"])).stdout.trim();
  const first = await setup.ask(["wait", id]);
  first.child.kill("SIGINT");
  expect(await first.ended).toEqual({ stdout: "", stderr: "", code: 130 });
  expect(setup.server.only().status).toBe("pending");
  setup.server.decide(id, "no");
  expect(await setup.shell.run(["wait", id])).toEqual({ stdout: "no\n", stderr: "", code: 1 });
  expect(await setup.shell.run(["outcome", id, "failed", "--message", "step 3"])).toEqual({ stdout: "", stderr: "", code: 0 });
  expect(setup.server.only().outcome).toMatchObject({ status: "failed", message: "step 3" });
});

test.concurrent("a revoked token: one line with the fix, exit 2, nothing kept", async () => {
  await using setup = await setUp();
  setup.server.tokens.clear();
  const { stdout, stderr, code } = await setup.shell.run(deploy);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(stderr).toMatch(/^beckon: the server does not accept this token: .+ – make a new one with: beckon token create --name NAME\n$/);
});

test.concurrent("a token revoked while waiting ends the waiting", async () => {
  await using setup = await setUp();
  const asked = await setup.ask(deploy);
  setup.server.tokens.clear();
  await setup.server.kill();
  await setup.server.restart();
  expect(await asked.ended).toMatchObject({ stdout: "", code: 2 });
});

test.concurrent("what only the server can refuse is told with its field", async () => {
  await using setup = await setUp();
  const { stderr, code } = await setup.shell.run(["ask", "x".repeat(301)]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^beckon: refused: The request is not valid; title .+\n$/);
});

test.concurrent("server away: kept on disk, exit 4; the next call sends it first, as one row", async () => {
  await using setup = await setUp();
  await setup.server.kill();
  const kept = await setup.shell.run([...deploy, "--timeout", "1h"]);
  expect(kept).toMatchObject({ stdout: "", code: 4 });
  expect(kept.stderr).toMatch(/^beckon: http\S+ cannot be reached \(ECONNREFUSED\); the question is kept .+\n$/);
  const { items } = JSON.parse((await setup.shell.run(["spool", "--json"])).stdout);
  expect(items).toMatchObject([{ url: setup.server.url, input: { title: "Deploy?" } }]);
  await setup.server.restart();
  const next = await setup.shell.run(["ask", "Second?", "--no-wait"]);
  expect(next).toMatchObject({ code: 0, stderr: "beckon: sent 1 question kept while the server was away\n" });
  expect([...setup.server.rows.values()].map(({ title }) => title)).toEqual(["Deploy?", "Second?"]);
  expect(await setup.shell.run(["spool"])).toEqual({ stdout: "", stderr: `nothing waits in ${setup.shell.spool}\n`, code: 0 });
});

test.concurrent("spool send says what it sent, and 4 while the server is away", async () => {
  await using setup = await setUp();
  await setup.server.kill();
  const json = await setup.shell.run([...deploy, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ spooled: true, idempotencyKey: expect.any(String) });
  await setup.server.restart();
  const sent = await setup.shell.run(["spool", "send"]);
  expect(sent).toMatchObject({ code: 0, stdout: `${setup.server.only().id}  Deploy?\n` });
});

test.concurrent("a wrong question is refused also while the server is away", async () => {
  await using setup = await setUp();
  await setup.server.kill();
  const { stderr, code } = await setup.shell.run(["ask", "x".repeat(301)]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^beckon: the question is wrong: title .+\n$/);
  await setup.server.restart();
});
