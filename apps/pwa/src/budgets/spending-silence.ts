import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { TickController } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { StoreController } from "../platform/store-controller.ts";
import { budgetsContext } from "./budgets.context.ts";
import type { BudgetsStore } from "./budgets.store.ts";
import { standing } from "./spend-alarms.ts";
import "@beckon/ui/ui-age";

/** Beside figures of cost: that nothing comes in while agents are at work, so that more is spent than is seen. Else nothing. */
@customElement("spending-silence")
export class SpendingSilence extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host([hidden]) {
        display: none;
      }
      small {
        color: var(--bad);
        font-size: 0.8125rem;
        font-weight: 550;
      }
    `,
  ];

  /** In a few words, under a figure; otherwise as a warning of its own. */
  @property({ type: Boolean }) brief = false;
  @consume({ context: budgetsContext }) private budgets!: BudgetsStore;
  readonly #tick = new TickController(this);

  constructor() {
    super();
    new StoreController(this, () => this.budgets);
  }

  protected override firstUpdated(): void {
    void this.budgets.load();
  }

  /** It takes no room while there is nothing to say. */
  protected override willUpdate(): void {
    this.hidden = this.#silences().length === 0;
  }

  override render() {
    const silences = this.#silences();
    const since = silences[0]?.silence?.lastAt;
    if (silences.length === 0) return nothing;
    if (!this.brief) return html`<spend-alarms .alarms=${silences} now=${this.#tick.now}></spend-alarms>`;
    return html`<small>nothing came in${since ? html` for <ui-age at=${since}></ui-age>` : " for a while"}</small>`;
  }

  #silences() {
    return standing(this.budgets.state.alarms, this.#tick.now).filter(({ kind }) => kind === "no_data");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "spending-silence": SpendingSilence;
  }
}
