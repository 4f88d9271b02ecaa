import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import "./ui-button.ts";
import "./ui-copy.ts";

/** A piece of the text; `hidden` pieces show their label because they have no look of their own. */
export type CodePart = { text: string; tone?: "danger" | "hidden" | "added" | "removed"; label?: string };

const tallLines = 14;
const tallLength = 1_200;

/**
 * Text as it is, in fixed width. It wraps; what is very long opens on request.
 * @csspart code The text.
 */
@customElement("ui-code")
export class UiCode extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        position: relative;
        min-inline-size: 0;
      }
      figure {
        background: var(--ground);
        border: 1px solid var(--line);
        border-radius: 12px;
        overflow: clip;
      }
      .frame {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
      }
      pre {
        font: 500 0.8125rem / 1.55 var(--mono);
        padding: 10px 0 10px var(--space-3);
        color: var(--ink);
        direction: ltr;
        text-align: left;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        tab-size: 4;
        align-self: center;
        min-inline-size: 0;
      }
      pre.cut {
        max-block-size: 22em;
        overflow: auto;
      }
      bdi {
        unicode-bidi: isolate;
      }
      em {
        font-style: normal;
        font-weight: 700;
        color: var(--bad);
        text-decoration: underline dotted 1px;
        text-underline-offset: 3px;
      }
      mark {
        background: var(--bad-soft);
        color: var(--bad);
        border: 1px solid currentColor;
        border-radius: 5px;
        display: inline-block;
        max-inline-size: 100%;
        padding: 0 4px;
        font-size: 0.75rem;
        line-height: 1.35;
        font-weight: 650;
      }
      ins {
        background: var(--good-soft);
        color: var(--good);
        text-decoration: none;
        border-radius: 3px;
      }
      del {
        background: var(--bad-soft);
        color: var(--bad);
        border-radius: 3px;
      }
      ui-button {
        border-block-start: 1px solid var(--line);
      }
    `,
  ];

  /** The pieces in order; together they are the whole text. */
  @property({ attribute: false }) parts: readonly CodePart[] = [];
  /** What the text is, for the copy button and screen readers. */
  @property() label = "text";
  /** Without a copy button. */
  @property({ type: Boolean }) bare = false;
  @state() private open = false;

  override render() {
    const text = this.parts.map((part) => part.text).join("");
    const tall = text.length > tallLength || text.split("\n", tallLines + 1).length > tallLines;
    const cut = tall && !this.open;
    return html`<figure>
      <div class="frame">
        <pre
          part="code"
          class=${cut ? "cut" : ""}
          tabindex=${cut ? "0" : nothing}
          role=${cut ? "region" : nothing}
          aria-label=${cut ? this.label : nothing}
        ><code>${this.parts.map(piece)}</code></pre>
        ${this.bare ? html`<span></span>` : html`<ui-copy text=${text} label=${`Copy the ${this.label}`}></ui-copy>`}
      </div>
      ${
        tall
          ? html`<ui-button wide variant="quiet" @click=${() => (this.open = !this.open)}
              >${this.open ? "Show less" : `Show all ${text.length.toLocaleString()} characters`}</ui-button
            >`
          : nothing
      }
    </figure>`;
  }
}

function piece(part: CodePart) {
  if (part.tone === "danger") return html`<em><bdi>${part.text}</bdi></em>`;
  if (part.tone === "hidden") return html`<mark><bdi>${part.label ?? "hidden character"}</bdi></mark>`;
  if (part.tone === "added") return html`<ins><bdi>${part.text}</bdi></ins>`;
  if (part.tone === "removed") return html`<del><bdi>${part.text}</bdi></del>`;
  return html`<bdi>${part.text}</bdi>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-code": UiCode;
  }
}
