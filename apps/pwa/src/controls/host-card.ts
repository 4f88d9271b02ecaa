import type { Command } from "@beckon/contracts/controls";
import type { Host, HostProfile } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { shownCommands } from "./command-words.ts";
import { ForgetWantedEvent, StartWantedEvent } from "./controls-events.ts";
import { cardFrameStyles } from "./card-frame.styles.ts";
import { hostCardStyles } from "./host-card.styles.ts";
import { aliveOf, isAlive } from "./process-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";
import "./command-line.ts";
import "./host-process.ts";

const longest = 120;
const fewEnded = 3;
const fewAlive = 12;

/**
 * One machine: whether it is heard, what runs there, and what can be started there.
 * @fires control-wanted @fires cancel-wanted @fires start-wanted @fires forget-wanted A button was tapped.
 */
@customElement("host-card")
export class HostCard extends LitElement {
  static override styles = [baseStyles, toneStyles, cardFrameStyles, hostCardStyles];

  @property({ attribute: false }) host!: Host;
  /** Of this machine, newest first. */
  @property({ attribute: false }) commands: readonly Command[] = [];
  @property({ type: Boolean }) mayAct = false;
  /** Whoever is here may forget a machine. */
  @property({ type: Boolean }) mayForget = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  /** Whom something is being sent for. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property({ attribute: false }) read!: (host: string, process: string) => Promise<string[]>;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  @state() private all = false;

  override render() {
    const { host } = this;
    return html`<article aria-labelledby="name">
      <header>
        <ui-icon name="host"></ui-icon>
        <div>
          <h2 id="name">${shownText(short(host.name, longest))}</h2>
          <p>${this.#renderState()} · ${shownText(short(host.platform, longest))} · runner ${shownText(short(host.version, longest))}</p>
        </div>
        ${
          !host.connected && this.mayForget
            ? html`<ui-button variant="quiet" ?disabled=${this.why !== ""} @click=${() => this.dispatchEvent(new ForgetWantedEvent(host))}
                >Forget…</ui-button
              >`
            : nothing
        }
      </header>
      ${this.#renderProcesses()} ${this.#renderStarts()}
    </article>`;
  }

  #renderState() {
    const { connected, lastSeenAt } = this.host;
    return connected
      ? html`<b class="good"><ui-icon name="square"></ui-icon> Connected</b>`
      : html`<b class="bad"
          ><ui-icon name="triangle"></ui-icon> No word for <ui-age as="short" at=${lastSeenAt} .ticker=${this.ticker}></ui-age
        ></b>`;
  }

  /** Those that live, and the few that ended last; all of them on request. */
  #renderProcesses() {
    const { host, all } = this;
    const alive = host.processes.filter(isAlive);
    const ended = host.processes.filter((process) => !isAlive(process)).sort((a, b) => (b.endedAt ?? "").localeCompare(a.endedAt ?? ""));
    const shown = all ? [...alive, ...ended] : [...alive.slice(0, fewAlive), ...ended.slice(0, fewEnded)];
    const more = host.processes.length - shown.length;
    if (host.processes.length === 0) return html`<p class="none">Nothing runs here.</p>`;
    return html`${host.connected || alive.length === 0 ? nothing : html`<p class="none">As of its last word:</p>`}
    ${repeat(
      shown,
      ({ id }) => id,
      (process) =>
        html`<host-process
          .host=${host}
          .process=${process}
          .commands=${this.#commandsOf(process.id)}
          ?mayAct=${this.mayAct}
          why=${this.why}
          ?busy=${this.busy.has(process.id)}
          .read=${this.read}
          .ticker=${this.ticker}
        ></host-process>`,
    )}
    ${more > 0 ? html`<div class="all"><ui-button wide variant="quiet" @click=${() => (this.all = true)}>Show ${more} more</ui-button></div>` : nothing}`;
  }

  #commandsOf(process: string): Command[] {
    return shownCommands(
      this.commands.filter(({ processId }) => processId === process),
      this.ticker.now(),
    );
  }

  #renderStarts() {
    const { host } = this;
    if (host.profiles.length === 0) return html`<p class="none">Its configuration has no profile: nothing can be started here.</p>`;
    return html`<section>
      <h3>Can start</h3>
      <ul>
        ${host.profiles.map((profile) => this.#renderProfile(profile))}
      </ul>
      ${this.#renderStarting()}
    </section>`;
  }

  #renderProfile(profile: HostProfile) {
    const alive = aliveOf(this.host, profile.name);
    return html`<li>
      <span><b>${shownText(short(profile.name, longest))}</b><small>${alive} of ${profile.most} in use</small></span>
      ${
        this.mayAct && alive < profile.most
          ? html`<ui-button
              icon="plus"
              ?disabled=${this.why !== ""}
              ?busy=${this.busy.has(this.host.id)}
              label=${`Start ${shownWords(short(profile.name, longest))}`}
              @click=${() => this.dispatchEvent(new StartWantedEvent(this.host, profile))}
              >Start…</ui-button
            >`
          : nothing
      }
    </li>`;
  }

  /** Starts whose process the machine has not told of yet. */
  #renderStarting() {
    const known = new Set(this.host.processes.map(({ id }) => id));
    const starting = this.commands.filter(({ kind, processId }) => kind === "start" && !(processId && known.has(processId)));
    return shownCommands(starting, this.ticker.now()).map(
      (command) =>
        html`<command-line
          named
          .command=${command}
          .doer=${this.host}
          ?mayAct=${this.mayAct && this.why === ""}
          .ticker=${this.ticker}
        ></command-line>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "host-card": HostCard;
  }
}
