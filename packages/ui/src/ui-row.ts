import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import "./ui-icon.ts";

/**
 * One line of a list inside a flush card; a link when `href` is set.
 * @slot start An icon or sign.
 * @slot Its name, one line.
 * @slot detail More about it, small.
 * @slot end What stands at its end: an age, a state, a button.
 */
@customElement("ui-row")
export class UiRow extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      :host(:not(:first-child)) {
        border-block-start: 1px solid var(--line);
      }
      .row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        min-block-size: 60px;
        padding: 10px var(--space-4);
        color: var(--ink);
        text-decoration: none;
        font: 400 var(--text-s) / 1.4 var(--font);
      }
      a.row:hover {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      .row:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      .name {
        display: block;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .detail {
        display: block;
        font-size: 0.8125rem;
        color: var(--ink-soft);
        overflow-wrap: anywhere;
      }
      .end {
        color: var(--ink-soft);
        font-size: var(--text-xs);
        text-align: end;
      }
      .start {
        display: inline-grid;
        color: var(--ink-soft);
      }
      ::slotted([slot="start"]) {
        margin-inline-end: var(--space-3);
      }
      ::slotted([slot="end"]),
      .next {
        margin-inline-start: var(--space-3);
      }
      .next {
        color: var(--ink-faint);
        --icon-size: 16px;
      }
    `,
  ];

  @property() href?: string;

  override render() {
    const content = html`<span class="start"><slot name="start"></slot></span>
      <span class="text"
        ><span class="name"><slot></slot></span><span class="detail"><slot name="detail"></slot></span
      ></span>
      <span class="end"><slot name="end"></slot></span>
      ${this.href === undefined ? nothing : html`<ui-icon class="next" name="forward"></ui-icon>`}`;
    return this.href === undefined ? html`<div class="row">${content}</div>` : html`<a class="row" href=${this.href}>${content}</a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-row": UiRow;
  }
}
