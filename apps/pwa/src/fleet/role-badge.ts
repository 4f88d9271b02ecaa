import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing, svg, type SVGTemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "./short.ts";
import { toneStyles } from "./tone.styles.ts";

/** On a 16 px grid. Roles that people add have a plain dot. */
const drawings: Readonly<Record<string, SVGTemplateResult>> = {
  product: svg`<path d="M8 2l6 6-6 6-6-6z"/>`,
  architect: svg`<path d="M3 13.5L8 2.5l5 11M5 9.5h6"/>`,
  developer: svg`<path d="M5.5 4L1.5 8l4 4M10.5 4l4 4-4 4"/>`,
  tester: svg`<path d="M6 2v4.5L2.5 13h11L10 6.5V2M5 2h6"/>`,
  devops: svg`<path d="M8 8C6.5 5.5 2 5 2 8s4.5 2.5 6 0 6-3 6 0-4.5 2.5-6 0z"/>`,
  reviewer: svg`<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.8"/>`,
};
const other = svg`<circle cx="8" cy="8" r="3"/>`;
const longest = 40;

/** What an agent is there for, and whose it is: a drawing and words. */
@customElement("role-badge")
export class RoleBadge extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        align-items: center;
        vertical-align: middle;
        font: 500 var(--text-xs) / 1.35 var(--font);
        color: var(--ink-soft);
      }
      .badge {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 1px 7px 1px 5px;
        border: 1px solid var(--line-strong);
        border-radius: 99px;
        overflow-wrap: anywhere;
      }
      svg {
        flex: none;
        inline-size: 12px;
        block-size: 12px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.7;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
    `,
  ];

  /** The role as it was told. */
  @property() what: string | undefined;
  /** Whose agent it is. */
  @property() vendor: string | undefined;

  override render() {
    const { what, vendor } = this;
    return html`${
      what
        ? html`<span class="badge"
            ><svg viewBox="0 0 16 16" aria-hidden="true">${drawings[what.toLowerCase()] ?? other}</svg
            >${shownText(short(what, longest))}</span
          >`
        : nothing
    }${vendor ? html`<span>${shownText(short(vendor, longest))}</span>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "role-badge": RoleBadge;
  }
}
