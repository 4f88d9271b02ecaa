import { applyGroups } from "@beckon/agent-setup/apply";
import { editors } from "@beckon/agent-setup/editor";
import { isMarked, isOwn } from "@beckon/agent-setup/judge";
import type { Caution, Conflict, Operation, SettingsFile, Written } from "@beckon/agent-setup/types";
import { undoGroups, writtenByHand } from "@beckon/agent-setup/undo";
import { isTable, sameValue, valueAt } from "@beckon/agent-setup/values";
import type { Known, KnownFile } from "./connection-file.ts";
import { locate } from "./places.ts";
import { assertWritable, fingerprint, readSettings } from "./settings-io.ts";
import type { OnDisk } from "./settings-io.ts";
import { inFile } from "./in-file.ts";

type Env = Record<string, string | undefined>;

/** One settings file: what stands there, what shall stand there, and what to remember of it. */
export type FilePlan = {
  file: SettingsFile;
  disk: OnDisk;
  next: string;
  /** What stood there without Beckon, and what is written beside it. */
  before: { bytes: Buffer; existed: boolean; mode: number };
  written: Written;
  kept: KnownFile | undefined;
};

export type Plan = { files: FilePlan[]; conflicts: (Conflict & { path: string })[]; cautions: string[] };

/**
 * What connecting would change, file by file; nothing is written. A group that meets a conflict in one
 * file is left out of all of them: a token alone, say, must not go where another endpoint stands.
 *
 * @throws CliError or SettingsError where a file cannot be changed safely.
 */
export async function planConnect(wish: { files: SettingsFile[]; known: Known | undefined; replace: boolean; env?: Env }): Promise<Plan> {
  const plans: FilePlan[] = [];
  const conflicts: Plan["conflicts"] = [];
  const cautions: string[] = [];
  const reading = await Promise.all(
    wish.files.map(async (file) => ({ file, disk: await readSettings(await locate(file.place, wish.env)) })),
  );
  const without = new Set<string>();
  for (const { file, disk } of reading) {
    const found = inFile(disk.path, () => planFile({ file, disk, known: wish.known, replace: wish.replace, without: new Set() }).conflicts);
    for (const conflict of found) {
      without.add(conflict.group);
      conflicts.push({ ...conflict, path: disk.path });
    }
  }
  for (const { file, disk } of reading) {
    const { plan } = inFile(disk.path, () => planFile({ file, disk, known: wish.known, replace: wish.replace, without }));
    if (plan.next !== disk.text) await assertWritable(disk);
    cautions.push(...inFile(disk.path, () => cautionsOf(file, plan.next)));
    plans.push(plan);
  }
  return { files: plans, conflicts, cautions };
}

type Reading = { file: SettingsFile; disk: OnDisk; known: Known | undefined; replace: boolean; without: ReadonlySet<string> };

function planFile({ file, disk, known, replace, without }: Reading): { plan: FilePlan; conflicts: Conflict[] } {
  const kept = known?.files.find(({ target }) => target === disk.target);
  const groups = file.groups.filter(({ id }) => !without.has(id));
  const edit = { format: file.format, groups, replace };
  const before = { bytes: disk.bytes, existed: disk.exists, mode: disk.mode };
  const made = (text: string, from = before): { plan: FilePlan; conflicts: Conflict[] } => {
    const { text: next, conflicts, written } = applyGroups({ ...edit, text });
    return { plan: { file, disk, next, before: from, written, kept }, conflicts };
  };
  if (kept && disk.exists && fingerprint(disk.bytes) === kept.after) {
    const original = Buffer.from(kept.original, "base64");
    return made(original.toString("utf8"), { bytes: original, existed: kept.existed, mode: kept.mode });
  }
  if (kept) {
    // Changed since. Where all of ours is still in it, it stays as it is.
    const same = made(disk.text);
    if (same.plan.next === disk.text) return same;
    const text = undoGroups({ text: disk.text, format: file.format, written: kept.written }).text;
    return made(text, { ...before, bytes: Buffer.from(text) });
  }
  const operations = file.groups.flatMap((group) => group.operations);
  if (!carriesOurs({ text: disk.text, format: file.format, operations })) return made(disk.text);
  // A block that was pasted by hand: without it is what stood before.
  const text = undoGroups({ text: disk.text, format: file.format, written: writtenByHand(operations, disk.text, file.format) }).text;
  return made(text, { ...before, bytes: Buffer.from(text) });
}

/** Whether the file holds something that is Beckon's by its name or mark. */
export function carriesOurs(of: { text: string; format: SettingsFile["format"]; operations: Operation[] }): boolean {
  const { text, format, operations } = of;
  if (format === "lines") return text.includes("# >>> beckon >>>");
  if (format === "whole") return text.includes("Beckon");
  const value = editors[format].read(text.replace(/^\uFEFF/, ""));
  return operations.some((operation) => {
    if (operation.kind === "text") return false;
    const now = valueAt(value, operation.path);
    if (operation.kind === "set") return now !== undefined && isOwn(operation, value);
    const { mark } = operation;
    if (!mark || !Array.isArray(now)) return false;
    return now.some((entry) =>
      [entry, ...(isTable(entry) && Array.isArray(entry.hooks) ? entry.hooks : [])].some((one) => isMarked(one, mark)),
    );
  });
}

function cautionsOf(file: SettingsFile, text: string): string[] {
  if (file.format !== "json" && file.format !== "toml") return [];
  const value = editors[file.format].read(text.replace(/^\uFEFF/, ""));
  return (file.cautions ?? [])
    .filter((caution: Caution) => sameValue(valueAt(value, caution.path), caution.value))
    .map(({ words }) => words);
}
