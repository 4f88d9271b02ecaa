import { consume } from "@lit/context";
import type { RecoveryDetail } from "@beckon/contracts/recovery";
import type { RecoveryAction } from "@beckon/contracts/recovery-words";
import { baseStyles } from "@beckon/ui/base.styles";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, passkeysContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { recoveryContext } from "./recovery.context.ts";
import type { RecoveryStore } from "./recovery.store.ts";
import { Recovering } from "./recovering.ts";
import { type ItemsWantedEvent, RecoveryWantedEvent } from "./recovery-events.ts";
import { actionLooks, emergencies, resets, stands } from "./recovery-looks.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "./recovery-card.ts";

/** When something is off: stop the damage, reset what hangs, and bring back exactly what was stopped. */
@customElement("recovery-page")
export class RecoveryPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .act {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        align-items: center;
        inline-size: 100%;
        min-block-size: 64px;
        padding: 10px var(--space-4);
        border: 0;
        background: none;
        color: var(--ink);
        font: 400 var(--text-s) / 1.4 var(--font);
        text-align: start;
        cursor: pointer;
      }
      .act + .act {
        border-block-start: 1px solid var(--line);
      }
      .act:hover:not(:disabled) {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      .act:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      .act:disabled {
        opacity: 0.55;
        cursor: not-allowed;
      }
      .act ui-icon {
        color: var(--bad);
      }
      .act b,
      .act small {
        display: block;
      }
      .act b {
        font-weight: 600;
      }
      .act small {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 28px;
      }
      @media (min-width: 900px) {
        .pair {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          gap: var(--space-4);
          align-items: start;
        }
      }
    `,
  ];

  @consume({ context: recoveryContext }) private recovery!: RecoveryStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private details: ReadonlyMap<string, RecoveryDetail> = new Map();
  readonly #recovering = new Recovering(this, {
    recovery: () => this.recovery,
    passkeys: () => this.passkeys,
    enrolled: () => (this.session.state.session?.passkeys ?? 0) > 0,
    why: () => whyNot(this.connection.state),
  });

  constructor() {
    super();
    new StoreController(this, () => this.recovery);
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.connection);
    this.addEventListener("items-wanted", (event) => void this.#show(event));
  }

  override render() {
    const { recoveries, ready } = this.recovery.state;
    const mayAct = mayControl(this.session.state);
    const why = whyNot(this.connection.state);
    const now = recoveries.filter(stands);
    const before = recoveries.filter((one) => !now.includes(one));
    return html`<div class="narrow stack sections">
        ${
          now.length > 0
            ? html`<section>
                <h2>Now</h2>
                ${this.#renderCards(now, { mayAct, why })}
              </section>`
            : nothing
        }
        ${
          mayAct
            ? html`${why ? html`<p class="small">${why}</p>` : nothing}
                <div class="pair">
                  <section>
                    <h2>Emergency</h2>
                    ${this.#renderActs(emergencies, why)}
                  </section>
                  <section>
                    <h2>Reset</h2>
                    ${this.#renderActs(resets, why)}
                    <p class="small">
                      Each shows first what exactly it would touch. Nothing happens before you hold the button, or type the word.
                    </p>
                  </section>
                </div>`
            : html`<p class="small">You look on: operators and owners can stop and reset the team.</p>`
        }
        <section>
          <h2>Before</h2>
          ${
            before.length > 0
              ? this.#renderCards(before, { mayAct, why })
              : html`<ui-card
                  ><ui-empty tone="quiet" icon="history" heading=${ready ? "Nothing was stopped or reset yet" : "Reading…"}></ui-empty
                ></ui-card>`
          }
        </section>
      </div>
      ${this.#recovering.render()}`;
  }

  #renderActs(actions: readonly RecoveryAction[], why: string) {
    return html`<ui-card flush
      >${actions.map((action) => {
        const { icon, title, says } = actionLooks[action];
        return html`<button
          type="button"
          class="act"
          data-action=${action}
          ?disabled=${why !== ""}
          @click=${() => this.dispatchEvent(new RecoveryWantedEvent(action))}
        >
          <ui-icon name=${icon}></ui-icon><span><b>${title}…</b><small>${says}</small></span>
        </button>`;
      })}</ui-card
    >`;
  }

  #renderCards(recoveries: RecoveryStore["state"]["recoveries"], { mayAct, why }: { mayAct: boolean; why: string }) {
    return repeat(
      recoveries,
      ({ id }) => id,
      (one) => html`<recovery-card .recovery=${one} .detail=${this.details.get(one.id)} ?mayAct=${mayAct} why=${why}></recovery-card>`,
    );
  }

  async #show({ recoveryId, cursor }: ItemsWantedEvent): Promise<void> {
    try {
      const detail = await this.recovery.read(recoveryId, cursor);
      const before = cursor === undefined ? [] : (this.details.get(recoveryId)?.items ?? []);
      this.details = new Map([...this.details, [recoveryId, { ...detail, items: [...before, ...detail.items] }]]);
    } catch (error) {
      this.dispatchEvent(new ToastEvent({ text: words(error), icon: "alert" }));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "recovery-page": RecoveryPage;
  }
}
