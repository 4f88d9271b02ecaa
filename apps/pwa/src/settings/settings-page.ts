import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore, UnsentAnswer } from "../access/session.store.ts";
import { pushContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { getTheme, setTheme, type Theme } from "../platform/theme.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { pushSummary } from "./push-words.ts";
import type { PushStore } from "./push.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-segmented";

const themes = [
  { value: "system", label: "As the system" },
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
];

/** The way to everything that is set up once. */
@customElement("settings-page")
export class SettingsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .buttons {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
      }
      .notice {
        display: grid;
        gap: var(--space-1);
        margin-block-start: var(--space-3);
        padding: var(--space-3) var(--space-4);
        border: 1px solid color-mix(in srgb, var(--beacon) 45%, var(--line));
        border-radius: var(--radius-m);
        max-block-size: 30dvh;
        overflow-y: auto;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: pushContext }) private push!: PushStore;
  @state() private theme: Theme = getTheme();
  @state() private leaving = false;
  @state() private waiting: UnsentAnswer[] = [];
  @state() private problem = "";

  constructor() {
    super();
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.push);
  }

  override render() {
    const session = this.session.state.session;
    if (!session) return nothing;
    const owner = session.person.role === "owner";
    return html`<div class="narrow stack sections">
      <ui-card flush>
        <ui-row href="/settings/notifications"
          ><ui-icon slot="start" name="bell"></ui-icon>Notifications<span slot="detail">${pushSummary(this.push.state)}</span></ui-row
        >
        <ui-row href="/settings/alerts"
          ><ui-icon slot="start" name="alert"></ui-icon>Alert rules<span slot="detail"
            >What is watched, and what shall ring nobody</span
          ></ui-row
        >
        <ui-row href="/settings/rules"
          ><ui-icon slot="start" name="check"></ui-icon>Rules<span slot="detail">What is answered without you, for a time</span></ui-row
        >
        <ui-row href="/settings/devices"
          ><ui-icon slot="start" name="device"></ui-icon>Devices<span slot="detail">This is ${session.device.name}</span></ui-row
        >
        <ui-row href="/settings/access"
          ><ui-icon slot="start" name="key"></ui-icon>People and access<span slot="detail"
            >${owner ? "Passkeys, people, tokens of agents" : "Passkeys"}</span
          ></ui-row
        >
        <ui-row href="/connect"
          ><ui-icon slot="start" name="connect"></ui-icon>Connect an agent<span slot="detail">A block to paste</span></ui-row
        >
      </ui-card>
      <section>
        <h2>Logs</h2>
        <ui-card flush>
          <ui-row href="/settings/health"
            ><ui-icon slot="start" name="host"></ui-icon>Health<span slot="detail"
              >How the server and what is connected to it stand</span
            ></ui-row
          >
          <ui-row href="/settings/deliveries"
            ><ui-icon slot="start" name="send"></ui-icon>Deliveries<span slot="detail"
              >What was pushed where, and what became of it</span
            ></ui-row
          >
          ${owner ? html`<ui-row href="/settings/audit"><ui-icon slot="start" name="log"></ui-icon>Audit log<span slot="detail">Who did what, and when</span></ui-row>` : nothing}
        </ui-card>
      </section>
      <section>
        <h2>Colours</h2>
        <ui-segmented label="Colours" .segments=${themes} value=${this.theme} @segment-chosen=${this.#themed}></ui-segmented>
      </section>
      <section>
        <h2>About</h2>
        <ui-card class="small">
          <p>Beckon ${session.server.version} at ${session.server.publicOrigin}</p>
          <p>Signed in as ${session.person.name}. The interface for programs is described at <a href="/docs" target="_blank">/docs</a>.</p>
        </ui-card>
        <ui-button @click=${this.#ask}>Sign out of this device</ui-button>
      </section>
      <ui-dialog heading="Sign out of this device?" ?open=${this.leaving} @dialog-closed=${() => (this.leaving = false)}>
        <p>It gets no notifications any more, and what it keeps is deleted. To come back, pair it again.</p>
        ${this.waiting.length > 0 ? this.#renderWaiting() : nothing}
        ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
        <div slot="actions" class="buttons">
          <ui-button wide @click=${() => (this.leaving = false)}>Stay</ui-button>
          <ui-button wide variant="danger" @click=${this.#leave}>Sign out</ui-button>
        </div>
      </ui-dialog>
    </div>`;
  }

  #renderWaiting() {
    return html`<div class="notice" role="status">
      <p>This has not reached the server yet, and would be lost:</p>
      <ul>
        ${this.waiting.map(({ title, answer }) => html`<li><b>${title}</b>: ${answer}</li>`)}
      </ul>
    </div>`;
  }

  async #ask(): Promise<void> {
    this.leaving = true;
    this.waiting = await this.session.waiting().catch(() => []);
  }

  #themed(event: SegmentChosenEvent): void {
    this.theme = event.value as Theme;
    setTheme(this.theme);
  }

  async #leave(): Promise<void> {
    try {
      await this.session.signOut();
    } catch (error) {
      this.problem = words(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-page": SettingsPage;
  }
}
