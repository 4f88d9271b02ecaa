import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import type { PasskeysState } from "./passkeys.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

/** Passkeys of the person who is signed in. */
@customElement("passkeys-section")
export class PasskeysSection extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @property({ attribute: false }) state!: PasskeysState;
  /** A name for the next passkey: this device's. */
  @property() suggested = "";
  @property({ attribute: false }) addOne!: (name: string) => Promise<void>;
  @property({ attribute: false }) removeOne!: (id: string) => Promise<void>;
  readonly #attempt = new Attempt(this);

  override render() {
    const { items, possible, error } = this.state;
    const problem = this.#attempt.problem || error;
    return html`<section>
      <h2>Passkeys</h2>
      <p class="small">With a passkey, approving anything of high or critical risk asks for your face, finger or PIN.</p>
      ${
        items.length > 0
          ? html`<ui-card flush>
              ${items.map(
                ({ id, name, createdAt, lastUsedAt }) =>
                  html`<ui-row>
                    <ui-icon slot="start" name="key"></ui-icon>${name}
                    <span slot="detail"
                      >since
                      ${formatMoment(createdAt)}${lastUsedAt ? html` · used <ui-age as="ago" at=${lastUsedAt}></ui-age>` : " · not used yet"}</span
                    >
                    <ui-button
                      slot="end"
                      variant="quiet"
                      label=${`Remove the passkey ${name}`}
                      @click=${() => this.#attempt.run(() => this.removeOne(id))}
                      >Remove</ui-button
                    >
                  </ui-row>`,
              )}
            </ui-card>`
          : nothing
      }
      ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
      ${
        possible
          ? html`<div class="actions">
              <ui-button icon="plus" ?busy=${this.#attempt.busy} @click=${() => this.#attempt.run(() => this.addOne(this.suggested))}
                >Add a passkey</ui-button
              >
            </div>`
          : html`<p class="small">
              Passkeys need a browser that knows them and a server with a name over https. Until then high risk asks for a second step.
            </p>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "passkeys-section": PasskeysSection;
  }
}
