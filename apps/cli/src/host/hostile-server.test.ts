import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ExpectStatic, test } from "vitest";
import { answerWith, goodToken } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import type { Fault } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { newProcessId, startHostServer } from "../testing/host-server.ts";
import { endMarked, markedProcesses } from "../testing/marked-processes.ts";
import { setUpShell } from "../testing/run-beckon.ts";

// Whatever stands in the server's place: the runner does nothing but what its configuration allows, says so, and stays.

const eventually = (expect: ExpectStatic, read: () => unknown) => expect.poll(read, { timeout: 60_000 });
const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
let number = 0;
const newCommand = () => `cm_${String((number += 1)).padStart(22, "0")}`;

async function setUp() {
  const host = await startHostServer();
  const shell = await setUpShell({ BECKON_URL: host.server.url, BECKON_TOKEN: goodToken });
  // The evil one could only be found from outside of the folder, or by a shell.
  const folder = join(shell.home, "work");
  mkdirSync(folder);
  const profiles = [{ name: "dev", command: ["sh", "-c", "echo $$ >>begun; sleep 300"], limits: { most: 3 } }];
  writeFileSync(join(folder, "beckon.config.yaml"), JSON.stringify({ host: { name: "devbox", profiles } }));
  const ids: string[] = [];
  const runner = shell.start(["host", "--json", "--config", join(folder, "beckon.config.yaml")]);
  return {
    ...host,
    shell,
    folder,
    runner,
    remember: (id: string) => (ids.push(id), id),
    said: () => runner.result.stdout.split("\n").filter((line) => line !== ""),
    problems: () => runner.result.stdout.split("\n").filter((line) => line.includes('"problem"')),
    [Symbol.asyncDispose]: async () => {
      runner.child.kill("SIGKILL");
      await runner.ended;
      await endMarked(ids);
      await host[Symbol.asyncDispose]();
      await shell[Symbol.asyncDispose]();
    },
  };
}
type SetUp = Awaited<ReturnType<typeof setUp>>;
const connected = (setup: SetUp, expect: ExpectStatic) =>
  eventually(expect, () => setup.runner.result.stdout + setup.runner.result.stderr).toContain('"connected"');
/** It still does what it may do. */
const stillWorks = async (setup: SetUp, expect: ExpectStatic) => {
  const id = setup.remember(newProcessId());
  const { id: start } = setup.ask("start", id, { profile: "dev", agent: "dev-1" });
  await eventually(expect, () => setup.result(start)).toMatchObject({ state: "done" });
  const { id: stop } = setup.ask("stop", id);
  await eventually(expect, () => setup.result(stop)).toMatchObject({ state: "done" });
  expect(setup.runner.child.exitCode).toBeNull();
};

