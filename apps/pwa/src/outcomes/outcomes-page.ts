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
import { PageEye } from "../platform/page-eye.ts";
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
  /** The sheet that connects GitHub is open; its code comes then. */
  @state() private connecting = false;
  @state() private sheet: { what: "correct" | "withdraw" | "new"; outcome?: Outcome; done?: boolean } | undefined;
  /** Pages after the first, of the look that they were asked for. */
  @state() private more: { key: string; items: Outcome[]; cursor: string | undefined } | undefined;
  readonly #attempt = new Attempt(this);
  readonly #paging = new Attempt(this);
  readonly #eye = new PageEye<OutcomesLook>(this, {
    look: readOutcomesLook(location.search),
    address: outcomesAddress,
    show: (look) => this.outcomes.show(look),
    store: () => this.outcomes,
    connection: () => this.connection,
  });

  constructor() {
    super();
    for (const store of [() => this.fleet, () => this.session]) new StoreController<object>(this, store);
    this.addEventListener("value-look", (event: ValueLookEvent) => this.#eye.turn(event.look));
    this.addEventListener("outcome-wanted", (event: OutcomeWantedEvent) => this.#want(event));
    this.addEventListener("outcome-said", (event: OutcomeSaidEvent) => void this.#say(event));
    this.addEventListener("dialog-closed", () => this.#closed());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
    if (new URLSearchParams(location.search).get("connect") === "github") void this.#connect();
  }

  override render() {
    const { page, costs } = this.outcomes.state;
    const whyNot =
      this.connection.state.state === "offline"
        ? "No connection. Outcomes are shown as of the last one; they are changed only with one."
        : "";
    const mayAct = mayControl(this.session.state);
    return html`<value-filters .look=${this.#eye.look as ValueLook} .agents=${this.fleet.state.agents}>
        ${
          mayAct
            ? html`<ui-button icon="plus" ?disabled=${whyNot !== ""} @click=${() => (this.sheet = { what: "new" })}>By hand…</ui-button>
                <ui-button icon="connect" @click=${() => void this.#connect()}>GitHub…</ui-button>`
            : nothing
        }
      </value-filters>
      <div class="narrowing">
        ${this.#select("Does it stand?", "state", stateChoices)} ${this.#select("Grade of its hours", "grade", gradeChoices)}
      </div>
      ${whyNot && mayAct ? html`<p class="quiet" role="status">${whyNot}</p>` : nothing} ${renderViewAge(page)}
      ${this.#attempt.problem && !this.sheet ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      ${page.body ? this.#renderList(mayAct, whyNot) : renderMissing(page, () => this.outcomes.refresh())}
      ${page.body || page.error ? this.#renderUnlinked(costs) : nothing} ${this.#renderSheet()}
      ${this.connecting ? html`<github-sheet></github-sheet>` : nothing}`;
  }

  #renderList(mayAct: boolean, whyNot: string) {
    const { body } = this.outcomes.state.page;
    if (!body) return nothing;
    const after = this.more?.key === outcomesKey(this.#eye.look) ? this.more : undefined;
    const known = new Set(body.items.map(({ id }) => id));
    const items = [...body.items, ...(after?.items ?? []).filter(({ id }) => !known.has(id))];
    const cursor = after ? after.cursor : body.cursor;
    if (items.length === 0) return this.#renderNone();
    return html`<section>
      <h2>
        Accepted
        <span class="aside"
          >${this.#eye.look.state === "withdrawn" ? counted(items.length, "withdrawn", "withdrawn") : counted(body.n, "outcome")}</span
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
    const narrowed = filtersOf(this.#eye.look) > 0 || this.#eye.look.state !== undefined || this.#eye.look.grade !== undefined;
    return html`<ui-card
      ><ui-empty tone="quiet" icon="value" heading=${narrowed ? "Nothing like that in this time" : "No accepted result yet"}>
        <p>
          ${
            narrowed
              ? "No outcome of these was accepted in this time."
              : "A merged pull request that an agent worked on appears here by itself once GitHub is connected; so does a task that you accept, and a workflow that passes."
          }
        </p>
        ${
          narrowed || !mayControl(this.session.state)
            ? nothing
            : html`<ui-button variant="primary" icon="connect" @click=${() => void this.#connect()}>Connect GitHub</ui-button>`
        }
        ${
          narrowed
            ? html`<ui-button
                @click=${() => this.#eye.only({ range: this.#eye.look.range, from: this.#eye.look.from, to: this.#eye.look.to })}
                >No filters</ui-button
              >`
            : this.#eye.look.range === "365d"
              ? nothing
              : html`<ui-button @click=${() => this.#eye.turn({ range: "365d", from: undefined, to: undefined })}
                  >Look at the last year</ui-button
                >`
        }
      </ui-empty></ui-card
    >`;
  }

  /** Below the list, and not before it: it would be pushed away. */
  #renderUnlinked(costs: OutcomesStore["state"]["costs"]) {
    return html`<section>
      <h2>Without an outcome</h2>
      ${costs.body ? html`<unattributed-card .costs=${costs.body}></unattributed-card>` : renderMissing(costs, () => this.outcomes.refresh())}
    </section>`;
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
      value=${this.#eye.look[name] ?? ""}
      @choice-made=${({ value }: ChoiceMadeEvent) => this.#eye.turn({ [name]: value || undefined })}
    ></ui-select>`;
  }

  async #connect(): Promise<void> {
    const loaded = await import("../github/github-sheet.ts").catch(() => undefined);
    if (loaded) this.connecting = true;
    else this.#tell("The sheet’s code could not be had. Check the connection, and try again.");
  }

  #closed(): void {
    this.sheet = undefined;
    this.connecting = false;
    // The address no longer asks for the sheet.
    this.#eye.only(this.#eye.look, []);
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
    const key = outcomesKey(this.#eye.look);
    await this.#paging.run(async () => {
      const page = await this.outcomes.more(this.#eye.look, cursor);
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
