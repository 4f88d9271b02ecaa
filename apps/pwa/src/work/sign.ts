import { drawing, type IconName } from "@beckon/ui/icons";
import { html, svg } from "lit";

/**
 * An icon as plain drawing: a board has hundreds, and an element for each would cost more than the cards.
 * Style `svg.sign` where it is used, its `stroke-width` too. Decoration: the word stands beside it.
 */
export function sign(name: IconName, tone = "") {
  const { content, filled } = drawing(name);
  return html`<svg
    class="sign ${tone}"
    viewBox="0 0 24 24"
    fill=${filled ? "currentColor" : "none"}
    stroke=${filled ? "none" : "currentColor"}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${svg`${content}`}
  </svg>`;
}
