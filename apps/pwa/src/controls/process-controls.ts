import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import type { IconName } from "@beckon/ui/icons";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { isOpen, verbs } from "./command-words.ts";
import { ControlWantedEvent } from "./controls-events.ts";
import "@beckon/ui/ui-button";
import "./command-line.ts";

type Action = ControlWantedEvent["action"];
const icons: Record<Exclude<Action, "message">, IconName> = { pause: "pause", resume: "play", restart: "refresh", stop: "stop" };

/** What can be done with a process in this state; what has no effect is not there. */
function actionsOf({ state }: ShownProcess): (keyof typeof icons)[] {
  if (state === "running") return ["pause", "restart", "stop"];
  if (state === "paused") return ["resume", "restart", "stop"];
  return state === "starting" ? ["stop"] : [];
}

/**
 * What a person may do with one process now, and what came of what was asked.
 * @fires control-wanted A button was tapped.
 * @fires cancel-wanted A command is to be taken back.
 */
@customElement("process-controls")
export class ProcessControls extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        font: 400 var(--text-s) / 1.45 var(--font);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      @media (max-width: 599px) {
        .buttons > * {
          flex: 1 1 auto;
        }
      }
      .why {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) process!: ShownProcess;
  /** Of this process, newest first. */
  @property({ attribute: false }) commands: readonly Command[] = [];
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  /** An action is being sent. */
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;

  override render() {
    const { host, process, commands, why } = this;
    const actions = this.mayAct ? actionsOf(process) : [];
    const onTheWay = new Set(commands.filter(isOpen).map(({ kind }) => kind));
    // One thing at a time; only a stop does not wait for another to come to its end.
    const waits = (action: Action) => onTheWay.size > 0 && (action !== "stop" || onTheWay.has("stop"));
    return html`${
      actions.length > 0
        ? html`<div class="buttons">
            ${actions.map(
              (action) =>
                html`<ui-button
                  variant=${action === "stop" ? "danger" : "plain"}
                  icon=${icons[action]}
                  ?disabled=${why !== "" || (waits(action) && !onTheWay.has(action))}
                  ?busy=${this.busy || onTheWay.has(action)}
                  @click=${() => this.dispatchEvent(new ControlWantedEvent(action, { process, host }))}
                  >${verbs[action]}${action === "restart" || action === "stop" ? "…" : ""}</ui-button
                >`,
            )}
          </div>`
        : nothing
    }
    ${why && actions.length > 0 ? html`<p class="why">${why}</p>` : nothing}
    ${repeat(
      commands,
      ({ id }) => id,
      (command) =>
        html`<command-line .command=${command} .doer=${host} ?mayAct=${this.mayAct && why === ""} .ticker=${this.ticker}></command-line>`,
    )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "process-controls": ProcessControls;
  }
}
