import { consume } from "@lit/context";
import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueResult } from "@beckon/metrics/value/types";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { Attempt } from "../platform/attempt.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { movesOf } from "./moves.ts";
import { termRows } from "./term-rows.ts";
import { WhatIf } from "./what-if.ts";
import { draftOf, type TermsDraft, termsOf } from "./terms-draft.ts";
import type { TermsChangedEvent } from "./terms-form.ts";
import { ValueEye } from "./value-eye.ts";
import { valueContext } from "./value.context.ts";
import type { Part, ValueStore } from "./value.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-field";
import "../outcomes/hours-basis.ts";
import "./claim-card.ts";
import "./moves-table.ts";
import "./scenarios-card.ts";
import "./terms-form.ts";
import "./versions-card.ts";

const parts: readonly Part[] = ["assumptions", "inputs"];

type Assumptions = NonNullable<ValueStore["state"]["assumptions"]["body"]>;

/** What no machine can measure: said by a person, version by version; what a change moves is seen before it is saved. */
@customElement("assumptions-page")
export class AssumptionsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      ui-card h2 {
        padding: 0;
        color: var(--ink);
        font: 650 0.9375rem / 1.3 var(--font);
      }
      .terms div {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr);
        gap: var(--space-3);
        padding-block: var(--space-2);
      }
      .terms dt {
        color: var(--ink-soft);
      }
      .terms dd {
        text-align: end;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: valueContext }) private value!: ValueStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  /** What was written and not saved yet; undefined: as it stands. */
  @state() private draft: TermsDraft | undefined;
  @state() private note = "";
  readonly #attempt = new Attempt(this);
  readonly #whatIf = new WhatIf(this, () => this.value);
  readonly #eye = new ValueEye(this, {
    path: "assumptions",
    parts,
    value: () => this.value,
    connection: () => this.connection,
  });

  override render() {
    const { assumptions } = this.value.state;
    const { current, items = [] } = assumptions.body ?? {};
    const draft = this.draft ?? draftOf(current?.terms ?? null);
    // The claim stands in one place, whatever has come so far: what is typed into it stays. Not seen before what is above it.
    return html`${assumptions.body ? this.#renderTerms(assumptions.body, draft) : renderMissing(assumptions, () => this.value.refresh())}
      <claim-card
        ?hidden=${!assumptions.body && !assumptions.error}
        currency=${/^[A-Z]{3}$/u.test(draft.currency) ? draft.currency : "USD"}
        stamp="Beckon"
      ></claim-card>
      ${
        items.length > 0
          ? html`<section>
              <h2>Versions</h2>
              <versions-card .versions=${items}></versions-card>
            </section>`
          : nothing
      }
      ${assumptions.body || assumptions.error ? html`<hours-basis></hours-basis>` : nothing}`;
  }

  #renderTerms({ current }: Assumptions, draft: TermsDraft) {
    const { assumptions, inputs } = this.value.state;
    const { terms, errors } = termsOf(draft);
    this.#whatIf.look(inputs.body, terms ?? null);
    const mayChange = this.session.state.session?.person.role === "owner";
    return html`${renderViewAge(assumptions)}
      <p class="quiet">
        What your people's time is worth, as you see it. Nothing is assumed that nobody said.
        ${current ? html`Version ${current.version} stands.` : "Nothing stands yet."}
      </p>
      ${
        mayChange
          ? html`<terms-form
              .draft=${draft}
              .errors=${errors}
              @terms-changed=${(event: TermsChangedEvent) => (this.draft = event.draft)}
            ></terms-form>`
          : html`<p class="small" role="status">The owner sets the assumptions; you see them.</p>
              ${current ? renderTerms(current.terms) : nothing}`
      }
      ${this.#renderMoves(inputs.body, terms)} ${mayChange ? this.#renderSave(terms, current?.version ?? 0) : nothing}
      ${this.#whatIf.scenarios.length > 0 ? html`<scenarios-card .scenarios=${this.#whatIf.scenarios} currency=${draft.currency} stamp=${this.#eye.stamp(inputs.body?.asOf)}></scenarios-card>` : nothing}`;
  }

  #renderMoves(inputs: ValueInputs | undefined, terms: ValueTerms | undefined) {
    const { before, after, problem } = this.#whatIf;
    if (!inputs) return renderMissing(this.value.state.inputs, () => this.value.refresh());
    return html`<ui-card>
      <div class="stack" aria-live="polite">
        <h2>What moves</h2>
        ${
          problem
            ? html`<p class="error" role="alert">${problem}</p>`
            : before && after
              ? html`<moves-table
                  .moves=${movesOf(headlineOf(before), headlineOf(after), { before: inputs.currency, after: terms?.currency ?? inputs.currency })}
                ></moves-table>`
              : html`<p class="small" role="status">Computing on this device</p>`
        }
        <p class="small">Computed on this device, of the same ${inputs.outcomes.n} outcomes and with the same draws as on the server.</p>
      </div>
    </ui-card>`;
  }

  #renderSave(terms: ValueTerms | undefined, version: number) {
    const why = this.connection.state.state === "offline" ? "No connection. What moves is computed here; it is saved only with one." : "";
    return html`<ui-card>
      <div class="stack">
        <ui-field
          label="Why, for those who come after"
          maxlength="500"
          .value=${this.note}
          @field-changed=${(event: FieldChangedEvent) => (this.note = event.value)}
        ></ui-field>
        <div class="actions">
          <ui-button
            variant="primary"
            ?busy=${this.#attempt.busy}
            ?disabled=${!this.draft || !terms || why !== "" || this.#attempt.busy}
            @click=${() => void this.#save(terms, version)}
            >Save as version ${version + 1}</ui-button
          >
          ${this.draft ? html`<ui-button @click=${() => (this.draft = undefined)}>As it stands</ui-button>` : nothing}
        </div>
        ${why ? html`<p class="small" role="status">${why}</p>` : nothing}
        ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      </div>
    </ui-card>`;
  }

  async #save(terms: ValueTerms | undefined, version: number): Promise<void> {
    if (!terms) return;
    const note = this.note.trim();
    const saved = await this.#attempt.run(() => this.value.setAssumptions({ version, terms, ...(note && { note }) }, this.#eye.look));
    if (!saved) return;
    this.draft = undefined;
    this.note = "";
    this.dispatchEvent(new ToastEvent({ text: `Version ${version + 1} stands.`, icon: "check" }));
  }
}

const renderTerms = (terms: ValueTerms) =>
  html`<ui-card
    ><dl class="terms">
      ${termRows(terms).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl></ui-card
  >`;

const headlineOf = ({ breakEvenMilliHours, milliHours, value, costMicros, net, roi, chance }: ValueResult) => ({
  breakEvenMilliHours,
  milliHours,
  value,
  costMicros,
  net,
  roi,
  chance,
});

declare global {
  interface HTMLElementTagNameMap {
    "assumptions-page": AssumptionsPage;
  }
}
