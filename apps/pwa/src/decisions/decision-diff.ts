import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { diffLines, type DiffLine } from "./diff-lines.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-copy";

const shortLines = 14;
// Beyond this a browser on a phone stutters; the rest is told by number, never hidden silently.
const mostLines = 3_000;

/** A change to files, line by line: what goes and what comes, by sign and by colour. */
@customElement("decision-diff")
export class DecisionDiff extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--ground);
        overflow: clip;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding-inline-start: var(--space-3);
        border-block-end: 1px solid var(--line);
        font: 550 0.8125rem / 1.3 var(--font);
        color: var(--ink-soft);
      }
      header span:last-of-type {
        flex: 1;
      }
      .plus {
        color: var(--good);
      }
      .minus {
        color: var(--bad);
      }
      .lines {
        font: 500 0.8125rem / 1.55 var(--mono);
        padding-block: var(--space-2);
        overflow-x: auto;
        direction: ltr;
        text-align: left;
      }
      .line {
        display: grid;
        grid-template-columns: 2ch minmax(0, 1fr);
        padding-inline: var(--space-3);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        content-visibility: auto;
        contain-intrinsic-size: auto 20px;
      }
      .added {
        background: var(--good-soft);
      }
      .added i {
        color: var(--good);
      }
      .removed {
        background: var(--bad-soft);
      }
      .removed i {
        color: var(--bad);
      }
      .place {
        color: var(--info);
      }
      i {
        font-style: normal;
        font-weight: 700;
      }
      .hidden-character {
        color: var(--bad);
        border: 1px solid currentColor;
        border-radius: 5px;
        padding: 0 3px;
        font-size: var(--text-xs);
      }
      p {
        padding: var(--space-2) var(--space-3);
        font: 400 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      ui-button {
        border-block-start: 1px solid var(--line);
      }
    `,
  ];

  /** A unified diff. */
  @property() diff = "";
  @state() private open = false;

  override render() {
    const lines = diffLines(this.diff);
    const added = lines.filter((line) => line.kind === "added").length;
    const removed = lines.filter((line) => line.kind === "removed").length;
    const shown = lines.slice(0, this.open ? mostLines : shortLines);
    return html`<header>
        <span>Change</span><span class="plus">+${added} ${added === 1 ? "line" : "lines"}</span
        ><span class="minus">−${removed} ${removed === 1 ? "line" : "lines"}</span>
        <ui-copy text=${this.diff} label="Copy the change"></ui-copy>
      </header>
      <div class="lines" role="region" aria-label="Change, line by line" tabindex="0">${shown.map(lineTemplate)}</div>
      ${
        this.open && lines.length > mostLines
          ? html`<p>${(lines.length - mostLines).toLocaleString()} more lines are not drawn here. Copy the change to read all of it.</p>`
          : nothing
      }
      ${
        lines.length > shortLines
          ? html`<ui-button wide variant="quiet" @click=${() => (this.open = !this.open)}
              >${this.open ? "Show less" : `Show all ${lines.length.toLocaleString()} lines`}</ui-button
            >`
          : nothing
      }`;
  }
}

const signs = { added: "+", removed: "−", place: "", same: "" } as const;

function lineTemplate(line: DiffLine) {
  return html`<div class="line ${line.kind}"><i>${signs[line.kind]}</i><span>${shownText(line.text)}</span></div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-diff": DecisionDiff;
  }
}
