import { rm } from "node:fs/promises";
import type { SettingsFile } from "@beckon/agent-setup/types";
import { undoGroups, writtenByHand } from "@beckon/agent-setup/undo";
import { holdsNothing } from "./carry-out.ts";
import type { Known, KnownFile } from "./connection-file.ts";
import { inFile } from "./in-file.ts";
import { carriesOurs } from "./plan.ts";
import { locate } from "./places.ts";
import { assertWritable, fingerprint, isUnchanged, readSettings, removeFolders, writeSettings } from "./settings-io.ts";
import type { OnDisk } from "./settings-io.ts";
import { CliError } from "../errors.ts";

type Env = Record<string, string | undefined>;

/** One settings file: what it becomes without Beckon. `next` undefined: the file goes, for connecting made it. */
export type Removal = { disk: OnDisk; next: Buffer | undefined; mode: number; folders: string[]; left: string[] };

/** What disconnecting would change; nothing is written. Files that hold nothing of ours are not in it. */
export async function planRemoval(wish: { files: SettingsFile[]; known: Known | undefined; env?: Env }): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const known of wish.known?.files ?? []) {
    const disk = await readSettings(known.path);
    if (!disk.exists) continue;
    const removal = inFile(disk.path, () => (fingerprint(disk.bytes) === known.after ? restored(known, disk) : withoutOurs(known, disk)));
    if (!removal.next?.equals(disk.bytes)) removals.push(removal);
  }
  const seen = new Set(wish.known?.files.map(({ target }) => target));
  for (const file of wish.files) {
    const disk = await readSettings(await locate(file.place, wish.env));
    const operations = file.groups.flatMap((group) => group.operations);
    if (!disk.exists || seen.has(disk.target)) continue;
    const found = inFile(disk.path, () => carriesOurs({ text: disk.text, format: file.format, operations }));
    if (!found) continue;
    const written = inFile(disk.path, () => writtenByHand(operations, disk.text, file.format));
    const undone = inFile(disk.path, () => undoGroups({ text: disk.text, format: file.format, written }));
    const gone = file.format === "whole" && undone.text === "";
    removals.push({ disk, next: gone ? undefined : Buffer.from(undone.text), mode: disk.mode, folders: [], left: undone.left });
  }
  for (const { disk } of removals) await assertWritable(disk);
  return removals;
}

function restored(known: KnownFile, disk: OnDisk): Removal {
  const next = known.existed ? Buffer.from(known.original, "base64") : undefined;
  return { disk, next, mode: known.mode, folders: known.folders, left: [] };
}

function withoutOurs(known: KnownFile, disk: OnDisk): Removal {
  const { text, left } = undoGroups({ text: disk.text, format: known.format, written: known.written });
  return {
    disk,
    next: !known.existed && holdsNothing(text) ? undefined : Buffer.from(text),
    mode: disk.mode,
    folders: known.folders,
    left,
  };
}

/** Writes what was planned. */
export async function carryOutRemoval(removals: Removal[]): Promise<void> {
  for (const { disk } of removals) {
    if (!(await isUnchanged(disk))) throw new CliError(`${disk.path} was changed meanwhile`, { hint: "nothing was written; run it again" });
  }
  for (const { disk, next, mode } of removals) {
    if (next === undefined) await rm(disk.target, { force: true });
    else await writeSettings({ target: disk.target, bytes: next, mode });
  }
  await removeFolders(removals.flatMap(({ folders }) => folders));
}