test.concurrent("forged commands: each refused in words, none done, none left as a file, and the runner goes on", async ({ expect }) => {
  await using setup = await setUp();
  await connected(setup, expect);
  const other = newProcessId();
  const bounds = { processId: other, graceSeconds: 5, expiresAt: inAMinute() };
  const ends: [string, object, RegExp][] = [
    [newCommand(), { kind: "stop" }, /^this machine knows no such process$/],
    [newCommand(), { kind: "pause" }, /^this machine knows no such process$/],
    [newCommand(), { kind: "restart" }, /^this machine knows no such process$/],
    [newCommand(), { kind: "exec", words: ["touch", "evil"] }, /^this runner does not understand its kind$/],
    [newCommand(), { kind: "stop", processId: "../../../etc" }, /^this runner does not understand its processId$/],
    [newCommand(), { kind: "stop", processId: `hp_${"a".repeat(17)}/../x` }, /^this runner does not understand its processId$/],
    [newCommand(), { kind: "start", profile: "dev; touch evil", agent: "a" }, /^the configuration has no profile/],
    [newCommand(), { kind: "start", profile: "$(touch evil)", agent: "a" }, /^the configuration has no profile/],
    [newCommand(), { kind: "start", profile: "__proto__", agent: "a" }, /^the configuration has no profile/],
    [newCommand(), { kind: "start", profile: "dev", agent: "$(touch evil)" }, /^the agent's name may have letters/],
    [newCommand(), { kind: "start", profile: "dev", agent: "a; touch evil" }, /^the agent's name may have letters/],
    [newCommand(), { kind: "start", profile: "dev", agent: "../../evil" }, /^the agent's name may have letters/],
    [
      newCommand(),
      { kind: "start", profile: "dev", agent: "a", command: ["touch", "evil"], expiresAt: "2020-01-01T00:00:00Z" },
      /^its time was over/,
    ],
    [newCommand(), { kind: "start", profile: "dev", agent: "a", expiresAt: "9999-01-01T00:00:00Z" }, /^its time is more than a day ahead$/],
    [newCommand(), { kind: "start", profile: "dev", agent: "a", expiresAt: "soon" }, /^this runner does not understand its expiresAt$/],
    [
      newCommand(),
      { kind: "start", profile: "dev", agent: "a", graceSeconds: "all" },
      /^this runner does not understand its graceSeconds$/,
    ],
  ];
  const nameless = [
    null,
    7,
    "stop",
    [],
    { id: "../../x", kind: "stop", ...bounds },
    { id: `cm_${"x".repeat(50)}`, kind: "stop", ...bounds },
  ];
  setup.forged.push(...nameless, ...ends.map(([id, more]) => ({ ...bounds, id, ...more })));
  setup.wake();
  for (const [id, , words] of ends)
    await eventually(expect, () => setup.result(id)).toMatchObject({ state: "failed", result: expect.stringMatching(words) as string });
  expect(setup.processes.has(other)).toBe(false);
  expect(markedProcesses([other])).toEqual([]);
  setup.forged.length = 0;
  // One clear line, not one for each time it is given again.
  expect(setup.problems().length).toBeGreaterThan(0);
  await stillWorks(setup, expect);
  const files = readdirSync(join(setup.folder, ".beckon", "commands"));
  expect(files.filter((name) => !/^cm_\w+\.json$/.test(name))).toEqual([]);
  expect(readdirSync(join(setup.folder, ".beckon", "processes")).filter((name) => !/^hp_\w+$/.test(name))).toEqual([]);
  for (const folder of [setup.folder, setup.shell.home]) expect(existsSync(join(folder, "evil"))).toBe(false);
});

test.concurrent("a command that comes again with other content is the one that it was", async ({ expect }) => {
  await using setup = await setUp();
  await connected(setup, expect);
  const id = setup.remember(newProcessId());
  const start = setup.ask("start", id, { profile: "dev", agent: "dev-1" });
  await eventually(expect, () => setup.result(start.id)).toMatchObject({ state: "done" });
  const { pid } = setup.processes.get(id) ?? {};
  setup.forged.push({ ...start, kind: "stop" }, { ...start, processId: newProcessId() });
  setup.wake();
  await eventually(expect, () => setup.told(start.id).filter(({ state }) => state === "done").length).toBeGreaterThan(2);
  setup.forged.length = 0;
  expect(setup.processes.get(id)).toMatchObject({ state: "running", pid });
  expect(markedProcesses([id]).length).toBeGreaterThan(0);
});

test.concurrent("more commands than anybody asks for: so many are taken, the rest is left where it is", async ({ expect }) => {
  await using setup = await setUp();
  await connected(setup, expect);
  const bounds = { kind: "stop", graceSeconds: 5, expiresAt: inAMinute() };
  for (let wave = 0; wave < 4; wave += 1) {
    setup.forged.length = 0;
    for (let one = 0; one < 490; one += 1) setup.forged.push({ ...bounds, id: newCommand(), processId: newProcessId() });
    const before = setup.reports.length;
    setup.wake();
    await eventually(expect, () => setup.reports.length - before).toBeGreaterThan(3);
  }
  await eventually(expect, () => setup.problems().join("\n")).toContain("a command cannot be noted: there come more than anybody asks for");
  setup.forged.length = 0;
  expect(setup.runner.child.exitCode).toBeNull();
});

test.concurrent("a server that answers at once, and asks for everything again and again, does not keep the machine busy", async ({
  expect,
}) => {
  await using setup = await setUp();
  await connected(setup, expect);
  setup.forged.push({ id: "none" });
  setup.wake();
  const before = setup.server.seen.length;
  const startedAt = performance.now();
  await eventually(expect, () => setup.server.seen.length - before).toBeGreaterThan(150);
  // A hundred at once, then 25 a second: no machine, however fast, is asked more.
  expect(performance.now() - startedAt).toBeGreaterThan(1_500);
  setup.forged.length = 0;
  await stillWorks(setup, expect);
});

const large = JSON.stringify({ commands: [], unknown: false, refused: ["x".repeat(10_000_000)] });
const json = { "content-type": "application/json" };
/** A body that never ends. */
const endless: Fault = ({ response }) => {
  response.writeHead(200, json);
  const more = () => {
    while (response.write("[".repeat(65_536))) if (response.destroyed) return;
  };
  response.on("drain", more).on("error", () => undefined);
  more();
};
const faults: [Fault, string][] = [
  [answerWith(200, "<h1>Log in</h1>", { "content-type": "text/html" }), "its answer is no JSON"],
  [answerWith(200, '{"commands":[]}', { "content-type": "text/html" }), "its answer is no JSON"],
  [answerWith(200, large, json), "its answer is too large"],
  [answerWith(422, large, { "content-type": "application/problem+json" }), "its answer is too large"],
  [endless, "its answer is too large"],
  [answerWith(200, '{"commands":[', json), "not with JSON"],
  [answerWith(500, "oh"), "answers 500"],
  [answerWith(200, '{"commands":{"length":9}}', json), "in another form than this version knows"],
];
test.concurrent("no answer, but a page, 10 MB, half of one, another form: said in a line each, and the runner goes on", async ({
  expect,
}) => {
  await using setup = await setUp();
  await connected(setup, expect);
  for (const [fault, words] of faults) {
    const before = setup.said().length;
    setup.server.fail(fault);
    setup.wake();
    await eventually(expect, () => setup.said().slice(before).join("\n")).toContain(words);
    // Said once in a row, so it has to be well again before the next one counts.
    if (!words.includes("form")) await eventually(expect, () => setup.said().slice(before).join("\n")).toContain('"back"');
  }
  await stillWorks(setup, expect);
  for (const line of setup.said()) expect(line.length).toBeLessThan(1_200);
});

test.concurrent("a redirect to another server: nobody follows, and the token does not go there", async ({ expect }) => {
  await using setup = await setUp();
  await connected(setup, expect);
  const asked: unknown[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.headers);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(elsewhere, "listening");
  const { port } = elsewhere.address() as AddressInfo;
  try {
    for (const status of [301, 307, 308]) {
      setup.server.fail(answerWith(status, "", { location: `http://127.0.0.1:${port}/api/hosts/me/report` }));
      setup.wake();
      await eventually(expect, () => setup.said().filter((line) => line.includes("redirects to")).length).toBeGreaterThan(0);
    }
    await stillWorks(setup, expect);
    expect(asked).toEqual([]);
  } finally {
    elsewhere.close();
  }
});
