import type { Action } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { commandParts } from "./command-parts.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";

const fewFiles = 5;

/** Exactly what will run, where, and what it changes. */
@customElement("decision-action")
export class DecisionAction extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-inline-size: 0;
      }
      .meta {
        font: 400 0.8125rem / 1.45 var(--font);
        color: var(--ink-soft);
        overflow-wrap: anywhere;
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
      }
      li {
        padding-block: 1px;
        overflow-wrap: anywhere;
      }
      .hidden-character {
        color: var(--bad);
        border: 1px solid currentColor;
        border-radius: 5px;
        padding: 0 3px;
      }
    `,
  ];

  @property({ attribute: false }) action!: Action;
  @state() private allFiles = false;

  /** Few actions change files: how a change is drawn is read when there is one. */
  protected override willUpdate(): void {
    if (this.action.diff !== undefined) void import("./decision-diff.ts");
  }

  override render() {
    const { tool, command, cwd, files, diff } = this.action;
    return html`${
      command === undefined
        ? html`<p class="meta">Uses <code>${shownText(tool)}</code></p>`
        : html`<ui-code label="command" .parts=${commandParts(command)}></ui-code>`
    }
    ${cwd === undefined ? nothing : html`<p class="meta">in <code>${shownText(cwd)}</code></p>`}
    ${files === undefined || files.length === 0 ? nothing : this.#files(files)}
    ${diff === undefined ? nothing : html`<decision-diff diff=${diff}></decision-diff>`}`;
  }

  #files(files: string[]) {
    const shown = this.allFiles ? files : files.slice(0, fewFiles);
    return html`<div class="meta">
      ${files.length === 1 ? "1 file" : `${files.length} files`}
      <ul>
        ${shown.map((file) => html`<li><code>${shownText(file)}</code></li>`)}
      </ul>
      ${
        files.length > shown.length
          ? html`<ui-button variant="quiet" @click=${() => (this.allFiles = true)}>Show all ${files.length} files</ui-button>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-action": DecisionAction;
  }
}
