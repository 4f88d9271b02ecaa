import { consume } from "@lit/context";
import { agentSetups, findSetup } from "@beckon/agent-setup/agents";
import type { Connection } from "@beckon/agent-setup/connection";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { decisionsContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { tokensContext } from "../settings/settings.contexts.ts";
import type { TokensStore } from "../settings/tokens.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { AgentChosenEvent } from "./agent-choice.ts";
import { arrived } from "./arrived.ts";
import type { MachineNamedEvent } from "./token-maker.ts";
import { connectStyles } from "./connect-page.styles.ts";
import { agentTiles } from "./connect-view.ts";
import "@beckon/ui/ui-card";
import "./agent-choice.ts";
import "./agent-limits.ts";
import "./first-signal.ts";
import "./setup-ways.ts";
import "./token-maker.ts";

const placeholder = "YOUR_TOKEN";
const lookEveryMs = 4_000;

/** Connects one more agent: which, a token on the spot, a block to paste, a light for the first real signal. */
@customElement("connect-page")
export class ConnectPage extends LitElement {
  static override styles = [baseStyles, pageStyles, connectStyles];

  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: tokensContext }) private tokens!: TokensStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @state() private agent = agentSetups[0]!.id;
  @state() private machine = "";
  @state() private problem = "";
  @state() private busy = false;
  readonly #openedAt = new Date().toISOString();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.session);
    new StoreController(this, () => this.tokens);
    new StoreController(this, () => this.decisions);
    new StoreController(this, () => this.fleet);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fleet.load();
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
    const setup = findSetup(this.agent)!;
    if (!session) return nothing;
    const created = this.#created();
    const machine = this.machine.trim();
    const connection: Connection = {
      origin: session.server.publicOrigin,
      token: created?.token ?? placeholder,
      ...(machine !== "" && { host: machine }),
    };
    const token = this.tokens.state.items.find(({ id }) => id === created?.id);
    return html`<div class="narrow stack sections">
      <section>
        <h2>1 · Which agent?</h2>
        <agent-choice
          .agents=${agentTiles()}
          value=${this.agent}
          @agent-chosen=${(event: AgentChosenEvent) => (this.agent = event.agent)}
        ></agent-choice>
        <details class="limits">
          <summary>What ${setup.name} can and cannot do here</summary>
          <agent-limits .can=${setup.can} .cannot=${setup.cannot}></agent-limits>
        </details>
      </section>
      <section>
        <h2>2 · A token for it</h2>
        <ui-card
          ><token-maker
            .created=${created}
            .allowed=${session.person.role === "owner"}
            .busy=${this.busy}
            problem=${this.problem}
            @machine-named=${(event: MachineNamedEvent) => (this.machine = event.machine)}
            @token-wanted=${this.#create}
          ></token-maker
        ></ui-card>
      </section>
      <section>
        <h2>3 · Connect it</h2>
        <setup-ways agent=${this.agent} .connection=${connection}></setup-ways>
      </section>
      <section>
        <h2>4 · Its first signal</h2>
        <ui-card>
          <first-signal
            .arrival=${this.#arrival(token?.createdAt)}
            .agent=${setup.name}
            .tokenUsedAt=${token?.lastUsedAt}
            since=${token?.createdAt ?? ""}
            .checks=${setup.checks}
            .url=${connection.origin}
          ></first-signal>
        </ui-card>
        <p class="small">${setup.next.join(" ")}</p>
      </section>
    </div>`;
  }

  /** The token that was made for the agent that is chosen. */
  #created() {
    const { created } = this.tokens.state;
    return created?.name.startsWith(`${this.agent} on `) ? created : undefined;
  }

  #arrival(tokenMadeAt: string | undefined) {
    const { pending, history, snoozed } = this.decisions.state;
    const setup = findSetup(this.agent)!;
    return arrived({
      at: tokenMadeAt ?? this.#openedAt,
      tokenName: this.#created()?.name,
      vendor: setup.id === "aider" ? undefined : setup.name,
      agents: this.fleet.state.agents,
      sessions: this.fleet.state.sessions,
      requests: [...pending, ...snoozed.map(({ request }) => request), ...history],
    });
  }

  async #create(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      const name = `${this.agent} on ${this.machine.trim() || "my machine"}`;
      await this.tokens.create({ name, scope: "agent" });
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
