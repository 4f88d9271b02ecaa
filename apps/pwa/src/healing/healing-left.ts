import type { HealingLeft } from "@beckon/contracts/healing";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { renderEvidence } from "./evidence.ts";
import { healingStepStyles } from "./healing-step.styles.ts";
import { faultWords } from "./healing-words.ts";
import { addressOf } from "./subject-address.ts";
import "@beckon/ui/ui-icon";

/** Something that is seen and not touched, and why. */
@customElement("healing-left")
export class HealingLeftRow extends LitElement {
  static override styles = [baseStyles, toneStyles, healingStepStyles];

  @property({ attribute: false }) left!: HealingLeft;

  override render() {
    const { fault, subject, reason, evidence, person } = this.left;
    const address = addressOf(subject);
    const name = shownText(short(subject.name, 120));
    return html`<ui-icon class="mark" name=${person ? "device" : "clock"}></ui-icon>
      <div class="body">
        <p class="head"><b>${address ? html`<a href=${address}>${name}</a>` : name}</b></p>
        <p class="fault">${fault ? `${faultWords[fault]} · ` : ""}${person ? "left to you" : "left alone"}</p>
        <p class="reason">${shownText(short(reason, 600))}</p>
        ${renderEvidence(evidence)}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "healing-left": HealingLeftRow;
  }
}
