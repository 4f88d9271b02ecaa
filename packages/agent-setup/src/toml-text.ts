import { parse, TomlError } from "smol-toml";
import { SettingsError } from "./types.ts";
import { isTable } from "./values.ts";

/**
 * The value of a TOML file.
 *
 * @throws SettingsError with line and column where it is broken.
 */
export function readToml(text: string): unknown {
  try {
    return parse(text, { integersAsBigInt: "asNeeded", unsafeKeyBehaviour: "throw" });
  } catch (error) {
    if (!(error instanceof TomlError)) throw new SettingsError("it cannot be read as TOML");
    const [message = "it is broken"] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw new SettingsError(`this is no TOML: ${message}`, { line: error.line, column: error.column });
  }
}

/** Lines with their own ends, so that joined they are the file again. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** One `[table]` or `[[list]]` with its lines; comments above the next header are the next one's. */
export type Section = { path: string[]; list: boolean; start: number; end: number };

/** The sections of a file in their order. */
export function sectionsOf(lines: string[]): Section[] {
  const inText = insideTexts(lines);
  const starts = lines.flatMap((line, start) => {
    const header = inText[start] ? undefined : headerOf(line);
    return header ? [{ ...header, start }] : [];
  });
  return starts.map((section, index) => {
    let end = starts[index + 1]?.start ?? lines.length;
    while (end > section.start + 1 && /^\s*(#.*)?$/.test(lines[end - 1]!.trimEnd())) end -= 1;
    return { ...section, end };
  });
}

/** `key = value` on one line: the key, or undefined. */
export function keyOf(line: string): string | undefined {
  if (/^\s*(\[|#|$)/.test(line)) return undefined;
  const value = tryParse(line);
  const keys = value ? Object.keys(value) : [];
  return keys.length === 1 ? keys[0] : undefined;
}

/** Which lines begin inside a text of several lines. */
function insideTexts(lines: string[]): boolean[] {
  let open: string | undefined;
  return lines.map((line) => {
    const inside = open !== undefined;
    open = openAfter(line, open);
    return inside;
  });
}

/** The quotes of the long text that is open at the line's end, if one is. */
function openAfter(line: string, before: string | undefined): string | undefined {
  let open = before;
  for (let at = 0; at < line.length; at += 1) {
    if (open !== undefined) {
      if (line[at] === "\\" && open[0] === '"') at += 1;
      else if (line.startsWith(open, at)) {
        at += open.length - 1;
        open = undefined;
      }
    } else if (line[at] === "#") break;
    else if (line[at] === '"' || line[at] === "'") {
      const quote = line[at]!;
      open = line.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
      at += open.length - 1;
    }
  }
  return open?.length === 3 ? open : undefined;
}

function headerOf(line: string): { path: string[]; list: boolean } | undefined {
  if (!/^\s*\[/.test(line)) return undefined;
  const path: string[] = [];
  let at: unknown = tryParse(line);
  if (!at) return undefined;
  let list = false;
  while (isTable(at) || Array.isArray(at)) {
    list = Array.isArray(at);
    if (Array.isArray(at)) at = at[0];
    const [key] = Object.keys(at as object);
    if (key === undefined) break;
    path.push(key);
    at = (at as Record<string, unknown>)[key];
  }
  return { path, list };
}

function tryParse(line: string): Record<string, unknown> | undefined {
  try {
    return parse(line, { integersAsBigInt: "asNeeded" }) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
