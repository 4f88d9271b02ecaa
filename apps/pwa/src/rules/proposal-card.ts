import type { RuleProposal } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { figuresWords } from "./rule-words.ts";
import { ruleStyles } from "./rules.styles.ts";
import "@beckon/ui/ui-button";
import "./rule-terms.ts";

/** The person wants this rule, or never wants to be asked about it again. */
export class ProposalAnsweredEvent extends Event {
  readonly proposal: RuleProposal;
  readonly wanted: boolean;
  constructor(proposal: RuleProposal, wanted: boolean) {
    super("proposal-answered", { bubbles: true, composed: true });
    this.proposal = proposal;
    this.wanted = wanted;
  }
}

/**
 * A rule that repeated answers suggest, with why and with what it would have answered.
 * @fires proposal-answered It is wanted, or never again.
 */
@customElement("proposal-card")
export class ProposalCard extends LitElement {
  static override styles = [baseStyles, ruleStyles];

  @property({ attribute: false }) proposal!: RuleProposal;
  @property({ attribute: false }) agentNames: ReadonlyMap<string, string> = new Map();
  /** A viewer has no buttons. */
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be done now. */
  @property() whyNot = "";
  @property({ type: Boolean }) busy = false;

  override render() {
    const { rule, answers, since, replay } = this.proposal;
    return html`<article class="card">
      <h3>${shownText(rule.name)}</h3>
      <p class="note">You have answered this the same way ${answers} times since ${formatMoment(since)}, and never otherwise.</p>
      <rule-terms .rule=${rule} .agentNames=${this.agentNames}></rule-terms>
      <p class="figure">${figuresWords(replay)} <span class="note">In the last ${replay.days} days.</span></p>
      ${
        this.mayAct
          ? html`<div class="buttons">
              <ui-button variant="primary" ?busy=${this.busy} ?disabled=${this.whyNot !== ""} @click=${() => this.#answer(true)}
                >Write this rule</ui-button
              >
              <ui-button ?disabled=${this.busy || this.whyNot !== ""} @click=${() => this.#answer(false)}>Never propose it</ui-button>
            </div>`
          : nothing
      }
    </article>`;
  }

  #answer(wanted: boolean): void {
    this.dispatchEvent(new ProposalAnsweredEvent(this.proposal, wanted));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "proposal-card": ProposalCard;
  }
  interface HTMLElementEventMap {
    "proposal-answered": ProposalAnsweredEvent;
  }
}
