import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { markdownTemplate } from "./markdown.ts";

/** An agent's text, drawn from Markdown without trusting any of it. Loaded when first needed. */
@customElement("markdown-text")
export class MarkdownText extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        font: 400 var(--text-s) / 1.55 var(--font);
        color: var(--ink-soft);
        overflow-wrap: anywhere;
        min-inline-size: 0;
      }
      strong,
      .heading {
        color: var(--ink);
        font-weight: 650;
      }
      .plain {
        white-space: pre-wrap;
      }
      ul,
      ol {
        padding-inline-start: 1.4em;
        list-style: revert;
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
        direction: ltr;
        unicode-bidi: isolate;
      }
      pre {
        padding: 10px var(--space-3);
        background: var(--ground);
        border: 1px solid var(--line);
        border-radius: 12px;
        overflow: auto;
        max-block-size: 18em;
        direction: ltr;
        text-align: left;
      }
      blockquote {
        display: grid;
        gap: var(--space-2);
        margin: 0;
        padding-inline-start: var(--space-3);
        border-inline-start: 3px solid var(--line-strong);
      }
      hr {
        inline-size: 100%;
        border: 0;
        border-block-start: 1px solid var(--line);
      }
      a {
        color: var(--info);
      }
      .host,
      .image {
        color: var(--ink-faint);
        font-size: 0.8125rem;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: 0.8125rem;
      }
      th,
      td {
        padding: 4px var(--space-3) 4px 0;
        text-align: start;
        vertical-align: top;
        border-block-end: 1px solid var(--line);
      }
      .hidden-character {
        color: var(--bad);
        border: 1px solid currentColor;
        border-radius: 5px;
        padding: 0 3px;
        font-size: var(--text-xs);
      }
    `,
  ];

  @property() text = "";

  override render() {
    return html`${markdownTemplate(this.text)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "markdown-text": MarkdownText;
  }
}
