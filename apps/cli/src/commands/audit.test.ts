import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const secret = "local-secret-of-this-test";
const hash = "5f".repeat(32);
const at = "2026-11-21T10:00:00.000Z";
const whole = {
  checkedAt: at,
  rows: 1_204,
  sealed: 1_203,
  unsealed: 1,
  head: { seq: 1_203, hash, sealedAt: at },
  faults: 0,
  problems: [] as object[],
};

async function setUp(answer: object = whole) {
  const server = await startContractServer(({ method, path, authorization }) =>
    authorization === `Bearer ${secret}` && method === "GET" && path.startsWith("/api/audit/verify")
      ? { status: 200, body: answer }
      : undefined,
  );
  const shell = await setUpShell({ BECKON_URL: server.url });
  await mkdir(join(shell.home, "data"));
  await writeFile(join(shell.home, "data/local-secret"), secret, { mode: 0o600 });
  const dispose = async () => {
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  return { server, run: shell.run, [Symbol.asyncDispose]: dispose };
}

test.concurrent("an audit that holds: how much of it there is, and its head; exit 0", async () => {
  await using setup = await setUp();
  expect(await setup.run(["audit", "verify"])).toEqual({
    stdout: `the audit holds: 1204 rows, the last 1 not sealed yet\nhead ${hash}\n`,
    stderr: "",
    code: 0,
  });
  expect(JSON.parse((await setup.run(["audit", "verify", "--json"])).stdout)).toEqual(whole);
});

test.concurrent("one that does not: a line for each fault, nothing that steers the terminal, exit 1", async () => {
  const problems = [
    { kind: "cut", detail: "No seal has the hash." },
    { kind: "seal_changed", seq: 7, detail: "The seal of row 7\u001b[31m is not the one." },
  ];
  await using setup = await setUp({ ...whole, faults: 5, problems });
  const told = await setup.run(["audit", "verify"]);
  expect(told.stdout).toBe("cut: No seal has the hash.\nseal changed: The seal of row 7 is not the one.\nand 3 more\n");
  expect(told).toMatchObject({ stderr: "beckon: the audit does not hold: 5 faults\n", code: 1 });
  expect(await setup.run(["audit", "verify", "--json"])).toMatchObject({ stderr: "", code: 1 });
});

test.concurrent("an earlier head goes with the question; what is none is refused here", async () => {
  await using setup = await setUp();
  expect(await setup.run(["audit", "verify", "--head", hash.toUpperCase()])).toMatchObject({ code: 0 });
  expect(setup.server.seen.at(-1)?.path).toBe(`/api/audit/verify?head=${hash}`);
  const wrong = await setup.run(["audit", "verify", "--head", "abc"]);
  expect(wrong).toMatchObject({ stdout: "", code: 2 });
  expect(wrong.stderr).toContain("--head is no hash of 64 hexadecimal digits");
  expect(await setup.run(["audit", "burn"])).toMatchObject({ code: 2 });
});
