import type { DecisionRequest } from "@beckon/contracts/decisions";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import { answerWord } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

export type Underway = { entry: OutboxEntry; request?: DecisionRequest };

/**
 * Answers of this device that the server does not have yet, and those that it refused.
 * @fires refusal-dismissed A refusal was read.
 */
@customElement("on-their-way")
export class OnTheirWay extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      gap: var(--space-2);
    }
    .beacon {
      color: var(--beacon);
    }
    .info {
      color: var(--info);
    }
    .hidden-character {
      color: var(--bad);
    }
  `;

  @property({ attribute: false }) items: readonly Underway[] = [];

  protected override firstUpdated(): void {
    void import("./answer-ends.ts");
  }

  override render() {
    const refused = this.items.filter(({ entry }) => entry.progress === "refused");
    const going = this.items.filter(({ entry }) => entry.progress !== "refused");
    return html`${refused.map(({ entry, request }) => html`<decision-refusal titled .entry=${entry} .request=${request}></decision-refusal>`)}
    ${going.length === 0 ? nothing : html`<ui-card flush>${going.map(row)}</ui-card>`}`;
  }
}

function row({ entry, request }: Underway) {
  const sending = entry.progress === "sending";
  const answer = request ? answerWord(request, entry.input) : "Answered";
  return html`<ui-row href=${`/decisions/${entry.requestId}`}>
    <ui-icon slot="start" class=${sending ? "info" : "beacon"} name=${sending ? "send" : "clock"}></ui-icon>
    ${request ? shownText(request.title) : "A decision"}
    <span slot="detail">${shownText(answer)} · ${sending ? "sending" : "waiting to be sent"}</span>
  </ui-row>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "on-their-way": OnTheirWay;
  }
}
