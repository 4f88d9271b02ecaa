import { consume } from "@lit/context";
import type { Delivery } from "@beckon/contracts/notifications";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownWords } from "../decisions/shown-text.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import type { DeliveriesStore } from "./deliveries.store.ts";
import { channelWords, deliveryKinds, deliveryState, isChannel } from "./push-words.ts";
import { deliveriesContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

/** Every notification, and how far it came. */
@customElement("deliveries-page")
export class DeliveriesPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: deliveriesContext }) private deliveries!: DeliveriesStore;
  readonly #attempt = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.deliveries);
  }

  protected override firstUpdated(): void {
    void this.deliveries.load();
  }

  override render() {
    const { items, cursor, asOf, error } = this.deliveries.state;
    return html`<div class="narrow stack">
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${
        items.length > 0
          ? html`<ui-card flush>${repeat(items, ({ id }) => id, row)}</ui-card>`
          : asOf
            ? html`<ui-empty tone="quiet" icon="bell" heading="Nothing was sent yet"
                >Notifications appear here with every stage they reach.</ui-empty
              >`
            : nothing
      }
      ${cursor ? html`<ui-button wide ?busy=${this.#attempt.busy} @click=${() => this.#attempt.run(() => this.deliveries.more())}>Show more</ui-button>` : nothing}
    </div>`;
  }
}

function row(delivery: Delivery) {
  const { status, via, escalationId, step } = delivery;
  const failed = status === "failed";
  const done = ["shown", "opened", "answered", "gathered"].includes(status) || (status === "accepted" && isChannel(delivery));
  const what = [
    deliveryState(delivery),
    ...(delivery.attempts > 1 ? [`${delivery.attempts} tries`] : []),
    ...(escalationId && step !== undefined && delivery.kind !== "withdraw" ? [`step ${step + 1} of an escalation`] : []),
  ];
  return html`<ui-row .href=${delivery.requestId ? `/decisions/${delivery.requestId}` : undefined}>
    <ui-icon
      slot="start"
      name=${failed ? "alert" : done ? "check" : "clock"}
      class=${failed ? "bad" : done ? "good" : "tone-quiet"}
    ></ui-icon>
    ${deliveryKinds[delivery.kind]} to ${delivery.deviceName}${isChannel(delivery) ? ` (${channelWords[via as "ntfy"]})` : ""}
    <span slot="detail"
      >${delivery.title && delivery.kind !== "digest" ? html`${shownWords(delivery.title)}<br />` : nothing}${what.join(" · ")}</span
    >
    <span slot="end">${formatMoment(delivery.createdAt)}</span>
  </ui-row>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "deliveries-page": DeliveriesPage;
  }
}
