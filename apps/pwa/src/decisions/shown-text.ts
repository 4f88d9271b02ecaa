import { visibleParts } from "@beckon/contracts/visible-text";
import { html, type TemplateResult } from "lit";
import { hiddenLabel } from "./command-parts.ts";

/**
 * Text of an agent inside our own words: isolated, so that its direction changes nothing
 * around it, and with invisible characters named. Style `.hidden-character` where it is used.
 */
export function shownText(text: string): TemplateResult {
  const parts = visibleParts(text);
  return html`<bdi
    >${parts.map((part) => (part.kind === "plain" ? part.text : html`<span class="hidden-character">${hiddenLabel(part)}</span>`))}</bdi
  >`;
}

/** The same as plain words, where only a string fits: titles, toasts, spoken names. */
export function shownWords(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === "plain" ? part.text : `[${hiddenLabel(part)}]`))
    .join("");
}
