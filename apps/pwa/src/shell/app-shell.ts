import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import type { ToastEvent, UiToast } from "@beckon/ui/ui-toast";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { UntakenStore } from "../alerts/untaken.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { waitingCount } from "../decisions/inbox-words.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext, sessionContext, untakenContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { shellStyles } from "./app-shell.styles.ts";
import { KeysController } from "./keys.ts";
import { PageOutlet } from "./page-outlet.ts";
import { goBack, navigate, Router } from "./router.ts";
import { titleOf } from "./routes.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-toast";
import "./app-banners.ts";
import "./app-nav.ts";
import "./live-sign.ts";
import "./person-menu.ts";

/** The frame around every page. Its stores come by context from an element above it. */
@customElement("app-shell")
export class AppShell extends LitElement {
  static override styles = [baseStyles, shellStyles];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: untakenContext }) private untaken!: UntakenStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @query("ui-toast") private toast?: UiToast | null;
  @state() private keysOpen = false;
  readonly #router = new Router();
  readonly #outlet = new PageOutlet(this, this.#router);
  #stop: (() => void) | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.decisions);
    new StoreController(this, () => this.untaken);
    new StoreController(this, () => this.connection);
    new KeysController(this, {
      "?": () => this.#showKeys(),
      "g n": () => navigate("/"),
      "g f": () => navigate("/fleet"),
      "g w": () => navigate("/work"),
      "g t": () => navigate("/teamwork"),
      "g v": () => navigate("/value"),
      "g h": () => navigate("/history"),
      "g c": () => navigate("/connect"),
      "g s": () => navigate("/settings"),
      Escape: () => this.#up(),
    });
    this.addEventListener("toast", (event: ToastEvent) => this.toast?.say(event.toast));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.#router.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { status } = this.session.state;
    // Before the first answer about the session there is a frame, but no page to guess.
    if (status !== "unknown") this.#outlet.follow(status === "signed-in");
  }

  override render() {
    const { error, session, status } = this.session.state;
    if (status === "signed-out")
      return html`<main id="main" class="signed-out" tabindex="-1">${this.#outlet.page}</main>
        <ui-toast></ui-toast>`;
    const { route } = this.#outlet.shown;
    // Now has its own heading.
    const own = route.tag === "now-page";
    const menu = session ? html`<person-menu .session=${session} @keys-wanted=${this.#showKeys}></person-menu>` : nothing;
    return html`<nav aria-label="Skip"><a class="skip" href="#main" @click=${this.#skip}>Skip to the content</a></nav>
      <div class="frame ${own || route.wide ? "" : "column"}">
        <header class=${own ? "own" : ""}>
          ${
            route.up
              ? html`<ui-button class="back" square variant="quiet" icon="back" label="Back" @click=${() => this.#up()}></ui-button>`
              : html`<ui-icon class="mark" name="mark"></ui-icon>`
          }
          <h1 tabindex="-1">${titleOf(this.#outlet.shown)}</h1>
          <span class="space"></span>
          <live-sign .connection=${this.connection.state}></live-sign>
          <span class="keys"><b>?</b> all keys</span>
          ${menu}
        </header>
        <main id="main" tabindex="-1">
          <app-banners .tag=${route.tag}></app-banners>
          ${status === "unknown" && error ? html`<p role="alert">${error}</p>` : nothing} ${this.#outlet.page}
        </main>
      </div>
      <app-nav place=${route.place} waiting=${waitingCount(this.decisions.state) ?? 0} alerts=${this.untaken.state.count}>
        <live-sign tight .connection=${this.connection.state}></live-sign>
        ${session ? html`<person-menu .session=${session} @keys-wanted=${this.#showKeys}></person-menu>` : nothing}
      </app-nav>
      <ui-toast></ui-toast>
      ${this.keysOpen ? html`<shortcuts-sheet open @dialog-closed=${() => (this.keysOpen = false)}></shortcuts-sheet>` : nothing}`;
  }

  /** For keyboards and screen readers: a new page begins at its heading. */
  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  #up(): void {
    const { up } = this.#outlet.shown.route;
    if (up !== undefined) goBack(up);
  }

  async #showKeys(): Promise<void> {
    await import("./shortcuts-sheet.ts");
    this.keysOpen = true;
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "app-shell": AppShell;
  }
}
