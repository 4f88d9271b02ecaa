import { consume } from "@lit/context";
import type { GithubHook } from "@beckon/contracts/github";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { lightStyles } from "../connect/light.styles.ts";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownText } from "../decisions/shown-text.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { githubSheetStyles } from "./github-sheet.styles.ts";
import { accountsOf, formAddress, hookEvents, isPrivate, lastWords } from "./github-words.ts";
import { githubContext } from "./github.context.ts";
import type { GithubStore } from "./github.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";

const lookEveryMs = 4_000;

/**
 * Connects a repository or an organisation of GitHub: a secret on the spot, what to enter and to tick there, and a light
 * for its first delivery.
 * @fires dialog-closed It was closed.
 */
@customElement("github-sheet")
export class GithubSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles, lightStyles, githubSheetStyles];

  @consume({ context: githubContext }) private github!: GithubStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private name = "";
  @state() private accounts = "";
  @state() private wrong = "";
  /** The webhook that is about to be removed. */
  @state() private going = "";
  readonly #attempt = new Attempt(this);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    for (const store of [() => this.github, () => this.session, () => this.connection]) new StoreController<object>(this, store);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#isOwner()) void this.github.load();
    // Only while somebody waits here for a first delivery: that one came is not in the live stream.
    this.#timer = setInterval(() => {
      if (this.#waitedFor() && !document.hidden) void this.github.load();
    }, lookEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.github.forgetMade();
  }

  override render() {
    return html`<ui-dialog heading="Connect GitHub" open>
      <div class="stack">
        <p>
          Merged pull requests that agents worked on become outcomes; reviews, checks and workflow runs appear in Work and Teamwork. GitHub
          tells this server; nothing is sent to GitHub.
        </p>
        ${this.#isOwner() ? this.#renderOwn() : html`<p class="away">Only an owner can connect GitHub. Ask one for it.</p>`}
      </div>
      <div slot="actions">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Close</ui-button>
      </div>
    </ui-dialog>`;
  }

  #renderOwn() {
    const { items, made } = this.github.state;
    const origin = this.session.state.session?.server.publicOrigin ?? location.origin;
    const others = items.filter(({ id }) => id !== made?.id);
    return html`${
      isPrivate(origin)
        ? html`<p class="warning" role="note">
            <ui-icon name="alert"></ui-icon>
            <span
              >GitHub has to reach this server from the internet, and <code>${origin}</code> looks like an address it cannot reach. Give the
              server a public one first (<code>BECKON_PUBLIC_ORIGIN</code>).</span
            >
          </p>`
        : nothing
    }
    ${
      others.length === 0
        ? nothing
        : html`<ul class="hooks">
            ${others.map((hook) => this.#renderHook(hook))}
          </ul>`
    }
    ${made ? this.#renderSteps(made, origin) : this.#renderForm()}
    ${this.#attempt.problem ? html`<p class="problem" role="alert">${this.#attempt.problem}</p>` : nothing}`;
  }

  #renderHook(hook: GithubHook) {
    return html`<li>
      <ui-icon class=${hook.last ? "good" : "soft"} name=${hook.last ? "check" : "ring"}></ui-icon>
      <div>
        <b>${shownText(hook.name)}</b>
        <small
          >${hook.last ? html`${shownText(lastWords(hook.last))}, <ui-age as="ago" at=${hook.last.at}></ui-age>` : "Nothing came yet"}</small
        >
      </div>
      <ui-button
        variant=${this.going === hook.id ? "danger" : "quiet"}
        ?busy=${this.#attempt.busy && this.going === hook.id}
        ?disabled=${this.#isOffline()}
        label=${this.going === hook.id ? `Remove ${hook.name}: its deliveries are refused from then on` : `Remove ${hook.name}`}
        @click=${() => this.#remove(hook.id)}
        >${this.going === hook.id ? "Really remove" : "Remove"}</ui-button
      >
    </li>`;
  }

  #renderForm() {
    return html`<ui-field
        label="Repository or organisation"
        placeholder="acme/shop"
        maxlength="60"
        hint="Names the webhook here."
        error=${this.wrong}
        .value=${this.name}
        @field-changed=${({ value }: FieldChangedEvent) => this.#put({ name: value })}
        @field-entered=${() => this.#make()}
      ></ui-field>
      <ui-field
        label="Accounts that your agents use"
        placeholder="acme-agent"
        maxlength="2000"
        hint="Bots are agents anyway. People who are not named here are never taken for one."
        .value=${this.accounts}
        @field-changed=${({ value }: FieldChangedEvent) => this.#put({ accounts: value })}
        @field-entered=${() => this.#make()}
      ></ui-field>
      <ui-button
        wide
        variant="primary"
        icon="key"
        ?busy=${this.#attempt.busy && !this.going}
        ?disabled=${this.#isOffline()}
        @click=${() => this.#make()}
        >Make its secret</ui-button
      >
      ${this.#isOffline() ? html`<p class="soft" role="status">No connection. A secret is made only with one.</p>` : nothing}`;
  }

  #renderSteps({ id, path, secret }: { id: string; path: string; secret: string }, origin: string) {
    const hook = this.github.state.items.find((item) => item.id === id);
    const form = formAddress(hook?.name ?? "");
    return html`<ol class="steps">
        <li>
          ${
            form
              ? html`Open <a href=${form} target="_blank" rel="noreferrer">GitHub’s form for a webhook</a> of
                  <b>${shownText(hook?.name ?? "")}</b>.`
              : html`At GitHub: Settings of the repository or organisation, <b>Webhooks</b>, <b>Add webhook</b>.`
          }
        </li>
        <li><span>Payload URL</span><ui-code label="payload URL" .parts=${[{ text: `${origin}${path}` }]}></ui-code></li>
        <li>Content type: <b>application/json</b></li>
        <li><span>Secret, shown this once</span><ui-code label="secret" .parts=${[{ text: secret }]}></ui-code></li>
        <li>
          Choose <b>Let me select individual events</b> and tick
          <ul class="events">
            ${hookEvents.map((event) => html`<li>${event}</li>`)}
          </ul>
        </li>
        <li><b>Add webhook</b>. GitHub says hello at once.</li>
      </ol>
      ${this.#renderLight(hook)}`;
  }

  #renderLight(hook: GithubHook | undefined) {
    const last = hook?.last;
    return html`<div class="state" role="status">
      <span class="light ${last ? "on" : "waiting"}"><ui-icon name=${last ? "check" : "connect"}></ui-icon></span>
      <div>
        ${
          last
            ? html`<b>GitHub is connected</b>${shownText(lastWords(last))}, <ui-age as="ago" at=${last.at}></ui-age>`
            : html`<b>Waiting for the first delivery</b>This turns green by itself. If it does not: GitHub lists what it sent, and what came
                back, under “Recent Deliveries”.`
        }
      </div>
    </div>`;
  }

  #put(change: { name?: string; accounts?: string }): void {
    if (change.name !== undefined) this.name = change.name;
    if (change.accounts !== undefined) this.accounts = change.accounts;
    this.wrong = "";
  }

  #make(): void {
    const name = this.name.trim();
    const accounts = accountsOf(this.accounts);
    if (name === "") this.wrong = "Say of which repository or organisation.";
    else if (!accounts) this.wrong = "One of the accounts is no login of GitHub.";
    else {
      this.going = "";
      void this.#attempt.run(() => this.github.make({ name, ...(accounts.length > 0 && { accounts }) }));
    }
  }

  /** In two taps: what it told stays, but nothing comes any more. */
  #remove(id: string): void {
    if (this.going !== id) this.going = id;
    else void this.#attempt.run(() => this.github.remove(id)).then(() => (this.going = ""));
  }

  #waitedFor(): boolean {
    const { made, items } = this.github.state;
    return made !== undefined && !items.find(({ id }) => id === made.id)?.last;
  }

  #isOwner(): boolean {
    return this.session.state.session?.person.role === "owner";
  }

  #isOffline(): boolean {
    return this.connection.state.state === "offline";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "github-sheet": GithubSheet;
  }
}
