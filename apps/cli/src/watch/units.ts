import { isMap as isMapNode, isSeq as isSeqNode, parseAllDocuments, LineCounter } from "yaml";
import type { Document, Node } from "yaml";
import { findField, isMap, type PlainMap } from "./keys.ts";

/** One task's map in a file: what it says, and the node that says it. */
export type Unit = { value: PlainMap; node: Node; doc: Document };
/** `line` and `column` count from 1. */
export type Fault = { message: string; line: number; column: number };
/** What is wrong with the whole. */
const whole = (message: string): Fault => ({ message, line: 0, column: 0 });

/** As many aliases as a file written by hand may have; a thousand-fold "bomb" has more. */
const maxAliasCount = 200;
const mostUnits = 1_000;
/** Each is looked up among all before it: a megabyte of nothing else would take minutes. Bold words look like them. */
const mostAnchors = 5_000;

/**
 * The tasks of a YAML text in their order: one a document, or each of a list, or of a map's `tasks`. Every scalar is
 * text as it is spelled, so that an id `007` stays one. What cannot be read is a fault; the documents beside it are read.
 */
export const unitsOf = (text: string): { units: Unit[]; faults: Fault[] } => {
  if ((text.match(/(?:^|[\s[{,])[&*][^\s]/g)?.length ?? 0) > mostAnchors)
    return { units: [], faults: [whole("it has more anchors than can be read")] };
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const units: Unit[] = [];
  const faults: Fault[] = [];
  const documents = parse(text, lines);
  const spoken = documents.filter((doc) => doc.errors.length > 0 || !isEmpty(doc));
  if (spoken.length === 0) return { units, faults: [whole("the file is empty")] };
  for (const doc of spoken) {
    const start = doc.contents?.range?.[0] ?? doc.range?.[0] ?? 0;
    const [error] = doc.errors;
    if (error) {
      faults.push({
        message: firstLine(error.message),
        ...(error.linePos ? { line: error.linePos[0].line, column: error.linePos[0].col } : at(error.pos[0])),
      });
      continue;
    }
    const value = plainOf(doc);
    if ("message" in value) faults.push({ message: value.message, ...at(start) });
    else {
      const found = mapsIn(doc, value.plain);
      if (found.length === 0) faults.push({ message: "is no task: a map of keys and values is expected", ...at(start) });
      for (const { node, value: map } of found)
        if (isMap(map)) units.push({ value: map, node, doc });
        else faults.push({ message: "is no task: a map of keys and values is expected", ...at(node.range?.[0] ?? start) });
    }
  }
  if (units.length > mostUnits) faults.push(whole(`it has ${units.length} tasks; only the first ${mostUnits} are read`));
  return { units: units.slice(0, mostUnits), faults };
};

const parse = (text: string, lineCounter: LineCounter): Document[] => {
  const found = parseAllDocuments(text, {
    schema: "failsafe",
    merge: true,
    uniqueKeys: false,
    strict: true,
    logLevel: "silent",
    lineCounter,
  });
  return Array.isArray(found) ? found : [];
};

const isEmpty = (doc: Document) => {
  const { contents } = doc;
  return contents === null || ("value" in contents && contents.value === "" && (contents as { source?: string }).source === "");
};

const plainOf = (doc: Document): { plain: unknown } | { message: string } => {
  try {
    return { plain: doc.toJS({ maxAliasCount }) as unknown };
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith("Excessive alias")) return { message: "its aliases multiply beyond all measure" };
    return { message: error instanceof RangeError ? "it is nested too deeply" : firstLine(message) };
  }
};

/** The maps that are tasks: the document itself, or a list's items, or those of `tasks:` where the whole has no state of its own. */
const mapsIn = (doc: Document, value: unknown): { node: Node; value: unknown }[] => {
  const { contents } = doc;
  if (isSeqNode(contents) && Array.isArray(value)) return itemsOf(contents, value);
  if (!isMapNode(contents) || !isMap(value)) return [];
  const key = findField(value, "status") ? undefined : Object.keys(value).find((each) => /^tasks$/i.test(each));
  const list = key === undefined ? undefined : contents.get(key, true);
  if (key !== undefined && isSeqNode(list) && Array.isArray(value[key]) && value[key].length > 0 && value[key].every(isMap))
    return itemsOf(list, value[key]);
  return [{ node: contents, value }];
};
const itemsOf = (list: { items: unknown[] }, values: unknown[]) =>
  values.flatMap((value, index) => {
    const node = list.items[index] as Node | undefined;
    return node ? [{ node, value }] : [];
  });

const firstLine = (message: string) => (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
