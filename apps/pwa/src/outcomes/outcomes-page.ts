import { consume } from "@lit/context";
import type { Outcome } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import type { ValueLookEvent } from "../value/value-events.ts";
import { filtersOf, type ValueLook } from "../value/value-look.ts";
import { counted } from "../value/value-words.ts";
import type { OutcomeSaidEvent, OutcomeWantedEvent } from "./outcome-events.ts";
import { gradeWords, stateLooks } from "./outcome-words.ts";
import { grades, outcomesAddress, outcomesKey, type OutcomesLook, readOutcomesLook, states } from "./outcomes-look.ts";
import { outcomesStyles } from "./outcomes-page.styles.ts";
import { outcomesContext } from "./outcomes.context.ts";
import type { OutcomesStore } from "./outcomes.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-select";
import "../value/value-filters.ts";
import "./outcome-row.ts";
import "./outcome-sheet.ts";
import "./unattributed-card.ts";

const all = { value: "", label: "All" };
const stateChoices = [all, ...states.map((value) => ({ value, label: stateLooks[value].word }))];
const gradeChoices = [
  all,
  ...grades.map((value) => ({ value, label: value === "none" ? "No hours yet" : `${value}: ${gradeWords[value]}` })),
];

/** Accepted results: what each took, cost and is worth believing, and whether it stands. */
@customElement("outcomes-page")
export class OutcomesPage extends LitElement {
  static override styles = [baseStyles, pageStyles, outcomesStyles];

  @consume({ context: outcomesContext }) private outcomes!: OutcomesStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @state() private look: OutcomesLook = readOutcomesLook(location.search);
  @state() private sheet: { what: "correct" | "withdraw" | "new"; outcome?: Outcome; done?: boolean } | undefined;
  /** Pages after the first, of the look that they were asked for. */
  @state() private more: { key: string; items: Outcome[]; cursor: string | undefined } | undefined;
  readonly #attempt = new Attempt(this);
  readonly #paging = new Attempt(this);
  #live: string | undefined;

