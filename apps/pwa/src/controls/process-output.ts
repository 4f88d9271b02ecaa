import { visibleParts } from "@beckon/contracts/visible-text";
import { baseStyles } from "@beckon/ui/base.styles";
import type { CodePart } from "@beckon/ui/ui-code";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { hiddenLabel } from "../decisions/command-parts.ts";
import { bounded } from "../decisions/shown-text.ts";
import { words } from "../platform/words.ts";
import { withoutColours } from "./process-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";

const mostCharacters = 20_000;

/** The lines as text, whatever is in them: what is hidden is named. */
export function outputParts(lines: readonly string[]): CodePart[] {
  const { named, rest, more } = bounded(visibleParts(withoutColours(lines.join("\n")).slice(-mostCharacters).toWellFormed()));
  const parts = named.map((part): CodePart =>
    part.kind === "plain" ? { text: part.text } : { text: part.text, tone: "hidden", label: hiddenLabel(part) },
  );
  return more > 0 ? [...parts, { text: rest }] : parts;
}

/** The last lines that a process wrote, read when it is opened and on request. */
@customElement("process-output")
export class ProcessOutput extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        color: var(--ink-soft);
        font: 400 0.8125rem / 1.4 var(--font);
      }
      .bar {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
      }
      h3 {
        font: 600 0.8125rem / 1.4 var(--font);
      }
      .problem {
        color: var(--bad);
        font-weight: 550;
      }
    `,
  ];

  /** Asks for the lines. */
  @property({ attribute: false }) read!: () => Promise<string[]>;
  @state() private lines: readonly string[] | undefined;
  @state() private problem = "";
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.#read());
  }

  override render() {
    return html`<div class="bar">
        <h3>Last output</h3>
        <ui-button
          square
          variant="quiet"
          icon="refresh"
          label="Read the last output again"
          ?busy=${this.busy}
          @click=${this.#read}
        ></ui-button>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.lines === undefined ? nothing : this.lines.length === 0 ? html`<p>It has written nothing yet.</p>` : html`<ui-code label="last output" .parts=${outputParts(this.lines)}></ui-code>`}`;
  }

  async #read(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.lines = await this.read();
      this.problem = "";
    } catch (error) {
      this.problem = words(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "process-output": ProcessOutput;
  }
}
