import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import type { Place } from "@beckon/agent-setup/types";
import { homeFolder } from "./config-folder.ts";

type Env = Record<string, string | undefined>;

/** Where a settings file lies on this machine, the agent's own variables considered. */
export async function locate(place: Place, env: Env = process.env): Promise<string> {
  const folder = folderOf(place, env);
  for (const name of [place.name, ...(place.otherNames ?? [])]) {
    if (await exists(join(folder, name))) return join(folder, name);
  }
  return join(folder, place.name);
}

function folderOf(place: Place, env: Env): string {
  for (const { variable, append } of place.overrides ?? []) {
    const value = env[variable]?.trim();
    if (value) return append === undefined ? value : join(value, append);
  }
  return place.folder === "~" ? homeFolder(env) : place.folder.replace(/^~(?=\/)/, homeFolder(env));
}

/** Whether the agent seems to be installed: one of its programs is found, or its folder is there. */
export async function isInstalled(setup: AgentSetup, env: Env = process.env): Promise<boolean> {
  if (await exists(await locate(setup.home, env))) return true;
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const program of setup.programs) {
    for (const folder of folders) if (await isRunnable(join(folder, program))) return true;
  }
  return false;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const isRunnable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
