import type { Command } from "@beckon/contracts/controls";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { canCancel, commandSays, type Doer, isOpen, verbs } from "./command-words.ts";
import { CancelWantedEvent } from "./controls-events.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

const longestResult = 300;
const longestText = 200;
const longestName = 80;

/**
 * One command on its way, followed in words until it is known what came of it.
 * @fires cancel-wanted It is to be taken back.
 */
@customElement("command-line")
export class CommandLine extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 13px minmax(0, 1fr) auto;
        gap: 0 10px;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--ink-soft);
        font: 400 0.8125rem / 1.4 var(--font);
        --icon-size: 13px;
      }
      :host,
      div {
        padding-block: 3px;
      }
      /* Beside words of several lines it stands with the first. */
      ui-icon:has(+ div q) {
        align-self: start;
        margin-block-start: 7px;
      }
      p {
        overflow-wrap: anywhere;
      }
      b {
        color: var(--ink);
        font-weight: 600;
      }
      q {
        display: block;
        color: var(--ink);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      small {
        display: block;
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
    `,
  ];

  @property({ attribute: false }) command!: Command;
  /** The machine that does it. */
  @property({ attribute: false }) doer?: Doer | undefined;
  @property({ type: Boolean }) mayAct = false;
  /** Names whom it is about: where several stand together. */
  @property({ type: Boolean }) named = false;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;

  override render() {
    const { command, doer } = this;
    const { icon, tone, says } = commandSays(command, doer && { ...doer, name: shownWords(short(doer.name, longestName)) });
    return html`<ui-icon class=${tone} name=${icon}></ui-icon>
      <div>
        <p role="status">
          <b>${verbs[command.kind]}${this.named ? html` ${shownText(short(command.subject, longestName))}` : nothing}</b> ·
          ${says}${command.result ? html`: ${shownText(short(command.result, longestResult))}` : nothing}
        </p>
        ${command.text ? html`<q>${shownText(short(command.text, longestText))}</q>` : nothing}
        <small
          >${command.by.name ? html`${shownText(short(command.by.name, longestName))}, ` : nothing}<ui-age
            as="ago"
            at=${command.requestedAt}
            .ticker=${this.ticker}
          ></ui-age
          >${isOpen(command) ? html`, given up in <ui-age as="left" at=${command.expiresAt} .ticker=${this.ticker}></ui-age>` : nothing}${
            command.reason ? html` · ${shownText(short(command.reason, longestResult))}` : nothing
          }</small
        >
      </div>
      ${
        this.mayAct && canCancel(command)
          ? html`<ui-button variant="quiet" @click=${() => this.dispatchEvent(new CancelWantedEvent(command))}>Cancel</ui-button>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "command-line": CommandLine;
  }
}
