import type { Session } from "@beckon/contracts/access";
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
      ${this.#renderPasskeys(session)}
      ${
        this.#owner
          ? // What stands above is known first: else it would push away what stands below.
            [this.#renderPeople(session), this.#renderTokens()]
          : html`<p class="small">People and tokens are for owners.</p>`
      }
    </div>`;
  }

  #renderPasskeys({ device }: Session) {
    return html`<passkeys-section
      .state=${this.passkeys.state}
      .suggested=${device.name}
      .addOne=${async (name: string) => {
        await this.passkeys.add(name);
        await this.session.refresh();
      }}
      .removeOne=${async (id: string) => {
        await this.passkeys.remove(id);
        await this.session.refresh();
      }}
    ></passkeys-section>`;
  }

  #renderPeople({ person }: Session) {
    if (!areKnown(this.passkeys.state, this.people.state)) return nothing;
    return html`<people-section
      .state=${this.people.state}
      .me=${person.id}
      .setRole=${this.people.setRole.bind(this.people)}
      .invite=${this.devices.invite.bind(this.devices)}
    ></people-section>`;
  }

  #renderTokens() {
    if (!areKnown(this.passkeys.state, this.people.state, this.tokens.state)) return nothing;
    return html`<tokens-section
      .state=${this.tokens.state}
      .create=${this.tokens.create.bind(this.tokens)}
      .revoke=${this.tokens.revoke.bind(this.tokens)}
    ></tokens-section>`;
  }
}

/** There is an answer to each, or there is none to be had. */
const areKnown = (...lists: { asOf?: string | undefined; error?: string | undefined }[]) =>
  lists.every(({ asOf, error }) => asOf !== undefined || error !== undefined);

declare global {
  interface HTMLElementTagNameMap {
    "access-page": AccessPage;
  }
}
