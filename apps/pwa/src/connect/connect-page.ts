import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { decisionsContext, sessionContext, tokensContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import type { TokensStore } from "../settings/tokens.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { connectBlocks } from "./connect-blocks.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "./first-signal.ts";

const placeholder = "<your token>";
const lookEveryMs = 4_000;

/** Connects one more agent: a token on the spot, a block to paste, a light for the first real request. */
@customElement("connect-page")
export class ConnectPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: tokensContext }) private tokens!: TokensStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @state() private name = "my-agent";
  @state() private kind = "shell";
  @state() private problem = "";
  @state() private busy = false;
  readonly #openedAt = new Date().toISOString();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.tokens);
    new StoreController(this, () => this.decisions);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Only while somebody waits here for a first sign: whether the token was used is not in the live stream.
    this.#timer = setInterval(() => {
      if (this.tokens.state.created && !document.hidden) void this.tokens.load();
    }, lookEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.tokens.forgetCreated();
  }

  override render() {
    const session = this.session.state.session;
    if (!session) return nothing;
    const { created } = this.tokens.state;
    const blocks = connectBlocks({ url: session.server.publicOrigin, token: created?.token ?? placeholder });
    const block = blocks.find(({ value }) => value === this.kind) ?? blocks[0];
    return html`<div class="narrow stack sections">
      <section>
        <h2>1 · A token for it</h2>
        <ui-card
          >${session.person.role === "owner" ? this.#renderToken() : html`<p class="quiet">Only an owner can make a token. Ask one for it, and paste it in the block below.</p>`}</ui-card
        >
      </section>
      <section>
        <h2>2 · Paste this where the agent runs</h2>
        <ui-segmented
          label="Kind of program"
          .segments=${blocks}
          value=${this.kind}
          @segment-chosen=${(event: SegmentChosenEvent) => (this.kind = event.value)}
        ></ui-segmented>
        <ui-code label="block" .parts=${[{ text: block?.text ?? "" }]}></ui-code>
        <p class="small">${block?.where}</p>
      </section>
      <section>
        <h2>3 · Its first question</h2>
        <ui-card>
          <first-signal
            .request=${this.#firstRequest()}
            .tokenUsedAt=${this.tokens.state.items.find(({ id }) => id === created?.id)?.lastUsedAt}
            .url=${session.server.publicOrigin}
          ></first-signal>
        </ui-card>
      </section>
    </div>`;
  }

  #renderToken() {
    const { created } = this.tokens.state;
    if (created) {
      return html`<div class="stack">
        <p><b>${created.name}</b> was made. Its secret is in the block below, and is shown this once.</p>
        <ui-code label="token" .parts=${[{ text: created.token }]}></ui-code>
      </div>`;
    }
    return html`<div class="stack">
      <ui-field
        label="Name of the agent or machine"
        maxlength="80"
        .value=${this.name}
        error=${this.problem}
        @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
        @field-entered=${this.#create}
      ></ui-field>
      <div class="actions">
        <ui-button variant="primary" icon="key" ?busy=${this.busy} ?disabled=${this.name.trim() === ""} @click=${this.#create}
          >Make a token</ui-button
        >
      </div>
    </div>`;
  }

  #firstRequest() {
    const { pending, history, snoozed } = this.decisions.state;
    const all = [...pending, ...snoozed.map(({ request }) => request), ...history];
    return all.filter(({ askedAt }) => askedAt > this.#openedAt).sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1))[0];
  }

  async #create(): Promise<void> {
    if (this.busy || this.name.trim() === "") return;
    this.busy = true;
    this.problem = "";
    try {
      await this.tokens.create({ name: this.name.trim(), scope: "agent" });
    } catch (error) {
      this.problem = words(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "connect-page": ConnectPage;
  }
}
