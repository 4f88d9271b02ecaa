import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";

const longLength = 600;

/** Why the agent asks, in its words: at once as plain text, as Markdown when that code has come. */
@customElement("decision-body")
export class DecisionBody extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
    }
    .plain {
      margin: 0;
      font: 400 var(--text-s) / 1.55 var(--font);
      color: var(--ink-soft);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .short {
      max-block-size: 14em;
      overflow: hidden;
      mask-image: linear-gradient(#000 70%, transparent);
    }
    .hidden-character {
      color: var(--bad);
    }
  `;

  @property() text = "";
  @state() private drawn = false;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    // Without network and without a stored copy the plain text stays: it says the same.
    void import("./markdown-text.ts").then(
      () => (this.drawn = true),
      () => undefined,
    );
  }

  override render() {
    const long = this.text.length > longLength;
    const content = this.drawn
      ? html`<markdown-text text=${this.text}></markdown-text>`
      : html`<p class="plain">${shownText(this.text)}</p>`;
    return long
      ? html`<div class=${this.open ? "" : "short"}>${content}</div>
          <ui-button variant="quiet" @click=${() => (this.open = !this.open)}>${this.open ? "Show less" : "Read all of it"}</ui-button>`
      : content;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-body": DecisionBody;
  }
}
