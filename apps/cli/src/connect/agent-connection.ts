import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configFolder } from "./config-folder.ts";

/**
 * Where a connected agent's hooks report, and with which token. A hook must never disturb its agent:
 * undefined where there is none, or it cannot be read.
 */
export function agentConnection(
  agent: string,
  env: Record<string, string | undefined> = process.env,
): { url: string; token: string; host?: string } | undefined {
  try {
    if (!/^[a-z-]{1,40}$/.test(agent)) return undefined;
    const known: unknown = JSON.parse(readFileSync(join(configFolder(env), "connections", `${agent}.json`), "utf8"));
    const { url, token, host } = known as { url?: unknown; token?: unknown; host?: unknown };
    if (typeof url !== "string" || typeof token !== "string") return undefined;
    return { url, token, ...(typeof host === "string" && host !== "" && { host }) };
  } catch {
    return undefined;
  }
}
