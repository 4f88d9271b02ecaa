import { revealHidden } from "@beckon/contracts/visible-text";

/** Text for a lock screen: nothing hidden in it goes unseen; `whole` is false when a part is missing or hidden, or nothing is to be seen. */
export type Shown = { text: string; whole: boolean };

/** How many bytes a text takes within JSON. */
export const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2;

/** Cuts between code points, so that the text takes at most `max` bytes within JSON, its ellipsis included. */
export const clip = (text: string, max: number): string => {
  if (jsonBytes(text) <= max) return text;
  let size = jsonBytes("…");
  let kept = "";
  for (const character of text) {
    size += jsonBytes(character);
    if (size > max) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
};

/** One line of an agent's text: hidden characters are named, further lines are dropped. */
export const showLine = (source: string, max: number): Shown => {
  const start = source.slice(0, 4_000);
  const { text, hidden } = revealHidden(start);
  const lines = text
    .split("\n")
    .map((line) => line.replaceAll("\t", " ").trim())
    .filter(Boolean);
  const line = lines[0] ?? "";
  const clipped = clip(lines.length > 1 ? `${line} …` : line, max);
  return { text: clipped, whole: lines.length === 1 && clipped === line && hidden.length === 0 && start.length === source.length };
};
