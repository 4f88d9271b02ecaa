import type { AttentionWait } from "@beckon/contracts/attention";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { WaitsWantedEvent } from "./attention-events.ts";
import { hoursWords, lengthWords } from "./attention-words.ts";
import { attentionStyles } from "./attention.styles.ts";
import "@beckon/ui/ui-button";

const endWords = { person: "answered", rule: "answered by a rule", expired: "expired", withdrawn: "withdrawn" } as const;

/**
 * The rows behind the figures, a page at a time.
 * @fires waits-wanted The first page, or the next one, is to be read.
 */
@customElement("wait-list")
export class WaitList extends LitElement {
  static override styles = [baseStyles, figureStyles, attentionStyles];

  /** Left out until they are asked for. */
  @property({ attribute: false }) items?: readonly AttentionWait[];
  @property({ type: Boolean }) more = false;
  @property({ type: Boolean }) busy = false;
  @property() problem = "";

  override render() {
    return html`${
      this.items === undefined
        ? nothing
        : this.items.length === 0
          ? html`<p>No question was open in this time.</p>`
          : html`<div class="list">${this.items.map(renderWait)}</div>`
    }
    ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
    ${
      this.items === undefined || this.more
        ? html`<ui-button ?busy=${this.busy} @click=${() => this.dispatchEvent(new WaitsWantedEvent())}
            >${this.items === undefined ? "Show the questions" : "Show more"}</ui-button
          >`
        : nothing
    }`;
  }
}

const renderWait = ({ requestId, title, agent, askedAt, ended, waitedMs, openMs }: AttentionWait) =>
  html`<a class="line" href=${`/decisions/${requestId}`}
    ><span class="name">${shownText(short(title, 90))}</span><span class="end">${hoursWords(waitedMs)}</span
    ><small
      >${shownText(short(agent, 60))} · ${formatMoment(askedAt)} ·
      ${ended === undefined ? "still open" : endWords[ended]}${
        openMs === undefined ? "" : ` · open ${lengthWords(openMs)} on your device`
      }</small
    ></a
  >`;

declare global {
  interface HTMLElementTagNameMap {
    "wait-list": WaitList;
  }
}
