import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { fittingOption } from "@beckon/contracts/rule-match";
import type { RuleProposal } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { navigate } from "../shell/router.ts";
import { answerWords, isOn } from "./rule-words.ts";
import { rulesContext } from "./rules.context.ts";
import type { RulesStore } from "./rules.store.ts";
import { ruleStyles } from "./rules.styles.ts";
import { whyNotNow } from "./why-not-now.ts";
import "@beckon/ui/ui-button";

/** Below a decision: which rule answered it and how to end that, or that a rule could. Nothing where there is none. */
@customElement("rule-note")
export class RuleNote extends LitElement {
  static override styles = [
    baseStyles,
    ruleStyles,
    css`
      :host {
        display: contents;
      }
      .card {
        box-shadow: none;
      }
      a {
        color: inherit;
      }
    `,
  ];

  @property({ attribute: false }) request!: DecisionRequest;
  @consume({ context: rulesContext }) private rules!: RulesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  readonly #attempt = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.rules);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.rules.load();
  }

  override render() {
    if (!this.rules.state.ready) return nothing;
    const ruleId = this.request.decision?.decidedBy.ruleId;
    if (ruleId !== undefined) return this.#renderAnswered(ruleId);
    const proposal = this.#proposal();
    return proposal && mayControl(this.session.state) ? this.#renderOffer(proposal) : nothing;
  }

  #proposal(): RuleProposal | undefined {
    const { id, status } = this.request;
    return this.rules.state.proposals.find(
      ({ rule, requestIds }) => requestIds.includes(id) || (status === "pending" && fittingOption(rule, this.request) !== undefined),
    );
  }

  #renderAnswered(ruleId: string) {
    const rule = this.rules.find(ruleId);
    const name = shownText(this.request.decision?.decidedBy.name ?? "a rule");
    if (!rule) return html`<div class="card"><p class="note">Answered by the rule “${name}”, which was deleted since.</p></div>`;
    const on = isOn(rule, Date.now());
    const whyNot = whyNotNow(this.connection.state);
    return html`<div class="card">
      <p class="note">
        Answered by the rule <a href=${`/settings/rules/${rule.id}`}>${name}</a>,
        ${on ? html`which ends ${formatMoment(rule.until)}. Switched off, the next one waits for you.` : "which is off now: the next one waits for you."}
      </p>
      ${this.#renderProblem()}
      ${
        on && mayControl(this.session.state)
          ? html`${whyNot ? html`<p class="note">${whyNot}</p>` : nothing}
              <div class="buttons">
                <ui-button
                  ?busy=${this.#attempt.busy}
                  ?disabled=${whyNot !== ""}
                  @click=${() => void this.#attempt.run(() => this.rules.switchOff(rule.id))}
                  >Switch the rule off</ui-button
                >
              </div>`
          : nothing
      }
    </div>`;
  }

  #renderOffer(proposal: RuleProposal) {
    const whyNot = whyNotNow(this.connection.state);
    return html`<div class="card">
      <p class="note">
        Answered the same way ${proposal.answers} times, never otherwise: ${shownText(answerWords(proposal.rule.answer))}. ${whyNot}
      </p>
      ${this.#renderProblem()}
      <div class="buttons">
        <ui-button ?busy=${this.#attempt.busy} ?disabled=${whyNot !== ""} @click=${() => this.#write(proposal)}
          >Always answer like this…</ui-button
        >
      </div>
    </div>`;
  }

  #renderProblem() {
    return this.#attempt.problem ? html`<p class="problem" role="alert">${this.#attempt.problem}</p>` : nothing;
  }

  /** It is written, off; its page shows what it would have answered before it can be switched on. */
  #write(proposal: RuleProposal): void {
    void this.#attempt.run(async () => {
      const rule = await this.rules.write({ ...proposal.rule, proposalId: proposal.id });
      navigate(`/settings/rules/${rule.id}`);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rule-note": RuleNote;
  }
}
