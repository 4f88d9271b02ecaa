import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { agentControlsStyles } from "./agent-controls.styles.ts";
import type { AgentControlsView } from "./agent-controls-view.ts";
import { isOpen } from "./command-words.ts";
import { ControlWantedEvent } from "./controls-events.ts";
import { loadOf, processLooks } from "./process-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "./command-line.ts";
import "./process-controls.ts";

const longest = 120;
const stepIcons = { pause: "pause", resume: "play", stop: "stop", message: "send" } as const;

/**
 * What a person may do with one agent, where it acts, and what came of what was asked.
 * @fires control-wanted A button was tapped.
 * @fires cancel-wanted A command is to be taken back.
 */
@customElement("agent-controls")
export class AgentControls extends LitElement {
  static override styles = [baseStyles, toneStyles, agentControlsStyles];

  @property() agentId = "";
  @property() name = "";
  @property({ attribute: false }) view!: AgentControlsView;
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  /** Whom something is being sent for. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property({ attribute: false }) ticker: Ticker = sharedTicker;

  override render() {
    const { processes, commands } = this.view;
    return html`<ui-card>
      <div class="parts">
        ${repeat(
          processes,
          ({ process }) => process.id,
          (one) => this.#renderProcess(one),
        )}
        ${this.#renderSteps()} ${this.#renderWords()}
        ${commands.length === 0 ? nothing : html`<div class="commands">${commands.map((one) => this.#renderCommand(one))}</div>`}
      </div>
    </ui-card>`;
  }

  #renderProcess({ host, process, commands }: { host: Host; process: ShownProcess; commands: Command[] }) {
    const { icon, tone, word } = processLooks[process.state];
    return html`<div class="process">
      <p>
        <ui-icon class=${tone} name=${icon}></ui-icon>
        <span
          ><b>${word}</b> on ${shownText(short(host.name, longest))}${process.pid === undefined ? nothing : html`, pid ${process.pid}`},
          started
          <ui-age as="ago" at=${process.startedAt} .ticker=${this.ticker}></ui-age>${loadOf(process).map((part) => html` · ${part}`)}${
            host.connected
              ? nothing
              : html` ·
                  <span class="bad">no word from it for <ui-age as="short" at=${host.lastSeenAt} .ticker=${this.ticker}></ui-age></span>`
          }</span
        >
      </p>
      <process-controls
        .host=${host}
        .process=${process}
        .commands=${commands}
        ?mayAct=${this.mayAct}
        why=${this.why}
        ?busy=${this.busy.has(process.id)}
        .ticker=${this.ticker}
      ></process-controls>
    </div>`;
  }

  /** No machine controls it: it can be held before its next step, and let go on. */
  #renderSteps() {
    const { canPause, canResume, canStop, canMessage, held, commands } = this.view;
    if (!canPause && !canResume && !canStop) return nothing;
    const stops = commands.some(({ command }) => command.kind === "stop" && isOpen(command));
    const why = this.mayAct ? this.why : "";
    return html`<div class="process">
      ${held.map(
        ({ pause }) =>
          html`<p>
            <ui-icon class="beacon" name="diamond"></ui-icon>
            <span
              ><b>Held</b> for <ui-age at=${pause?.heldAt ?? pause?.at ?? ""} .ticker=${this.ticker}></ui-age>${
                pause?.step ? html`, before ${shownText(short(pause.step, longest))}` : nothing
              }</span
            >
          </p>`,
      )}
      ${
        this.mayAct
          ? html`<div class="buttons">
              ${canMessage ? this.#renderStep("message", "Message…") : nothing}
              ${canPause ? this.#renderStep("pause", "Pause at its next step") : nothing}
              ${canResume ? this.#renderStep("resume", held.length > 0 ? "Let it go on" : "Do not pause it") : nothing}
              ${canStop ? this.#renderStep("stop", "Stop at its next step…", stops) : nothing}
            </div>`
          : nothing
      }
      ${why ? html`<p class="why">${why}</p>` : nothing}
      ${canPause && !canResume && this.mayAct && !commands.some(({ command }) => isOpen(command)) ? html`<p class="why">No machine of the list runs it, so it is held when it next asks whether it may act.</p>` : nothing}
    </div>`;
  }

  /** Whoever started it: words for it go with the answer to its next call. */
  #renderWords() {
    const { canMessage, canPause, canResume, canStop } = this.view;
    // With what else is done at its next step it stands there.
    if (!canMessage || !this.mayAct || canPause || canResume || canStop) return nothing;
    const { why } = this;
    return html`<div class="process">
      <div class="buttons">${this.#renderStep("message", "Message…")}</div>
      ${why ? html`<p class="why">${why}</p>` : nothing}
    </div>`;
  }

  #renderStep(action: keyof typeof stepIcons, words: string, busy = false) {
    const { idle } = this.view;
    return html`<ui-button
      icon=${stepIcons[action]}
      variant=${action === "stop" ? "danger" : "plain"}
      ?disabled=${this.why !== ""}
      ?busy=${busy || this.busy.has(this.agentId)}
      @click=${() => this.dispatchEvent(new ControlWantedEvent(action, { agentId: this.agentId, name: this.name, idle }))}
      >${words}</ui-button
    >`;
  }

  #renderCommand({ command, host }: { command: Command; host: Host | undefined }) {
    return html`<command-line
      .command=${command}
      .doer=${host}
      ?mayAct=${this.mayAct && this.why === ""}
      .ticker=${this.ticker}
    ></command-line>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-controls": AgentControls;
  }
}
