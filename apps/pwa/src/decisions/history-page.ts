import { consume } from "@lit/context";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent, UiField } from "@beckon/ui/ui-field";
import type { Segment, SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { decisionsContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { KeysController } from "../shell/keys.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { DecisionsStore, SearchQuery } from "./decisions.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "./what-happened.ts";

const filters = [
  { value: "resolved", label: "All" },
  { value: "decided", label: "Answered" },
  { value: "expired", label: "Expired" },
  { value: "cancelled", label: "Withdrawn" },
] as const satisfies Segment[];
const pauseMs = 250;

type Found = { items: DecisionRequest[]; cursor?: string; from: "server" | "replica" };

/** Everything that was asked and how it ended; searched on the server, or here without network. */
@customElement("history-page")
export class HistoryPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @query("ui-field") private field!: UiField;
  @state() private q = "";
  @state() private status: SearchQuery["status"] = "resolved";
  @state() private found: Found | undefined;
  @state() private problem = "";
  @state() private busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor() {
    super();
    new StoreController(this, () => this.decisions);
    new KeysController(this, { "/": () => this.field.focus() });
  }

  protected override firstUpdated(): void {
    void this.#search();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const items = this.found?.items ?? this.#known();
    return html`<div class="narrow stack">
      <ui-field
        unlabelled
        type="search"
        label="Search titles, commands, agents and answers"
        placeholder="Search"
        .value=${this.q}
        @field-changed=${this.#typed}
      ></ui-field>
      <ui-segmented label="Which" .segments=${filters} value=${this.status} @segment-chosen=${this.#filtered}></ui-segmented>
      ${
        this.found?.from === "replica"
          ? html`<p class="small">No connection: only what this device keeps is searched, not all of the history.</p>`
          : nothing
      }
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <p class="visually-hidden" role="status">${this.found ? `${items.length}${this.found.cursor ? " or more" : ""} found` : ""}</p>
      ${items.length > 0 ? html`<what-happened .requests=${items}></what-happened>` : this.found ? this.#renderNone() : nothing}
      ${this.found?.cursor ? html`<ui-button wide ?busy=${this.busy} @click=${() => this.#more()}>Show more</ui-button>` : nothing}
    </div>`;
  }

  #renderNone() {
    const searched = this.q !== "" || this.status !== "resolved";
    return html`<ui-empty tone="quiet" icon=${searched ? "search" : "history"} heading=${searched ? "Nothing found" : "No decisions yet"}>
      ${searched ? "Try other words, or all kinds." : "What you answer appears here, with what came of it."}
    </ui-empty>`;
  }

  /** Before the first search has answered, what this device knows is already right for an empty search. */
  #known(): DecisionRequest[] {
    return this.q === "" && this.status === "resolved" ? this.decisions.state.history.slice(0, 50) : [];
  }

  #typed(event: FieldChangedEvent): void {
    this.q = event.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), pauseMs);
  }

  #filtered(event: SegmentChosenEvent): void {
    this.status = filters.find(({ value }) => value === event.value)?.value;
    void this.#search();
  }

  async #search(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const found = await this.decisions.search({ q: this.q.trim() || undefined, status: this.status });
      // Only the newest question's answer counts: older ones may come later.
      if (mine !== this.#asked) return;
      this.found = found;
      this.problem = "";
    } catch (error) {
      if (mine === this.#asked) this.problem = words(error);
    }
  }

  async #more(): Promise<void> {
    const mine = this.#asked;
    const before = this.found;
    if (!before?.cursor || this.busy) return;
    this.busy = true;
    try {
      const next = await this.decisions.search({ q: this.q.trim() || undefined, status: this.status, cursor: before.cursor });
      if (mine === this.#asked) this.found = { ...next, items: [...before.items, ...next.items] };
    } catch (error) {
      this.problem = words(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "history-page": HistoryPage;
  }
}
