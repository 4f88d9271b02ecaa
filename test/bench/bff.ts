import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startArguments } from "../support/start-arguments.ts";
import { caller, expecting, type Call } from "./http-client.ts";
import { ended, freePort, root, startNode, untilOk } from "./processes.ts";

export type Bff = {
  origin: string;
  pid: number;
  /** From the start of the process to the first 200 of /ready. */
  readyMs: number;
  local: Call;
  stop(): Promise<void>;
};

export type Engine = { name: "embedded" | "Postgres"; databaseUrl?: string };

/** What `pnpm start` gives Node; `BECKON_BENCH_NODE` replaces it, to compare. */
const nodeArguments = () => process.env.BECKON_BENCH_NODE?.split(" ") ?? startArguments();

export const compileCache = join(root, "node_modules/.cache/beckon-bench");

export const serverEnvironment = (options: { port: number; dataDir: string; databaseUrl?: string; pushAllow?: string }) => ({
  BECKON_PORT: String(options.port),
  BECKON_HOST: "127.0.0.1",
  BECKON_DATA_DIR: options.dataDir,
  BECKON_PUBLIC_ORIGIN: `http://localhost:${options.port}`,
  BECKON_PUSH_ALLOW: options.pushAllow ?? "",
  DATABASE_URL: options.databaseUrl ?? "",
  NODE_COMPILE_CACHE: compileCache,
});

/** The real server, as a process started like `pnpm start` does. */
export const startBff = async (options: { dataDir: string; databaseUrl?: string; pushAllow?: string; port?: number }): Promise<Bff> => {
  const port = options.port ?? (await freePort());
  const origin = `http://localhost:${port}`;
  const child = startNode(nodeArguments(), serverEnvironment({ ...options, port }));
  child.stdout?.resume();
  const readyMs = await untilOk(`http://127.0.0.1:${port}`, "/ready", () => child.exitCode === null);
  const secret = readFileSync(join(options.dataDir, "local-secret"), "utf8").trim();
  return {
    origin,
    pid: child.pid as number,
    readyMs,
    local: caller(origin, { authorization: `Bearer ${secret}` }),
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
};

/** A data folder for one measurement, gone after it. */
export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), "beckon-bench-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** An agent's token, and calls with it. */
export const makeAgent = async (bff: Bff, name: string) => {
  const { body } = await expecting(201, bff.local("POST", "/api/tokens", { name, scope: "agent" }));
  return { token: body.token as string, call: caller(bff.origin, { authorization: `Bearer ${body.token}` }) };
};

/** A link that pairs the browser which opens it. */
export const pairingLink = async (bff: Bff): Promise<string> =>
  (await expecting(201, bff.local("POST", "/api/pairing-codes", {}))).body.url;

/** A paired device, and calls with its session. */
export const pairDevice = async (bff: Bff, options: { deviceName: string; person?: string }) => {
  const { deviceName, person } = options;
  const invited = await expecting(201, bff.local("POST", "/api/pairing-codes", person ? { person, role: "operator" } : {}));
  const paired = await expecting(201, caller(bff.origin)("POST", "/api/pair", { code: invited.body.code, deviceName }));
  const cookie = (paired.headers["set-cookie"]?.[0] ?? "").split(";")[0] as string;
  return { cookie, call: caller(bff.origin, { cookie }) };
};

/** A question of everyday size: a command, its folder, a few sentences. */
export const question = (index: number) => ({
  kind: "permission",
  title: `Deploy release ${index} to the test stage?`,
  body: "The tests are green. The migration adds one column and has been tried on a copy. Rolling back takes about a minute.",
  action: { tool: "Bash", command: `./scripts/deploy --stage test --release ${index}`, cwd: "/home/dev/shop" },
  risk: "low",
});
