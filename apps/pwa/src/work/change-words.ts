import type { TaskChange } from "../platform/replica.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { statusLooks } from "./task-words.ts";

/** "Moving to Done: waiting to be sent"; of a refused one, why, and who was faster. */
export function changeWords({ patch, refused }: TaskChange): string {
  const to = patch.status && statusLooks[patch.status].word;
  if (refused === undefined) return `${to ? `To ${to}` : "Changed here"}: waiting to be sent`;
  if (refused.by !== undefined) return `${to ? `Not moved to ${to}` : "Not changed"}: ${shownWords(refused.by)} was faster`;
  return `${to ? `Not moved to ${to}` : "Not changed"}: ${shownWords(refused.reason)}`;
}
