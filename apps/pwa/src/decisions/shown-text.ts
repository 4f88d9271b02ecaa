import { type Part, visibleParts } from "@beckon/contracts/visible-text";
import { html, type TemplateResult } from "lit";
import { hiddenLabel } from "./command-parts.ts";

/** So many hidden characters are named one by one. Ten thousand marks in one paragraph stop a phone for seconds. */
export const mostMarks = 200;
const stand = "\ufffd";

/**
 * Text of an agent inside our own words: isolated, so that its direction changes nothing
 * around it, and with invisible characters named. Style `.hidden-character` where it is used.
 */
export function shownText(text: string): TemplateResult {
  const parts = visibleParts(text);
  // Nearly all of it, and a board has hundreds: without the marks that a list leaves in the document.
  if (parts.every(({ kind }) => kind === "plain")) return html`<bdi>${text}</bdi>`;
  const { named, rest, more } = bounded(parts);
  const mark = (label: string) => html`<span class="hidden-character">${label}</span>`;
  return html`<bdi
    >${named.map((part) => (part.kind === "plain" ? part.text : mark(hiddenLabel(part))))}${
      more > 0 ? html`${rest} ${mark(`${stand} stands for ${more} more hidden ${more === 1 ? "place" : "places"}`)}` : rest
    }</bdi
  >`;
}

/** The same as plain words, where only a string fits: titles, toasts, spoken names. */
export function shownWords(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === "plain" ? part.text : `[${hiddenLabel(part)}]`))
    .join("");
}

/** The parts up to the bound, and what follows as one text in which a sign stands for each hidden place. */
export function bounded(parts: readonly Part[]): { named: readonly Part[]; rest: string; more: number } {
  let marks = 0;
  const end = parts.findIndex((part) => part.kind !== "plain" && (marks += 1) > mostMarks);
  if (end < 0) return { named: parts, rest: "", more: 0 };
  const after = parts.slice(end);
  return {
    named: parts.slice(0, end),
    rest: after.map((part) => (part.kind === "plain" ? part.text : stand)).join(""),
    more: after.filter((part) => part.kind !== "plain").length,
  };
}
