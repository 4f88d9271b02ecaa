import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { passkeysContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { DevicesStore } from "./devices.store.ts";
import type { PasskeysStore } from "./passkeys.store.ts";
import type { PeopleStore } from "./people.store.ts";
import type { TokensStore } from "./tokens.store.ts";
import { devicesContext, peopleContext, tokensContext } from "./settings.contexts.ts";
import "./passkeys-section.ts";
import "./people-section.ts";
import "./tokens-section.ts";

/** Who may do what: passkeys for everybody; people and tokens for owners. */
@customElement("access-page")
export class AccessPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: passkeysContext }) private passkeys!: PasskeysStore;
  @consume({ context: peopleContext }) private people!: PeopleStore;
  @consume({ context: tokensContext }) private tokens!: TokensStore;
  @consume({ context: devicesContext }) private devices!: DevicesStore;

  constructor() {
    super();
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.passkeys);
    new StoreController(this, () => this.people);
    new StoreController(this, () => this.tokens);
  }

  protected override firstUpdated(): void {
    void this.passkeys.load();
    if (!this.#owner) return;
    void this.people.load();
    void this.tokens.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A secret is shown on the page where it was made, and nowhere after.
    this.tokens.forgetCreated();
  }

  get #owner(): boolean {
    return this.session.state.session?.person.role === "owner";
  }

  override render() {
    const session = this.session.state.session;
    if (!session) return nothing;
    return html`<div class="narrow stack sections">
      <passkeys-section
        .state=${this.passkeys.state}
        .suggested=${session.device.name}
        .addOne=${async (name: string) => {
          await this.passkeys.add(name);
          await this.session.refresh();
        }}
        .removeOne=${async (id: string) => {
          await this.passkeys.remove(id);
          await this.session.refresh();
        }}
      ></passkeys-section>
      ${
        this.#owner
          ? html`<people-section
                .state=${this.people.state}
                .me=${session.person.id}
                .setRole=${this.people.setRole.bind(this.people)}
                .invite=${this.devices.invite.bind(this.devices)}
              ></people-section>
              <tokens-section
                .state=${this.tokens.state}
                .create=${this.tokens.create.bind(this.tokens)}
                .revoke=${this.tokens.revoke.bind(this.tokens)}
              ></tokens-section>`
          : html`<p class="small">People and tokens are for owners.</p>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "access-page": AccessPage;
  }
}
