import { consume } from "@lit/context";
import type { Escalation, EscalationPolicyAnswer } from "@beckon/contracts/escalation";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { decisionsSentence, escalationStateWords, stepsSentence, stepWords } from "./escalation-words.ts";
import type { EscalationStore } from "./escalation.store.ts";
import { noChangeOffline } from "./no-change-offline.ts";
import { escalationContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./escalation-form.ts";

/** Who is told next while nobody takes it, and how the last times went. */
@customElement("escalation-page")
export class EscalationPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .lead {
        font-weight: 600;
        text-wrap: pretty;
      }
      ol {
        display: grid;
        gap: 2px;
        margin-block-start: var(--space-1);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-2);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @consume({ context: escalationContext }) private escalation!: EscalationStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private changing = false;
  readonly #attempt = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.escalation);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
  }

  protected override firstUpdated(): void {
    void this.escalation.loadPolicy();
    void this.escalation.load();
  }

  override render() {
    const { policy, policyError } = this.escalation.state;
    return html`<div class="narrow stack sections">
      <section>
        <h2>While nobody takes it</h2>
        ${policyError && !policy ? html`<p class="error" role="alert">${policyError}</p>` : nothing}
        ${policy ? html`<ui-card><div class="stack">${this.changing ? this.#renderForm(policy) : this.#renderPolicy(policy)}</div></ui-card>` : nothing}
      </section>
      ${policy || policyError ? this.#renderLog() : nothing}
    </div>`;
  }

  /** Not before what stands above it: it would be pushed away. */
  #renderLog() {
    const { items, asOf, error } = this.escalation.state;
    return html`<section>
      <h2>How it went</h2>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${
        items.length > 0
          ? html`<ui-card flush>${repeat(items, ({ id }) => id, row)}</ui-card>`
          : asOf
            ? html`<ui-empty tone="quiet" icon="bell" heading="Nobody had to be told twice"
                >Alerts that ring, and decisions that go further, appear here with every step.</ui-empty
              >`
            : nothing
      }
    </section>`;
  }

  #renderPolicy(policy: EscalationPolicyAnswer) {
    const owner = this.session.state.session?.person.role === "owner";
    const why = noChangeOffline(this.connection.state);
    return html`<p class="lead">${stepsSentence(policy)}</p>
      <p class="quiet">${decisionsSentence(policy)}</p>
      <p class="small">
        It ends when somebody acknowledges, answers, or when it is over. Quiet hours of each device hold; what is critical rings. A device
        that cannot be reached is passed over at once.
      </p>
      ${
        owner
          ? html`${why ? html`<p class="small">${why}</p>` : nothing}
              <div class="actions">
                <ui-button icon="edit" ?disabled=${why !== ""} @click=${() => (this.changing = true)}>Change the steps</ui-button>
              </div>`
          : nothing
      }`;
  }

  #renderForm(policy: EscalationPolicyAnswer) {
    return html`<escalation-form
      .policy=${policy}
      ?busy=${this.#attempt.busy}
      problem=${this.#attempt.problem}
      @escalation-left=${() => (this.changing = false)}
      @escalation-changed=${async (event: HTMLElementEventMap["escalation-changed"]) => {
        if (await this.#attempt.run(() => this.escalation.save(event.policy))) this.changing = false;
      }}
    ></escalation-form>`;
  }
}

/** The page of what it is about. */
function addressOf({ requestId, occasion }: Escalation): string | undefined {
  if (requestId) return `/decisions/${requestId}`;
  return occasion.startsWith("alert/") ? `/alerts/${occasion.slice("alert/".length)}` : undefined;
}

function row(one: Escalation) {
  const { state } = one;
  const open = state === "open" || state === "exhausted";
  return html`<ui-row .href=${addressOf(one)}>
    <ui-icon slot="start" name=${open ? "alert" : "check"} class=${open ? "bad" : "good"}></ui-icon>
    ${shownWords(one.title)}
    <span slot="detail"
      >${one.severity === "critical" ? "Critical" : "Warning"} ·
      ${escalationStateWords(one)}${one.next ? ` · next step ${formatMoment(one.next.at)}` : ""}
      <ol>
        ${one.steps.map(({ at, to }) => html`<li><span>${formatMoment(at)}</span><span>${stepWords({ to })}</span></li>`)}
      </ol></span
    >
    <span slot="end">${formatMoment(one.startedAt)}</span>
  </ui-row>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "escalation-page": EscalationPage;
  }
}
