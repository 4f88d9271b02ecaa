import { consume } from "@lit/context";
import type { Rule } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import type { ProposalAnsweredEvent } from "./proposal-card.ts";
import { answerWords, countWords, isOn, stateWords } from "./rule-words.ts";
import { rulesContext } from "./rules.context.ts";
import type { RulesStore } from "./rules.store.ts";
import { whyNotNow } from "./why-not-now.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-row";
import "./proposal-card.ts";

/** What is answered without a person, and what could be. */
@customElement("rules-page")
export class RulesPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: rulesContext }) private rules!: RulesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  readonly #attempt = new Attempt(this);
  readonly #tick = new TickController(this);

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
    const { ready, rules, proposals } = this.rules.state;
    if (!ready) return html`<p class="quiet" role="status">Loading</p>`;
    const may = mayControl(this.session.state);
    const on = rules.filter((rule) => isOn(rule, this.#tick.now));
    const off = rules.filter((rule) => !on.includes(rule));
    const whyNot = whyNotNow(this.connection.state);
    return html`<div class="narrow stack sections">
      ${whyNot && may ? html`<p class="quiet" role="status">${whyNot}</p>` : nothing}
      ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      ${proposals.length > 0 ? this.#renderProposals(may, whyNot) : nothing}
      ${rules.length + proposals.length === 0 ? this.#renderNone() : nothing} ${this.#renderList("On", on)} ${this.#renderList("Off", off)}
      ${may ? html`<ui-button icon="plus" href="/settings/rules/new">Write a rule</ui-button>` : nothing}
    </div>`;
  }

  #renderNone() {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="check" heading="You answer everything yourself">
        <p>
          A rule answers for you what you have answered the same way before: for a time, up to a risk, and only after it was replayed
          against what you really answered. After three identical answers one is proposed here.
        </p>
      </ui-empty></ui-card
    >`;
  }

  #renderProposals(may: boolean, whyNot: string) {
    const { proposals, agentNames } = this.rules.state;
    return html`<section>
      <h2>Proposed <span class="aside">${proposals.length}</span></h2>
      ${repeat(
        proposals,
        ({ id }) => id,
        (proposal) =>
          html`<proposal-card
            .proposal=${proposal}
            .agentNames=${agentNames}
            ?mayAct=${may}
            whyNot=${whyNot}
            ?busy=${this.#attempt.busy}
            @proposal-answered=${this.#answered}
          ></proposal-card>`,
      )}
    </section>`;
  }

  #renderList(heading: string, rules: readonly Rule[]) {
    if (rules.length === 0) return nothing;
    return html`<section>
      <h2>${heading} <span class="aside">${rules.length}</span></h2>
      <ui-card flush>
        ${repeat(
          rules,
          ({ id }) => id,
          (rule) =>
            html`<ui-row href=${`/settings/rules/${rule.id}`}
              >${shownText(rule.name)}<span slot="detail"
                >${shownText(answerWords(rule.answer))} · ${stateWords(rule, this.#tick.now)} · ${countWords(rule)}</span
              ></ui-row
            >`,
        )}
      </ui-card>
    </section>`;
  }

  #answered({ proposal, wanted }: ProposalAnsweredEvent): void {
    void this.#attempt.run(async () => {
      if (!wanted) return this.rules.dismiss(proposal.id);
      const rule = await this.rules.write({ ...proposal.rule, proposalId: proposal.id });
      navigate(`/settings/rules/${rule.id}`);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rules-page": RulesPage;
  }
}
