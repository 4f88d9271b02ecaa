import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { painted } from "../platform/painted.ts";
import { hasMarkdown } from "./has-markdown.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";

const longLength = 600;

/** Why the agent asks, in its words: at once as plain text, as Markdown when there is some and that code has come. */
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
  private asked = false;

  protected override updated(): void {
    if (!this.asked && hasMarkdown(this.text)) void this.drawMarkdown();
  }

  /** After the words have been painted: what draws them finer is not worth a person's wait. */
  private async drawMarkdown(): Promise<void> {
    this.asked = true;
    await painted();
    // Without network and without a stored copy the plain text stays: it says the same.
    await import("./markdown-text.ts").then(
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
