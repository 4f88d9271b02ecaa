import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { compiled } from "./support/prepared-database.ts";

const main = fileURLToPath(new URL("../apps/bff/src/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "beckon-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (env: Record<string, string>) =>
  new Promise<{ code: number | null; lines: string[] }>((resolve) => {
    const child = spawn(process.execPath, [main], {
      env: {
        NODE_COMPILE_CACHE: compiled,
        PATH: process.env.PATH ?? "",
        HOME: folder,
        BECKON_PORT: "0",
        BECKON_DATA_DIR: join(folder, "data"),
        ...env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => void (errors += chunk.toString()));
    child.once("close", (code) => resolve({ code, lines: errors.trim().split("\n") }));
  });

const closedPort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
};

test("a port that is taken: one line, with another to try", async () => {
  const taken = await closedPort();
  const { code, lines } = await start({ BECKON_PORT: String(taken.port) });
  expect(code).toBe(1);
  expect(lines).toEqual([
    `Port ${taken.port} is taken. Stop what uses it, or choose another: BECKON_PORT=${taken.port + 1} npx pnpm@12 start`,
  ]);
  await taken.close();
});

test("a database that does not answer: one line, without its password", async () => {
  const gone = await closedPort();
  await gone.close();
  const { code, lines } = await start({ DATABASE_URL: `postgres://beckon:very-secret@127.0.0.1:${gone.port}/beckon` });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/DATABASE_URL does not answer \(ECONNREFUSED\)/);
  expect(lines[0]).not.toContain("very-secret");
});

test.each([
  ["BECKON_PORT", "eighty"],
  ["BECKON_PUBLIC_ORIGIN", "http://beckon.example.com/app"],
  ["DATABASE_URL", "mysql://localhost"],
  ["BECKON_VAPID_SUBJECT", "mailto:me@localhost"],
])("%s=%s: one line that names it and says what would be right", async (name, value) => {
  const { code, lines } = await start({ [name]: value });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${name} is wrong.* It must be `));
});

test("a data folder whose place is taken by a file: one line", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const { code, lines } = await start({ BECKON_DATA_DIR: file });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(file);
});
