import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startArguments } from "./start-arguments.ts";
import { compiled, prepareDataFolder } from "./prepared-database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A port that is free now; a server that dies and comes back keeps it. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

type Options = {
  port: number;
  /** Kept by whoever made it; several starts may share it, one after the other. */
  dataDir: string;
  databaseUrl?: string;
  env?: Record<string, string>;
};

/** The real server as a process of its own; resolves once `/ready` says 200. */
export const startBff = async (options: Options) => {
  const { port, dataDir, databaseUrl, env = {} } = options;
  if (!databaseUrl) prepareDataFolder(dataDir);
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(BECKON_|DATABASE_URL|VITEST|NODE_OPTIONS)/.test(name)),
  );
  const child = spawn(process.execPath, startArguments(), {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_COMPILE_CACHE: compiled,
      ...inherited,
      BECKON_PORT: String(port),
      BECKON_DATA_DIR: dataDir,
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      ...env,
    },
  });
  const exited = once(child, "exit").then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null }));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => void (output += text));

  const origin = `http://localhost:${port}`;
  const kill = async (signal: NodeJS.Signals = "SIGKILL") => {
    child.kill(signal);
    return exited;
  };
  const alive = () => child.exitCode === null && child.signalCode === null;
  const isReady = () =>
    fetch(`${origin}/ready`, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.status === 200,
      () => false,
    );
  const ready = async () => {
    for (let tries = 0; !(await isReady()); tries += 1) {
      if (!alive() || tries > 600) throw new Error(`the server is ${alive() ? "not ready" : "gone"}:\n${output}`);
      await sleep(25);
    }
  };
  await ready().catch(async (error: unknown) => {
    await kill();
    throw error;
  });

  return {
    origin,
    pid: child.pid,
    /** Opens the routes of the command line. */
    secret: () => readFileSync(join(dataDir, "local-secret"), "utf8").trim(),
    output: () => output,
    alive,
    ready,
    kill,
    exited,
  };
};
export type Bff = Awaited<ReturnType<typeof startBff>>;

/** A data folder that is gone when the test ends (`using`). */
export const dataFolder = () => {
  const path = mkdtempSync(join(tmpdir(), "beckon-data-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};
