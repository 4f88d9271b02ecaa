import type { CoordinationSummary } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { toneStyles } from "../fleet/tone.styles.ts";
import { figureStyles } from "./figure.styles.ts";
import { addressOf, figureQuery, type TeamworkLook } from "./teamwork-look.ts";
import { capital, causeWords, count } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-share";

/** Why it fails: causes by their count, those with no retry left first; each opens its rows. */
@customElement("cause-list")
export class CauseList extends LitElement {
  static override styles = [baseStyles, toneStyles, figureStyles];

  @property({ attribute: false }) summary!: CoordinationSummary;
  @property({ attribute: false }) look!: TeamworkLook;
  @property() stamp = "";

  override render() {
    const { byCause, total } = this.summary;
    const most = Math.max(1, ...byCause.map(({ count: own }) => own));
    return html`<ui-chart
      heading="Why it fails"
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/coordination/summary", () => figureQuery(this.look, Date.now()))}
    >
      <span slot="aside">${total.failed > 0 ? `${count(total.failed)} failed` : nothing}</span>
      ${
        byCause.length === 0
          ? html`<p class="small">${total.share.n > 0 ? "Nothing failed." : "Nothing ended, so nothing failed."}</p>`
          : html`<div class="rows">
              ${byCause.map(
                ({ cause, count: own, exhausted }) =>
                  html`<a href=${addressOf("records", { ...this.look, status: "failed", cause })}>
                    <span class="name">${capital(causeWords[cause])}</span>
                    <ui-share tone="bad" .value=${(own / most) * 100}></ui-share>
                    <span class="end">${count(own)}</span>
                    ${exhausted > 0 ? html`<span class="detail bad">${count(exhausted)} with no retry left</span>` : nothing}
                  </a>`,
              )}
            </div>`
      }
    </ui-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cause-list": CauseList;
  }
}
