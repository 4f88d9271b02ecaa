import { rm } from "node:fs/promises";
import { CliError } from "../errors.ts";
import type { Known, KnownFile } from "./connection-file.ts";
import { writeKnown } from "./connection-file.ts";
import type { FilePlan } from "./plan.ts";
import { assertWritable, fingerprint, isUnchanged, removeFolders, writeSettings } from "./settings-io.ts";

type Env = Record<string, string | undefined>;
type Connected = Omit<Known, "version" | "files">;

const changes = (plan: FilePlan) => plan.next !== plan.disk.text;
/** Others of this machine must not read a token. */
const modeOf = ({ file, disk }: FilePlan) => (file.secret ? disk.mode & 0o700 : disk.mode) | 0o600;

/**
 * Writes what was planned: all files, or none. How to undo it is on disk before the first file is changed.
 *
 * @throws CliError where a file was changed while the person looked at the difference.
 */
export async function carryOut(plans: FilePlan[], connected: Connected, env?: Env): Promise<void> {
  const todo = plans.filter(changes);
  for (const { disk } of todo) {
    if (!(await isUnchanged(disk))) throw new CliError(`${disk.path} was changed meanwhile`, { hint: "nothing was written; run it again" });
    await assertWritable(disk);
  }
  const files = plans.flatMap((plan) => (changes(plan) ? [remember(plan)] : plan.kept ? [plan.kept] : []));
  await writeKnown({ version: 1, ...connected, files }, env);
  const done: FilePlan[] = [];
  try {
    for (const plan of todo) {
      const folders = await writeSettings({ target: plan.disk.target, bytes: Buffer.from(plan.next), mode: modeOf(plan) });
      done.push(plan);
      const file = files.find(({ target }) => target === plan.disk.target)!;
      file.folders.push(...folders);
    }
  } catch (error) {
    for (const { disk } of done) {
      if (disk.exists) await writeSettings({ target: disk.target, bytes: disk.bytes, mode: disk.mode });
      else await rm(disk.target, { force: true });
    }
    await removeFolders(files.flatMap(({ folders }) => folders));
    throw error;
  }
  if (files.some(({ folders }) => folders.length > 0)) await writeKnown({ version: 1, ...connected, files }, env);
}

/** An empty file, or one with an empty object. */
export const holdsNothing = (text: string): boolean => /^\uFEFF?\s*(\{\s*\})?\s*$/.test(text);

function remember(plan: FilePlan): KnownFile {
  const { disk, file, before, written, next, kept } = plan;
  return {
    path: disk.path,
    target: disk.target,
    format: file.format,
    existed: before.existed && !(kept && !kept.existed && holdsNothing(before.bytes.toString("utf8"))),
    mode: kept?.mode ?? before.mode,
    original: before.bytes.toString("base64"),
    after: fingerprint(Buffer.from(next)),
    written,
    folders: kept?.folders ?? [],
  };
}
