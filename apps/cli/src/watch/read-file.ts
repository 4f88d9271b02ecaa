import { createHash } from "node:crypto";
import type { FileTask, WorkFile } from "@beckon/contracts/work-directories";
import { laneOf } from "@beckon/contracts/work-lanes";
import { decode } from "./decode.ts";
import { frontMatterOf, headingOf } from "./front-matter.ts";
import { isMarkdown, laneNameOf } from "./lane-path.ts";
import { isTaskLike, readTask } from "./read-task.ts";
import { unitsOf, type Fault, type Unit } from "./units.ts";
import { clip } from "./values.ts";

/** Grows when a file is understood otherwise than before, so that a newer reader sends what an older one has sent. */
const readerVersion = 1;
export const mostBytes = 1_048_576;

export const hashOf = (bytes: Uint8Array): string =>
  createHash("sha256").update(`${readerVersion}\n`).update(bytes).digest("hex").slice(0, 32);

/**
 * What stands in one file. Nothing when it is none of tasks (a README); what cannot be read is its `problem`, with
 * line and column. Never throws.
 */
export const readFileTasks = (path: string, bytes: Uint8Array): Pick<WorkFile, "lane" | "tasks" | "problem"> | undefined => {
  const lane = laneNameOf(path);
  const decoded = decode(bytes);
  if ("problem" in decoded) return { lane, tasks: [], problem: decoded.problem };
  const name = path.split("/").at(-1) ?? path;
  if (isMarkdown(name)) return readMarkdown(decoded.text, { name, lane });
  const { units, faults } = readUnits(decoded.text);
  return { lane, ...told(units, { faults, name, lane }) };
};

type Place = { name: string; lane: string };

const readMarkdown = (text: string, place: Place) => {
  const parts = frontMatterOf(text);
  const known = laneOf(place.lane) !== undefined;
  if (!parts) return known && text.trim() !== "" ? { lane: place.lane, tasks: [fromProse(text, place)] } : undefined;
  const { units, faults } = readUnits(parts.yaml);
  // The notes of a site or a wiki have such a head too.
  if (!known && faults.length === 0 && !units.some(({ value }) => isTaskLike(value))) return undefined;
  const read = told(
    units.map((unit) => ({
      ...unit,
      value: { ...(parts.body.trim() === "" ? {} : { body: parts.body }), title: headingOf(parts.body), ...unit.value },
    })),
    { faults: faults.map((fault) => ({ ...fault, line: fault.line && fault.line + parts.linesBefore })), ...place },
  );
  return { lane: place.lane, ...read };
};

const fromProse = (text: string, { name, lane }: Place): FileTask =>
  readTask({ title: headingOf(text), body: text }, { document: 0, lane, fallbackTitle: titleOf(name) });

/** Tabs as indentation are no YAML, but everybody can read them. */
export const readUnits = (text: string): { units: Unit[]; faults: Fault[]; tabs: boolean } => {
  const read = unitsOf(text);
  if (read.faults.length === 0 || !/^ *\t/m.test(text)) return { ...read, tabs: false };
  const again = unitsOf(text.replace(/^[ \t]+/gm, (blank) => blank.replaceAll("\t", "  ")));
  return again.faults.length === 0 ? { ...again, tabs: true } : { ...read, tabs: false };
};

const told = (
  units: readonly Unit[],
  { faults, name, lane }: Place & { faults: readonly Fault[] },
): Pick<WorkFile, "tasks" | "problem"> => {
  const tasks = units.map(({ value }, document) => readTask(value, { document, lane, fallbackTitle: titleOf(name) }));
  const [fault] = faults;
  if (!fault) return { tasks };
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  const where = fault.line === 0 ? "" : `line ${fault.line}, column ${fault.column}: `;
  return { tasks, problem: clip(`${where}${fault.message}${more}`, 500) };
};

const titleOf = (name: string) =>
  clip(
    name
      .replace(/\.[^.]+$/, "")
      .replace(/[-_]+/g, " ")
      .trim() || name,
    300,
  );
