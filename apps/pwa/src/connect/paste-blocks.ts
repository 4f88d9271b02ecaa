import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PasteBlock } from "./connect-view.ts";
import "@beckon/ui/ui-code";

/** What is pasted by hand: file by file, with what each brings. */
@customElement("paste-blocks")
export class PasteBlocks extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host,
      article {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
        min-inline-size: 0;
        font: 400 0.8125rem / 1.5 var(--font);
        color: var(--ink-soft);
      }
      :host {
        gap: var(--space-4);
      }
      h3 {
        font: 600 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
        overflow-wrap: anywhere;
      }
      h3,
      ul {
        padding-inline: var(--space-1);
      }
      li {
        padding-inline-start: var(--space-3);
        text-indent: calc(-1 * var(--space-3));
      }
      li::before {
        content: "·";
        display: inline-block;
        inline-size: var(--space-3);
        text-indent: 0;
        font-weight: 700;
      }
    `,
  ];

  @property({ attribute: false }) blocks: readonly PasteBlock[] = [];

  override render() {
    return this.blocks.map(
      ({ title, words, text, label }) =>
        html`<article>
          <h3>${title}</h3>
          ${
            words.length === 0
              ? nothing
              : html`<ul>
                  ${words.map((one) => html`<li>${one}</li>`)}
                </ul>`
          }
          <ui-code label=${label} .parts=${[{ text }]}></ui-code>
        </article>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "paste-blocks": PasteBlocks;
  }
}
