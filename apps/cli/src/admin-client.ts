import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { createClient, RefusedError, UnauthorizedError } from "@beckon/agent-client";
import type { Client } from "@beckon/agent-client";
import { serverUrl } from "./environment.ts";
import { CliError } from "./errors.ts";
import { sendSpooled } from "./send-spooled.ts";

type Env = Record<string, string | undefined>;
const ADMIN_TIMEOUT_MS = 10_000;

/**
 * A client that may administrate. A server on this machine is met with the secret it keeps in its data
 * folder; any other only with a token of scope admin, so that the secret never leaves the machine.
 */
export async function adminClient(env: Env = process.env): Promise<Pick<Client, "call" | "url">> {
  const url = serverUrl(env);
  const secret = isLoopback(url) ? await localSecret(env) : undefined;
  const token = secret?.value ?? env.BECKON_TOKEN?.trim();
  if (!token) throw new CliError(...noSecret(url, env));
  const client = createClient({ url, token });
  // Every call takes the spool along; the secret is nobody's agent, so it needs a token of its own.
  const own = env.BECKON_TOKEN?.trim();
  if (own) await sendSpooled(createClient({ url, token: own }));
  const call: Client["call"] = (request) => client.call(request).catch((error) => Promise.reject(explainRefusal(error, secret?.path)));
  return { url: client.url, call };
}

/** Every administrative call has the same patience. */
export const adminCall = { timeoutMs: ADMIN_TIMEOUT_MS } as const;

/** `local-secret` in `BECKON_DATA_DIR`, else in ./data here or in the repository. */
async function localSecret(env: Env): Promise<{ value: string; path: string } | undefined> {
  for (const folder of dataFolders(env)) {
    const path = join(folder, "local-secret");
    try {
      const value = (await readFile(path, "utf8")).trim();
      if (value) return { value, path };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EACCES" || code === "EPERM") {
        throw new CliError(`${path} may not be read by this user`, { hint: "run the command as the user who runs the server" });
      }
    }
  }
  return undefined;
}

function dataFolders(env: Env): string[] {
  const repository = resolve(import.meta.dirname, "../../..");
  const named = env.BECKON_DATA_DIR;
  if (named && isAbsolute(named)) return [named];
  return [...new Set([resolve(named || "data"), join(repository, named || "data")])];
}

function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function noSecret(url: string, env: Env): ConstructorParameters<typeof CliError> {
  if (!isLoopback(url)) {
    return [`${url} is another machine`, { hint: "set BECKON_TOKEN to a token of scope admin, or run this on the server's machine" }];
  }
  const where = dataFolders(env).join(" or ");
  return [`no local-secret in ${where}`, { hint: "start the server once, or set BECKON_DATA_DIR to its data folder" }];
}

function explainRefusal(error: unknown, secretPath: string | undefined): unknown {
  if (error instanceof UnauthorizedError && secretPath) {
    return new CliError(`the server does not accept the secret in ${secretPath}`, {
      hint: "set BECKON_DATA_DIR to the data folder of the server that runs",
    });
  }
  if (error instanceof RefusedError && error.status === 403) {
    return new CliError(error.message, { hint: "this needs a token of scope admin" });
  }
  return error;
}
