import type { Recovery, RecoveryDetail } from "@beckon/contracts/recovery";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { cardFrameStyles } from "../controls/card-frame.styles.ts";
import { recoveryCardStyles } from "./recovery-card.styles.ts";
import { actionLooks, countWords, isMoving, itemLooks, partOf, stands, stateWords } from "./recovery-looks.ts";
import { ItemsWantedEvent, RecoveryWantedEvent } from "./recovery-events.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

const longest = 160;
/** What goes wrong is named at once, the rest of it on request. */
const fewProblems = 3;

/**
 * One act on the whole team: who, when, how far it has come, what did not come to what was wanted, and the way back.
 * @fires recovery-wanted It is to be brought back.
 * @fires items-wanted What it touched is to be shown.
 */
@customElement("recovery-card")
export class RecoveryCard extends LitElement {
  static override styles = [baseStyles, toneStyles, cardFrameStyles, recoveryCardStyles];

  @property({ attribute: false }) recovery!: Recovery;
  /** What it touched, where that was asked for. */
  @property({ attribute: false }) detail: RecoveryDetail | undefined;
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";

  override render() {
    const { recovery } = this;
    const { action, by, requestedAt, reason, resumedBy, resumedAt, resumeAskedAt } = recovery;
    const { icon, title } = actionLooks[action];
    const counts = recovery.back ?? recovery.counts;
    return html`<article>
      <header>
        <ui-icon name=${icon}></ui-icon>
        <div>
          <h3>${title}</h3>
          <p>
            ${shownText(short(by.name ?? by.kind, longest))},
            <ui-age as="ago" at=${requestedAt}></ui-age>${reason ? html` · ${shownText(short(reason, longest))}` : nothing}
          </p>
          ${
            resumedBy
              ? html`<p>
                  Resumed by ${shownText(short(resumedBy.name ?? resumedBy.kind, longest))},
                  <ui-age as="ago" at=${resumedAt ?? resumeAskedAt ?? requestedAt}></ui-age>
                </p>`
              : nothing
          }
        </div>
        <b class=${isMoving(recovery) ? "info" : stands(recovery) ? "beacon" : "over"}>${stateWords(recovery)}</b>
      </header>
      ${
        counts.total > 0
          ? html`<div class="far">
              <progress aria-label=${stateWords(recovery)} max="1" .value=${partOf(counts)}></progress>
              <p role=${isMoving(recovery) ? "status" : nothing}>${countWords(counts)}</p>
            </div>`
          : nothing
      }
      ${this.#renderProblems()} ${this.#renderDetail()}
      <footer>
        ${counts.total > 0 && !this.detail ? html`<ui-button variant="quiet" ?disabled=${this.why !== ""} @click=${() => this.dispatchEvent(new ItemsWantedEvent(recovery.id))}>Each of them</ui-button>` : nothing}
        ${
          this.mayAct && recovery.canResume
            ? html`<ui-button
                variant="primary"
                icon="play"
                ?disabled=${this.why !== ""}
                @click=${() => this.dispatchEvent(new RecoveryWantedEvent(recovery))}
                >${action === "maintenance" ? "End it" : "Resume"}</ui-button
              >`
            : nothing
        }
      </footer>
    </article>`;
  }

  #renderProblems() {
    const { problems } = this.recovery;
    if (problems.length === 0 || this.detail) return nothing;
    return html`<ul>
      ${problems
        .slice(0, fewProblems)
        .map(
          ({ name, where, words }) =>
            html`<li>
              <b>${shownText(short(name, longest))}${where ? html` · ${shownText(short(where, longest))}` : nothing}</b
              ><span>${shownText(short(words, longest))}</span>
            </li>`,
        )}
      ${problems.length > fewProblems ? html`<li><span>and more, below “Each of them”</span></li>` : nothing}
    </ul>`;
  }

  #renderDetail() {
    const { detail } = this;
    if (!detail) return nothing;
    return html`<ul class="items">
        ${detail.items.map((item) => {
          const { state, words } = item.back ?? item;
          const { icon, tone, word } = itemLooks[state];
          return html`<li>
            <b
              ><ui-icon class=${tone} name=${icon} label=${word}></ui-icon
              >${shownText(short(item.name, longest))}${item.where ? html` · ${shownText(short(item.where, longest))}` : nothing}</b
            ><span>was ${shownText(short(item.before, longest))} · ${words ? shownText(short(words, longest)) : item.effect}</span>
          </li>`;
        })}
      </ul>
      ${detail.cursor ? html`<footer><ui-button @click=${() => this.dispatchEvent(new ItemsWantedEvent(detail.id, detail.cursor))}>Show more</ui-button></footer>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "recovery-card": RecoveryCard;
  }
}
