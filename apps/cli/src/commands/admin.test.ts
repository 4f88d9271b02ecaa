import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goodToken, startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import type { Seen } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const secret = "local-secret-of-this-test";
const at = "2026-11-21T10:00:00.000Z";
const pairing = { code: "ABCD-EFGH", url: "http://localhost:8787/pair#ABCD-EFGH", expiresAt: at };
const token = { id: "tok_0000000000000000000001", name: "laptop", scope: "agent", createdAt: at };
const person = { id: "pe_0000000000000000000001", name: "Ada", role: "owner" };
const device = {
  id: "dev_0000000000000000000001",
  name: "Pho\u001b[31mne",
  person,
  createdAt: at,
  lastSeenAt: at,
  current: false,
  privateNotifications: false,
  push: { state: "active" },
};

function administrate({ method, path, authorization }: Seen) {
  if (authorization !== `Bearer ${secret}`) return undefined;
  const answers: Record<string, { status: number; body?: unknown }> = {
    "POST /api/pairing-codes": { status: 201, body: { ...pairing, more: "later versions may add" } },
    "POST /api/tokens": { status: 201, body: { ...token, token: "bk_secret" } },
    "GET /api/tokens": { status: 200, body: { items: [token] } },
    [`DELETE /api/tokens/${token.id}`]: { status: 204 },
    "GET /api/devices": { status: 200, body: { items: [device] } },
    [`DELETE /api/devices/${device.id}`]: { status: 204 },
  };
  return answers[`${method} ${path}`];
}

async function setUp() {
  const server = await startContractServer(administrate);
  const shell = await setUpShell({ BECKON_URL: server.url });
  const data = join(shell.home, "data");
  await mkdir(data);
  await writeFile(join(data, "local-secret"), `${secret}\n`, { mode: 0o600 });
  const dispose = async () => {
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  return { server, shell, data, [Symbol.asyncDispose]: dispose };
}

test.concurrent("pair: exactly code, url and expiresAt as JSON; link, code and QR for people", async () => {
  await using setup = await setUp();
  const json = await setup.shell.run(["pair", "--json", "--person", "Bo", "--role", "viewer"]);
  expect(JSON.parse(json.stdout)).toEqual(pairing);
  expect(json).toMatchObject({ stderr: "", code: 0 });
  expect(setup.server.seen[0]!.body).toEqual({ person: "Bo", role: "viewer" });
  const human = await setup.shell.run(["pair"]);
  expect(human.stdout).toContain(`Open  ${pairing.url}\nCode  ${pairing.code}\n`);
  expect(human.stdout).toMatch(/[█▀▄]{10}/);
});

test.concurrent("token create, list and revoke", async () => {
  await using setup = await setUp();
  const { run } = setup.shell;
  expect(JSON.parse((await run(["token", "create", "--name", "laptop", "--scope", "admin", "--json"])).stdout)).toEqual({
    id: token.id,
    token: "bk_secret",
  });
  expect(setup.server.seen[0]!.body).toEqual({ name: "laptop", scope: "admin" });
  expect(await run(["token", "create", "--name", "laptop"])).toMatchObject({ stdout: "bk_secret\n", code: 0 });
  expect((await run(["token", "list"])).stdout).toMatch(/^ID +NAME +SCOPE .*\ntok_0+1 +laptop +agent +2026\S+ +never\n$/);
  expect(await run(["token", "revoke", token.id])).toEqual({ stdout: "", stderr: `${token.id} is revoked\n`, code: 0 });
});

test.concurrent("devices list, without what would steer the terminal, and revoke", async () => {
  await using setup = await setUp();
  const { run } = setup.shell;
  expect((await run(["devices"])).stdout).toMatch(/\ndev_0+1 +Phone +Ada +owner +2026\S+ +on\n$/);
  expect(JSON.parse((await run(["devices", "list", "--json"])).stdout)).toEqual({ items: [device] });
  expect(await run(["devices", "revoke", device.id, "--json"])).toEqual({
    stdout: `{"id":"${device.id}","revoked":true}\n`,
    stderr: "",
    code: 0,
  });
});

test.concurrent("the secret in BECKON_DATA_DIR goes before the one in ./data; a wrong one is told with its path", async () => {
  await using setup = await setUp();
  const other = join(setup.shell.home, "other");
  await mkdir(other);
  await writeFile(join(other, "local-secret"), "of-another-server");
  const { stderr, code } = await setup.shell.run(["devices"], { BECKON_DATA_DIR: other });
  expect(code).toBe(2);
  expect(stderr).toBe(
    `beckon: the server does not accept the secret in ${join(other, "local-secret")} – set BECKON_DATA_DIR to the data folder of the server that runs\n`,
  );
});

test.concurrent("the secret never leaves the machine", async () => {
  await using setup = await setUp();
  const away = { BECKON_URL: "http://beckon.invalid" };
  const { stderr, code } = await setup.shell.run(["token", "list"], away);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^beckon: http:\/\/beckon\.invalid is another machine – set BECKON_TOKEN to a token of scope admin/);
});

test.concurrent("no secret and no token: where it was looked for; away: exit 4", async () => {
  await using setup = await setUp();
  const empty = join(setup.shell.home, "empty");
  const missing = await setup.shell.run(["pair"], { BECKON_DATA_DIR: empty });
  expect(missing).toMatchObject({ stdout: "", code: 2 });
  expect(missing.stderr).toBe(`beckon: no local-secret in ${empty} – start the server once, or set BECKON_DATA_DIR to its data folder\n`);
  await setup.server.kill();
  const away = await setup.shell.run(["pair"]);
  expect(away).toMatchObject({ stdout: "", code: 4 });
  expect(away.stderr).toMatch(/cannot be reached \(ECONNREFUSED\) – is the server running, and BECKON_URL right\?\n$/);
  await setup.server.restart();
});

test.skipIf(process.getuid?.() === 0)("a secret of another user is told as such", async () => {
  await using setup = await setUp();
  await chmod(join(setup.data, "local-secret"), 0);
  const { stderr, code } = await setup.shell.run(["pair"]);
  expect(code).toBe(2);
  expect(stderr).toContain("may not be read by this user");
});

test.concurrent("sends what the spool holds first, where an agent's token is at hand", async () => {
  await using setup = await setUp();
  await setup.server.kill();
  const agent = { BECKON_TOKEN: goodToken };
  expect(await setup.shell.run(["ask", "Kept?"], agent)).toMatchObject({ code: 4 });
  await setup.server.restart();
  expect(await setup.shell.run(["token", "list", "--json"])).toMatchObject({ stderr: "", code: 0 });
  expect(setup.server.rows.size).toBe(0);
  const { stderr, code } = await setup.shell.run(["token", "list", "--json"], agent);
  expect({ stderr, code }).toEqual({ stderr: "beckon: sent 1 question kept while the server was away\n", code: 0 });
  expect(setup.server.only().title).toBe("Kept?");
});