  constructor() {
    super();
    for (const store of [() => this.outcomes, () => this.fleet, () => this.connection, () => this.session])
      new StoreController<object>(this, store);
    this.addEventListener("value-look", (event: ValueLookEvent) => this.#turn(event.look));
    this.addEventListener("outcome-wanted", (event: OutcomeWantedEvent) => this.#want(event));
    this.addEventListener("outcome-said", (event: OutcomeSaidEvent) => void this.#say(event));
    this.addEventListener("dialog-closed", () => (this.sheet = undefined));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
    this.outcomes.show(this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.outcomes.leave();
  }

  protected override willUpdate(): void {
    const now = this.connection.state.state;
    if (now === "live" && this.#live !== undefined && this.#live !== "live") this.outcomes.refresh();
    this.#live = now;
  }

  override render() {
    const { page, costs } = this.outcomes.state;
    const whyNot =
      this.connection.state.state === "offline"
        ? "No connection. Outcomes are shown as of the last one; they are changed only with one."
        : "";
    const mayAct = mayControl(this.session.state);
    return html`<value-filters .look=${this.look as ValueLook} .agents=${this.fleet.state.agents}>
        ${mayAct ? html`<ui-button icon="plus" ?disabled=${whyNot !== ""} @click=${() => (this.sheet = { what: "new" })}>By hand…</ui-button>` : nothing}
      </value-filters>
      <div class="narrowing">
        ${this.#select("Does it stand?", "state", stateChoices)} ${this.#select("Grade of its hours", "grade", gradeChoices)}
      </div>
      ${whyNot && mayAct ? html`<p class="quiet" role="status">${whyNot}</p>` : nothing} ${renderViewAge(page)}
      ${this.#attempt.problem && !this.sheet ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      ${page.body ? this.#renderList(mayAct, whyNot) : renderMissing(page, () => this.outcomes.refresh())}
      <section>
        <h2>Without an outcome</h2>
        ${costs.body ? html`<unattributed-card .costs=${costs.body}></unattributed-card>` : renderMissing(costs, () => this.outcomes.refresh())}
      </section>
      ${this.#renderSheet()}`;
  }

  #renderList(mayAct: boolean, whyNot: string) {
    const { body } = this.outcomes.state.page;
    if (!body) return nothing;
    const after = this.more?.key === outcomesKey(this.look) ? this.more : undefined;
    const known = new Set(body.items.map(({ id }) => id));
    const items = [...body.items, ...(after?.items ?? []).filter(({ id }) => !known.has(id))];
    const cursor = after ? after.cursor : body.cursor;
    if (items.length === 0) return this.#renderNone();
    return html`<section>
      <h2>
        Accepted
        <span class="aside"
          >${this.look.state === "withdrawn" ? counted(items.length, "withdrawn", "withdrawn") : counted(body.n, "outcome")}</span
        >
      </h2>
      <ui-card flush>
        ${repeat(
          items,
          ({ id }) => id,
          (outcome) => html`<outcome-row .outcome=${outcome} ?mayAct=${mayAct} whyNot=${whyNot} ?busy=${this.#attempt.busy}></outcome-row>`,
        )}
      </ui-card>
      ${
        cursor === undefined
          ? nothing
          : html`<ui-button wide ?busy=${this.#paging.busy} @click=${() => void this.#next(cursor)}>Show more</ui-button>`
      }
      ${this.#paging.problem ? html`<p class="error" role="alert">${this.#paging.problem}</p>` : nothing}
    </section>`;
  }

  #renderNone() {
    const narrowed = filtersOf(this.look) > 0 || this.look.state !== undefined || this.look.grade !== undefined;
    return html`<ui-card
      ><ui-empty tone="quiet" icon="value" heading=${narrowed ? "Nothing like that in this time" : "No accepted result yet"}>
        <p>
          ${
            narrowed
              ? "No outcome of these was accepted in this time."
              : "A merged pull request that an agent worked on appears here by itself once GitHub’s webhook is set up; so does a task that you accept, and a workflow that passes."
          }
        </p>
        ${
          narrowed
            ? html`<ui-button @click=${() => this.#only({ range: this.look.range, from: this.look.from, to: this.look.to })}
                >No filters</ui-button
              >`
            : this.look.range === "365d"
              ? nothing
              : html`<ui-button @click=${() => this.#turn({ range: "365d", from: undefined, to: undefined })}
                  >Look at the last year</ui-button
                >`
        }
      </ui-empty></ui-card
    >`;
  }

  #renderSheet() {
    if (!this.sheet) return nothing;
    return html`<outcome-sheet
      what=${this.sheet.what}
      .outcome=${this.sheet.outcome}
      ?busy=${this.#attempt.busy}
      ?done=${this.sheet.done ?? false}
      problem=${this.#attempt.problem}
    ></outcome-sheet>`;
  }

  #select(label: string, name: "state" | "grade", choices: readonly { value: string; label: string }[]) {
    return html`<ui-select
      label=${label}
      .choices=${choices}
      value=${this.look[name] ?? ""}
      @choice-made=${({ value }: ChoiceMadeEvent) => this.#turn({ [name]: value || undefined })}
    ></ui-select>`;
  }

  #turn(change: Partial<OutcomesLook>): void {
    this.#only({ ...this.look, ...change });
  }

  #only(look: OutcomesLook): void {
    this.look = look;
    history.replaceState(history.state, "", outcomesAddress(look));
    this.outcomes.show(look);
  }

  #want({ what, outcome }: OutcomeWantedEvent): void {
    if (what === "restore") void this.#attempt.run(() => this.outcomes.restore(outcome.id)).then((done) => done && this.#tell("Put back."));
    else this.sheet = { what, outcome };
  }

  async #say({ said }: OutcomeSaidEvent): Promise<void> {
    const outcome = this.sheet?.outcome;
    const done = await this.#attempt.run(async () => {
      if ("accept" in said) await this.outcomes.accept(said.accept);
      else if (outcome && "withdraw" in said) await this.outcomes.withdraw(outcome.id, said.withdraw);
      else if (outcome && "patch" in said) await this.outcomes.correct(outcome.id, { ...said.patch, version: outcome.version });
    });
    if (!done || !this.sheet) return;
    this.sheet = { ...this.sheet, done: true };
    this.#tell("accept" in said ? "Accepted." : "withdraw" in said ? "Withdrawn." : "Corrected.");
  }

  #tell(text: string): void {
    this.dispatchEvent(new ToastEvent({ text, icon: "check" }));
  }

  async #next(cursor: string): Promise<void> {
    const key = outcomesKey(this.look);
    await this.#paging.run(async () => {
      const page = await this.outcomes.more(this.look, cursor);
      const before = this.more?.key === key ? this.more.items : [];
      this.more = { key, items: [...before, ...page.items], cursor: page.cursor };
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "outcomes-page": OutcomesPage;
  }
}
