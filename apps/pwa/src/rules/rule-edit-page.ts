import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { draftFlaws, draftOf, emptyDraft, type RuleDraft, wishOf } from "./rule-draft.ts";
import type { DraftChangedEvent } from "./rule-form.ts";
import { isOn } from "./rule-words.ts";
import { rulesContext } from "./rules.context.ts";
import type { RulesStore } from "./rules.store.ts";
import { ruleStyles } from "./rules.styles.ts";
import { whyNotNow } from "./why-not-now.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./rule-form.ts";

/** A rule is written, or changed. Either way it is off afterwards, until it was replayed. */
@customElement("rule-edit-page")
export class RuleEditPage extends LitElement {
  static override styles = [baseStyles, pageStyles, ruleStyles];

  /** From the address; a new one has none. */
  @property() ruleId = "";
  @consume({ context: rulesContext }) private rules!: RulesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private draft: RuleDraft | undefined;
  /** What is missing is said when it is to be saved, not while it is being written. */
  @state() private tried = false;
  /** So often was answered what the rule is about, in 30 days. */
  @state() private answered = 0;
  readonly #attempt = new Attempt(this);
  readonly #habit = new URLSearchParams(location.search).get("habit");

  constructor() {
    super();
    new StoreController(this, () => this.rules);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.rules.load();
    if (this.#habit !== null) void this.#fromHabit(this.#habit);
  }

  /** What was answered again and again: its rule stands in the fields, to be looked at and replayed. */
  async #fromHabit(id: string): Promise<void> {
    await this.#attempt.run(async () => {
      const { rule, proposalId, n } = await this.rules.habit(id);
      if (!rule) throw new Error("No rule is proposed for this any more. Write one, or leave it");
      this.draft = draftOf(rule, proposalId);
      this.answered = n;
    });
    this.draft ??= emptyDraft;
  }

  protected override willUpdate(): void {
    if (this.draft || !this.rules.state.ready) return;
    const rule = this.ruleId === "" ? undefined : this.rules.find(this.ruleId);
    if (rule) this.draft = draftOf(rule);
    else if (this.ruleId === "" && this.#habit === null) this.draft = emptyDraft;
  }

  override render() {
    if (!mayControl(this.session.state))
      return html`<ui-empty tone="quiet" icon="key" heading="Rules are written by operators and owners"></ui-empty>`;
    const { draft } = this;
    if (!draft)
      return this.rules.state.ready && this.ruleId !== ""
        ? html`<ui-empty tone="quiet" icon="question" heading="There is no such rule"></ui-empty>`
        : html`<p class="quiet" role="status">Loading</p>`;
    const rule = this.rules.find(this.ruleId);
    const whyNot = whyNotNow(this.connection.state);
    const flaws = draftFlaws(draft);
    // What is wrong with words is said at once, what is missing at the end.
    const wrong = { ...flaws, name: undefined, scope: undefined };
    const agentId = draft.rest.agentId;
    return html`<div class="narrow stack">
      ${rule && isOn(rule, Date.now()) ? html`<p class="quiet">It is on. Any change but its name switches it off until it was replayed anew.</p>` : nothing}
      ${this.answered > 0 ? html`<p class="quiet">It was answered the same way ${this.answered} times in 30 days. Saved, it is off until it was replayed against them.</p>` : nothing}
      <ui-card>
        <rule-form
          .draft=${draft}
          .flaws=${this.tried ? flaws : wrong}
          agentName=${agentId === undefined ? "" : (this.rules.state.agentNames.get(agentId) ?? "")}
          @draft-changed=${({ change }: DraftChangedEvent) => (this.draft = { ...(this.draft ?? draft), ...change })}
        ></rule-form>
      </ui-card>
      ${whyNot ? html`<p class="quiet" role="status">${whyNot}</p>` : nothing}
      ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      <div class="buttons">
        <ui-button variant="primary" ?busy=${this.#attempt.busy} ?disabled=${whyNot !== ""} @click=${() => this.#save(draft)}
          >Save</ui-button
        >
        <ui-button href=${rule ? `/settings/rules/${rule.id}` : "/settings/rules"}>Leave it</ui-button>
      </div>
    </div>`;
  }

  #save(draft: RuleDraft): void {
    this.tried = true;
    if (Object.keys(draftFlaws(draft)).length > 0) return;
    void this.#attempt.run(async () => {
      const wish = wishOf(draft, Date.now());
      const saved = await inFields(() => (this.ruleId === "" ? this.rules.write(wish) : this.rules.edit(this.ruleId, wish)));
      navigate(`/settings/rules/${saved.id}`);
    });
  }
}

/** What the server finds wrong, field by field. */
async function inFields<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const found = error instanceof ApiProblem ? (error.errors ?? []) : [];
    if (found.length === 0) throw error;
    throw new Error(found.map(({ pointer, detail }) => `${pointer.split("/").at(-1)}: ${detail}`).join(". "), { cause: error });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rule-edit-page": RuleEditPage;
  }
}
