import { changeOf, type Change } from "./hook-diff.ts";
import { isOn } from "./hook-manner.ts";
import { isRecord, listOf, type Json } from "./hook-values.ts";

/** The changes that an editing tool is called with; nothing for any other call. */
export const changesOf = (input: Json): Change[] | undefined => {
  const { old_string: before, new_string: after, content, new_source: cell, diff } = input;
  if (typeof before === "string" && typeof after === "string") return [{ lines: changeOf(before, after), where: placesOf(input) }];
  const several = listOf(input.edits).filter(isRecord);
  if (several.length > 0)
    return several.map((edit) => ({ lines: changeOf(textOf(edit.old_string), textOf(edit.new_string)), where: placesOf(edit) }));
  if (typeof diff === "string" && diff !== "") return [{ lines: diff }];
  if (typeof content === "string") return [{ lines: changeOf("", content) }];
  return typeof cell === "string" ? [cellChange(input, cell)] : undefined;
};

/** One replacement is shown; that there are more of it is no less of a change. */
const placesOf = (edit: Json): string | undefined => {
  if ([edit.replace_all, edit.replaceAll, edit.allow_multiple].some(isOn)) return "in every place";
  const count = Number(edit.expected_replacements);
  return count > 1 ? `in ${count} places` : undefined;
};

/** Of a notebook's cell neither its number nor that it goes stands in its text. */
const cellChange = ({ cell_id: id, edit_mode: mode }: Json, text: string): Change => {
  const cell = typeof id === "string" && id !== "" ? id : undefined;
  if (mode === "delete") return { lines: "", where: `cell ${cell ?? "not named"} is deleted` };
  const lines = changeOf("", text);
  if (mode === "insert") return { lines, where: cell === undefined ? "new cell" : `new cell after ${cell}` };
  return { lines, where: cell === undefined ? undefined : `cell ${cell}` };
};

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
