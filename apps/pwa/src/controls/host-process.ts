import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { factsStyles } from "./facts.styles.ts";
import { hostProcessStyles } from "./host-process.styles.ts";
import { endOf, isAlive, lastLine, loadOf, processLooks } from "./process-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";
import "./process-controls.ts";
import "./process-output.ts";

const longest = 120;
const longestFolder = 200;
const longestLine = 160;

/**
 * One process of a machine as a line; opened it shows what can be done with it and what it wrote last.
 * @fires control-wanted A button was tapped.
 * @fires cancel-wanted A command is to be taken back.
 */
@customElement("host-process")
export class HostProcess extends LitElement {
  static override styles = [baseStyles, toneStyles, factsStyles, hostProcessStyles];

  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) process!: ShownProcess;
  /** Of this process, newest first. */
  @property({ attribute: false }) commands: readonly Command[] = [];
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  @property({ type: Boolean }) busy = false;
  /** Asks for its last lines. */
  @property({ attribute: false }) read!: (host: string, process: string) => Promise<string[]>;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  @state() private open = false;

  override render() {
    const { process } = this;
    const { icon, tone, word } = processLooks[process.state];
    return html`<details @toggle=${(event: Event) => (this.open = (event.currentTarget as HTMLDetailsElement).open)}>
        <summary>
          <ui-icon class=${tone} name=${icon}></ui-icon>
          <span class="what">
            <b>${shownText(short(process.agent, longest))}</b>
            <small>${this.#facts(word)}</small>
            ${this.#renderWrote()}
          </span>
          <span class="load">${isAlive(process) ? loadOf(process).map((part) => html`<span>${part}</span>`) : nothing}</span>
          <ui-icon class="fold" name="down"></ui-icon>
        </summary>
        ${this.open ? this.#renderMore() : nothing}
      </details>
      ${this.open ? nothing : this.#renderNews()}`;
  }

  /** "Running · started 12 min ago · builder", "Failed 3 min ago: killed by SIGKILL · builder". */
  #facts(word: string) {
    const { process } = this;
    const end = endOf(process);
    const profile = shownText(short(process.profile, longest));
    if (!isAlive(process))
      return html`${word}
      ${process.endedAt ? html`<ui-age as="ago" at=${process.endedAt} .ticker=${this.ticker}></ui-age>` : nothing}${
        end ? html`: ${shownText(short(end, longest))}` : nothing
      }
      · ${profile}`;
    return html`${word} · started <ui-age as="ago" at=${process.startedAt} .ticker=${this.ticker}></ui-age> · ${profile}`;
  }

  /** When it wrote last, and what. */
  #renderWrote() {
    const { process } = this;
    const line = lastLine(process);
    if (!process.lastOutputAt && !line) return nothing;
    const at = process.lastOutputAt && html`<ui-age as="ago" at=${process.lastOutputAt} .ticker=${this.ticker}></ui-age>`;
    return html`<span class="wrote"
      >${line ? at : html`wrote ${at}`} ${line ? html`<code>${shownText(short(line, longestLine))}</code>` : nothing}</span
    >`;
  }

  /** What was asked is followed also while the line is closed. */
  #renderNews() {
    const [newest] = this.commands;
    if (!newest) return nothing;
    return html`<command-line
      .command=${newest}
      .doer=${this.host}
      ?mayAct=${this.mayAct && this.why === ""}
      .ticker=${this.ticker}
    ></command-line>`;
  }

  #renderMore() {
    const { host, process, commands } = this;
    const facts: [string, unknown][] = [
      ["Process", process.pid === undefined ? undefined : `pid ${process.pid}`],
      ["Folder", html`<code>${shownText(short(process.folder, longestFolder))}</code>`],
      ["Role", process.role && shownText(short(process.role, longest))],
      ["Program", process.vendor && shownText(short(process.vendor, longest))],
      ["Restarts", process.restarts > 0 ? String(process.restarts) : undefined],
    ];
    return html`<div class="more">
      <process-controls
        .host=${host}
        .process=${process}
        .commands=${commands}
        ?mayAct=${this.mayAct}
        why=${this.why}
        ?busy=${this.busy}
        .ticker=${this.ticker}
      ></process-controls>
      <dl>
        ${facts.map(([name, value]) =>
          value
            ? html`<dt>${name}</dt>
                <dd>${value}</dd>`
            : nothing,
        )}
      </dl>
      <process-output .read=${() => this.read(host.id, process.id)}></process-output>
      ${process.agentId ? html`<a href=${`/agents/${process.agentId}`}>All about this agent</a>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "host-process": HostProcess;
  }
}
