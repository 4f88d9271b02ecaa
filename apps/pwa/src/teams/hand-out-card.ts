import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { View } from "../platform/cached-view.ts";
import type { HandOut } from "./teams.api.ts";
import { TeamWantedEvent } from "./teams-events.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-switch";

const longest = 80;

/**
 * Whether waiting work is given to agents by itself, and what nobody can do.
 * @fires team-wanted It was switched.
 */
@customElement("hand-out-card")
export class HandOutCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        color: var(--ink-soft);
        font: 400 0.8125rem / 1.5 var(--font);
      }
      b {
        color: var(--ink);
        font-weight: 600;
      }
      ul {
        margin-block-start: var(--space-2);
      }
      li {
        padding-block: var(--space-2);
        border-block-start: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      a {
        color: var(--ink);
        text-underline-offset: 3px;
      }
    `,
  ];

  @property({ attribute: false }) view: View<HandOut> = { loading: true };
  @property({ type: Boolean }) mayAct = false;
  @property() why = "";
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) ticker: Ticker = sharedTicker;

  override render() {
    const { body, at, error } = this.view;
    if (!body) return error ? html`<ui-card><p>Whether waiting tasks are handed out is not known here: ${error}</p></ui-card>` : nothing;
    return html`<ui-card>
      ${
        this.mayAct
          ? html`<ui-switch
              ?on=${body.on}
              ?disabled=${this.why !== "" || this.busy}
              label="Hand out waiting tasks"
              hint="What nobody has goes to the agent that fits best: by role, load and record, one task at a time."
              @switch-turned=${({ on }: SwitchTurnedEvent) => this.dispatchEvent(new TeamWantedEvent({ kind: "hand-out", on }))}
            ></ui-switch>`
          : html`<p><b>${body.on ? "Waiting tasks are handed out" : "Waiting tasks are not handed out"}</b></p>`
      }
      ${body.on && body.by?.name ? html`<p>Switched on by ${shownText(short(body.by.name, longest))}</p>` : nothing}
      ${error && at ? html`<p>As of ${formatMoment(at)}: ${error}</p>` : nothing} ${this.#renderStuck(body)}
    </ui-card>`;
  }

  #renderStuck({ stuck }: HandOut) {
    if (stuck.length === 0) return nothing;
    return html`<ul>
      ${stuck.map(
        ({ role, tasks, why, since, requestId, left }) =>
          html`<li>
            <b
              >${tasks === 1 ? "1 task" : `${tasks} tasks`}${role === undefined ? nothing : html` for ${shownText(short(role, longest))}`}</b
            >: ${why}, for <ui-age at=${since} .ticker=${this.ticker}></ui-age>${
              requestId ? html` · <a href=${`/decisions/${requestId}`}>What now?</a>` : left ? " · left so by a person" : nothing
            }
          </li>`,
      )}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "hand-out-card": HandOutCard;
  }
}
