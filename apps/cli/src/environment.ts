import { createClient } from "@beckon/agent-client";
import type { Client } from "@beckon/agent-client";
import { CliError } from "./errors.ts";

type Env = Record<string, string | undefined>;

/** `BECKON_URL`, else the port the server on this machine was told, else 8787. */
export function serverUrl(env: Env = process.env): string {
  return env.BECKON_URL?.trim() || `http://localhost:${env.BECKON_PORT?.trim() || "8787"}`;
}

/** A client with the agent's own token. */
export function agentClient(env: Env = process.env): Client {
  const token = env.BECKON_TOKEN?.trim();
  if (!token) {
    throw new CliError("BECKON_TOKEN is not set", {
      hint: "on the server's machine: export BECKON_TOKEN=$(beckon token create --name my-agent)",
    });
  }
  return createClient({ url: serverUrl(env), token });
}

/** Where the person stands; the package manager's `beckon` script changes the folder first. */
export function workingDirectory(env: Env = process.env): string {
  return (env.npm_lifecycle_event === "beckon" && env.INIT_CWD) || process.cwd();
}
