import type { HealingStep, TakenStep } from "@beckon/contracts/healing";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { renderEvidence } from "./evidence.ts";
import { healingStepStyles } from "./healing-step.styles.ts";
import { actIcons, actWords, answerWords, faultWords, refusalWords, stepSays } from "./healing-words.ts";
import { addressOf } from "./subject-address.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";

const longestName = 120;
const longestReason = 600;

/** One step: what would be done, or was, to whom, why, on what evidence, and how often that helped here. */
@customElement("healing-step")
export class HealingStepRow extends LitElement {
  static override styles = [baseStyles, toneStyles, healingStepStyles];

  @property({ attribute: false }) step!: HealingStep | TakenStep;

  override render() {
    const { act, fault, subject, reason, evidence, since, refusedBy, likelihood, to } = this.step;
    const taken = "state" in this.step ? this.step : undefined;
    const address = addressOf(subject);
    const name = shownText(short(subject.name, longestName));
    return html`<ui-icon class=${refusedBy ? "mark faint" : "mark"} name=${actIcons[act]}></ui-icon>
      <div class="body">
        <p class="head">
          <b>${actWords[act]}</b>
          <span class="whom"
            >${address ? html`<a href=${address}>${name}</a>` : name}${to ? html` → ${shownText(short(to.name, longestName))}` : nothing}</span
          >
        </p>
        <p class="fault">${faultWords[fault]}, since <ui-age as="ago" at=${since}></ui-age></p>
        ${taken ? this.#renderTaken(taken) : nothing}
        <p class="reason">${shownText(short(reason, longestReason))}</p>
        ${
          taken || act === "ask" || act === "wait"
            ? nothing
            : html`<p class="small">
                ${likelihood ? `Helped here in ${likelihood.helped} of ${likelihood.of} cases.` : "No history yet of how often this helps."}
              </p>`
        }
        ${refusedBy && !taken ? html`<p class="refused">${refusalWords(refusedBy)}</p>` : nothing} ${renderEvidence(evidence)}
      </div>`;
  }

  #renderTaken(taken: TakenStep) {
    const { icon, tone, says } = stepSays(taken);
    const { result, outcome, outcomeNote, answer, requestId, refusedBy } = taken;
    return html`<p class="state" role="status">
        <ui-icon class=${tone} name=${icon}></ui-icon>
        <span>${says}${result ? html`: ${shownText(short(result, longestReason))}` : nothing}</span>
      </p>
      ${refusedBy ? html`<p class="refused">${refusalWords(refusedBy)}</p>` : nothing}
      ${outcome === "pending" ? html`<p class="small">Whether it helped is measured for half an hour.</p>` : nothing}
      ${outcomeNote ? html`<p class="small">${outcomeNote}</p>` : nothing}
      ${
        answer
          ? html`<p class="small">
              ${shownText(short(answer.by, longestName))} said: ${answerWords[answer.choice]}, ${formatMoment(answer.at)}
            </p>`
          : requestId
            ? html`<p class="small"><a href=${`/decisions/${requestId}`}>To the question</a></p>`
            : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "healing-step": HealingStepRow;
  }
}
