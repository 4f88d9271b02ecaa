import { html, type TemplateResult } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";

const mask = "…";
const longest = 300;

/** The words of a pattern; what differs from one message to the next stands as a chip. Style `.chip` where it is used. */
export function templateText(template: string): TemplateResult {
  const parts = short(template, longest).split(mask);
  return html`${parts.map(
    (part, index) =>
      html`${index > 0 ? html`<span class="chip"><span class="visually-hidden"> something </span><span aria-hidden="true">···</span></span>` : ""}${part === "" ? "" : shownText(part)}`,
  )}`;
}
