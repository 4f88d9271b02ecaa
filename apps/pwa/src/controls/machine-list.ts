import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { machineSteps } from "./machine-setup.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-empty";
import "./host-card.ts";

/**
 * Every machine with a runner; where there is none, how one becomes one.
 * @fires control-wanted @fires cancel-wanted @fires start-wanted @fires forget-wanted A button was tapped.
 */
@customElement("machine-list")
export class MachineList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        color: var(--ink-soft);
        font: 400 var(--text-s) / 1.5 var(--font);
      }
      .hosts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 430px), 1fr));
        gap: var(--space-3);
        align-items: start;
      }
      .why {
        padding-inline: var(--space-1);
        font-size: 0.8125rem;
      }
      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        inline-size: 100%;
        text-align: start;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) hosts: readonly Host[] = [];
  /** Newest first. */
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

  override render() {
    const { hosts, commands } = this;
    if (hosts.length === 0) return this.#renderNone();
    const own = Map.groupBy(commands, ({ hostId }) => hostId);
    return html`${this.why && this.mayAct ? html`<p class="why">${this.why}</p>` : nothing}
      <div class="hosts" role="list">
        ${repeat(
          hosts,
          ({ id }) => id,
          (host) =>
            html`<host-card
              role="listitem"
              .host=${host}
              .commands=${own.get(host.id) ?? []}
              ?mayAct=${this.mayAct}
              ?mayForget=${this.mayForget}
              why=${this.why}
              .busy=${this.busy}
              .read=${this.read}
              .ticker=${this.ticker}
            ></host-card>`,
        )}
      </div>`;
  }

  #renderNone() {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="host" heading="No machine has a runner yet">
        <p>
          With <code>beckon host</code> running on a machine, its agents can be started, stopped, restarted and paused from here. It starts
          nothing but what its own configuration lists.
        </p>
        <ol>
          ${machineSteps(location.origin).map(
            ({ words, label, text }) =>
              html`<li>
                <span>${words}</span>
                <ui-code label=${label} .parts=${[{ text }]}></ui-code>
              </li>`,
          )}
        </ol>
      </ui-empty></ui-card
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "machine-list": MachineList;
  }
}
