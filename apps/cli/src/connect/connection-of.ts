import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";
import { shellWord } from "@beckon/agent-setup/connection";
import type { Connection, Gate } from "@beckon/agent-setup/connection";

const repository = resolve(import.meta.dirname, "../../../..");

/** The machine's name, as every report carries it. */
export const machineName = (): string =>
  hostname()
    .replace(/\.local$/, "")
    .slice(0, 60) || "this machine";

/** What the settings are made of on this machine. */
export function connectionOf(given: { url: string; token: string; host: string; gate: Gate }): Connection {
  const { url, token, host, gate } = given;
  const plugin = pluginText();
  return {
    origin: url,
    token,
    host,
    gate,
    beckon: beckonCommand(),
    shell: basename(process.env.SHELL ?? ""),
    ...(plugin !== undefined && { plugin }),
  };
}

/** Names the program by its whole path: an agent may start with another PATH, and another Node in it. */
function beckonCommand(): string {
  const linked = join(repository, "node_modules/.bin/node");
  const node = existsSync(linked) ? linked : process.execPath;
  return `${shellWord(node)} ${shellWord(join(repository, "apps/cli/src/main.ts"))}`;
}

function pluginText(): string | undefined {
  try {
    return readFileSync(join(repository, "packages/agent-setup/assets/opencode-plugin.js"), "utf8");
  } catch {
    return undefined;
  }
}
