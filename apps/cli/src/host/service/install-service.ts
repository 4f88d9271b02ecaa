import { readFileSync, rmSync } from "node:fs";
import { writeSettings, removeFolders, fingerprint } from "../../connect/settings-io.ts";
import { CliError } from "../../errors.ts";
import { keepFile, readKept } from "../kept-file.ts";
import { placesOf } from "./plan-service.ts";
import type { Machine, ServiceFile } from "./plan-service.ts";
import { asCommand, forgetCalls, makeCalls, startCalls, stopCalls } from "./service-manager.ts";

/** What an installation has made: taken away again, and nothing else. */
type Installed = { files: { path: string; hash: string }[]; folders: string[] };

/** `next`: what a person has to type, and `why`, where the service could not be started or ended from here. */
export type Outcome = { files: string[]; left: string[]; running: boolean; why?: string; next?: string };

/**
 * Writes the service's files, and has it started now and after each login.
 *
 * @throws CliError before anything is written.
 */
export async function installService(machine: Machine, plan: readonly ServiceFile[]): Promise<Outcome> {
  const { record, unit } = placesOf(machine);
  const before = installedIn(record);
  for (const { path } of plan) {
    const known = before.files.find((file) => file.path === path);
    const now = hashOf(path);
    if (now !== undefined && now !== known?.hash)
      throw new CliError(`${path} is there already, and was not written by this`, { hint: "move it away, and run it again" });
  }
  const files = new Map(before.files.map((file) => [file.path, file]));
  const folders = [...before.folders];
  for (const { path, text, mode } of plan) {
    // Known before it is there: what is half done can be taken away too.
    files.set(path, { path, hash: fingerprint(Buffer.from(text)) });
    folders.push(...(await writeSettings({ target: path, bytes: Buffer.from(text), mode })));
    keepFile(record, { files: [...files.values()], folders });
  }
  const calls = startCalls(machine, unit);
  const why = await makeCalls(calls, machine.env);
  const done = { files: plan.map(({ path }) => path), left: [], running: why === undefined };
  return why === undefined ? done : { ...done, why, next: asCommand(calls) };
}

/** Ends the runner and takes away what was installed; the agents' processes go on. What was changed since is left. */
export async function removeService(machine: Machine): Promise<Outcome> {
  const { record } = placesOf(machine);
  const { files, folders } = installedIn(record);
  if (files.length === 0) throw new CliError("beckon host is not installed here");
  const calls = stopCalls(machine);
  await makeCalls(calls, machine.env);
  const isOwn = ({ path, hash }: Installed["files"][number]) => [hash, undefined].includes(hashOf(path));
  const own = files.filter(isOwn);
  for (const { path } of own) rmSync(path, { force: true });
  rmSync(record, { force: true });
  await makeCalls(forgetCalls(machine), machine.env);
  await removeFolders(folders);
  return { files: own.map(({ path }) => path), left: files.filter((file) => !isOwn(file)).map(({ path }) => path), running: false };
}

const installedIn = (record: string): Installed =>
  readKept<Installed>(record, ({ files, folders }) => Array.isArray(files) && Array.isArray(folders)) ?? { files: [], folders: [] };

const hashOf = (path: string): string | undefined => {
  try {
    return fingerprint(readFileSync(path));
  } catch {
    return undefined;
  }
};
