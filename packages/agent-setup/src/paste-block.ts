import { renderJson } from "./render-json.ts";
import { byTable, entrySection, tableSection } from "./toml-render.ts";
import type { EditGroup, Json, Operation, Place, SettingsFile } from "./types.ts";
import { applyToValue, emptyTable } from "./values.ts";

/** What a person pastes into a file by hand: what would be written into an empty one. */
export function pasteBlock(file: SettingsFile): string {
  const operations = file.groups.flatMap((group: EditGroup) => group.operations);
  if (file.format === "json") {
    const value = operations.reduce<unknown>(applyToValue, emptyTable()) as Json;
    return renderJson(value, { indent: "  ", eol: "\n" });
  }
  if (file.format === "toml") return tomlBlock(operations);
  return operations.map((operation) => (operation.kind === "text" ? operation.text : "")).join("\n");
}

function tomlBlock(operations: Operation[]): string {
  const tables = byTable(operations).map(({ path, keys }) => tableSection(path, keys));
  const entries = operations.flatMap((operation) =>
    operation.kind === "add" ? [entrySection(operation.path, operation.value as { [key: string]: Json })] : [],
  );
  return [...tables, ...entries].map((section) => section.join("\n")).join("\n\n");
}

/** A place as people write it. */
export const placeName = ({ folder, name }: Place): string => (name === "" ? folder : `${folder}/${name}`);
