import type { Token, TokenScope } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { Attempt } from "../platform/attempt.ts";
import type { NewToken } from "./tokens.api.ts";
import type { TokensState } from "./tokens.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-segmented";

const scopes: { value: TokenScope; label: string }[] = [
  { value: "agent", label: "Agent" },
  { value: "host", label: "Host" },
  { value: "metrics", label: "Metrics" },
  { value: "admin", label: "Admin" },
];
const scopeWords: Record<TokenScope, string> = {
  agent: "Asks for decisions and reads its own.",
  host: "Starts and stops agents on a machine.",
  metrics: "Reads metrics.",
  admin: "May do what people may do; for scripts you trust.",
};

/** Tokens of agents and scripts; a secret is shown once. */
@customElement("tokens-section")
export class TokensSection extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    demoMarkStyles,
    css`
      .buttons {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) state!: TokensState;
  @property({ attribute: false }) create!: (token: NewToken) => Promise<void>;
  @property({ attribute: false }) revoke!: (id: string) => Promise<void>;
  @state() private name = "";
  @state() private scope: TokenScope = "agent";
  @state() private revoking: Token | undefined;
  readonly #attempt = new Attempt(this);

  override render() {
    const { items, created, error } = this.state;
    const problem = this.#attempt.problem || error;
    const alive = items.filter((token) => !token.revokedAt);
    return html`<section>
      <h2>Tokens</h2>
      ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
      ${alive.length > 0 ? html`<ui-card flush>${alive.map((token) => this.#row(token))}</ui-card>` : nothing}
      ${
        created
          ? html`<ui-card tone="beacon"
              ><div class="stack">
                <p><b>${created.name}</b> was made. Copy its secret now: it is shown this once.</p>
                <ui-code label="token" .parts=${[{ text: created.token }]}></ui-code></div
            ></ui-card>`
          : nothing
      }
      <ui-card
        ><div class="stack">
          <ui-field
            label="New token: its name"
            placeholder="ci, laptop, builder-1"
            maxlength="80"
            .value=${this.name}
            @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
          ></ui-field>
          <ui-segmented
            label="What it may do"
            .segments=${scopes}
            value=${this.scope}
            @segment-chosen=${(event: SegmentChosenEvent) => (this.scope = event.value as TokenScope)}
          ></ui-segmented>
          <p class="small">${scopeWords[this.scope]}</p>
          <div class="actions">
            <ui-button icon="plus" ?disabled=${this.name.trim() === ""} ?busy=${this.#attempt.busy} @click=${this.#create}
              >Create the token</ui-button
            >
          </div>
        </div></ui-card
      >
      <ui-dialog
        heading=${`Revoke the token ${this.revoking?.name ?? ""}?`}
        ?open=${this.revoking !== undefined}
        @dialog-closed=${() => (this.revoking = undefined)}
      >
        <p>Whatever uses it is refused at once. This cannot be undone; a new token can be made.</p>
        <div slot="actions" class="buttons">
          <ui-button wide @click=${() => (this.revoking = undefined)}>Keep it</ui-button>
          <ui-button wide variant="danger" @click=${this.#revoke}>Revoke</ui-button>
        </div>
      </ui-dialog>
    </section>`;
  }

  #row(token: Token) {
    const scope = scopes.find(({ value }) => value === token.scope)?.label ?? token.scope;
    return html`<ui-row>
      ${demoMark(token)}${token.name}
      <span slot="detail"
        >${scope} · since ${formatMoment(token.createdAt)} ·
        ${token.lastUsedAt ? html`used <ui-age as="ago" at=${token.lastUsedAt}></ui-age>` : "not used yet"}</span
      >
      <ui-button slot="end" variant="quiet" label=${`Revoke the token ${token.name}`} @click=${() => (this.revoking = token)}
        >Revoke</ui-button
      >
    </ui-row>`;
  }

  async #create(): Promise<void> {
    const done = await this.#attempt.run(() => this.create({ name: this.name.trim(), scope: this.scope }));
    if (done) this.name = "";
  }

  async #revoke(): Promise<void> {
    const token = this.revoking;
    this.revoking = undefined;
    if (token) await this.#attempt.run(() => this.revoke(token.id));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "tokens-section": TokensSection;
  }
}
