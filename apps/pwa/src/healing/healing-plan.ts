import type { HealingMode, HealingPlan } from "@beckon/contracts/healing";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { pageStyles } from "../shell/page.styles.ts";
import { modes, steps, willAct } from "./healing-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-segmented";
import "./healing-left.ts";
import "./healing-step.ts";

/** Another mode is to be looked at, or the same once more. */
export class LookWantedEvent extends Event {
  readonly mode: HealingMode;
  constructor(mode: HealingMode) {
    super("look-wanted", { bubbles: true, composed: true });
    this.mode = mode;
  }
}

/**
 * The dry run: what each mode would do now, with reasons, and what it would leave alone.
 * @fires look-wanted A mode is to be looked at.
 * @fires run-wanted What is shown is to be done.
 */
@customElement("healing-plan")
export class HealingPlanView extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      :host {
        gap: 28px;
      }
      .choice {
        display: grid;
        gap: var(--space-3);
      }
      .foot {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2) var(--space-3);
        align-items: center;
      }
      @media (max-width: 560px) {
        .foot {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property() mode: HealingMode = "smart";
  @property({ attribute: false }) plan?: HealingPlan | undefined;
  @property({ type: Boolean }) looking = false;
  @property() problem = "";
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  @property({ type: Boolean }) busy = false;
  /** Another run is at work. */
  @property({ type: Boolean }) running = false;

  override render() {
    const says = modes.find(({ value }) => value === this.mode)?.says;
    return html`<section>
        <h2>How far it goes</h2>
        <ui-card>
          <div class="choice">
            <ui-segmented
              label="Mode"
              .segments=${modes}
              value=${this.mode}
              @segment-chosen=${({ value }: SegmentChosenEvent) => this.dispatchEvent(new LookWantedEvent(value as HealingMode))}
            ></ui-segmented>
            <p class="quiet">${says}</p>
            ${this.#renderLimits()}
          </div>
        </ui-card>
      </section>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing} ${this.#renderPlan()}`;
  }

  #renderLimits() {
    if (!this.plan) return nothing;
    const { restartsPerHour, coolDownSeconds, actsPerRun } = this.plan.limits;
    return html`<p class="small">
      Limits: ${restartsPerHour} restarts an hour for each agent, the next one after ${Math.round(coolDownSeconds / 60)} min, then twice as
      long each time; ${actsPerRun} acts in a run. Beyond them it asks you.
    </p>`;
  }

  #renderPlan() {
    const { plan } = this;
    if (!plan)
      return this.why
        ? html`<ui-card
            ><ui-empty tone="quiet" icon="offline" heading="No dry run without a connection"
              ><p>It is made of what is true now.</p></ui-empty
            ></ui-card
          >`
        : html`<p class="quiet" role="status">${this.looking ? "Looking at the team" : ""}</p>`;
    const count = plan.steps.filter(willAct).length;
    return html`<section>
        <h2>
          What it would do <span class="aside">as of <ui-age as="ago" at=${plan.asOf}></ui-age></span>
        </h2>
        ${
          plan.steps.length === 0
            ? html`<ui-card
                ><ui-empty tone="good" icon="check" heading="Nothing to heal">
                  <p>
                    ${plan.left.length === 0 ? "Nobody is stuck, silent or lost, as far as agents and machines tell." : "What is seen is left alone in this mode; why, stands below."}
                  </p>
                </ui-empty></ui-card
              >`
            : html`<ui-card flush
                >${repeat(
                  plan.steps,
                  ({ id }) => id,
                  (step) => html`<healing-step .step=${step}></healing-step>`,
                )}</ui-card
              >`
        }
        ${this.#renderFoot(count)}
      </section>
      ${
        plan.left.length > 0
          ? html`<section>
              <h2>Left alone <span class="aside">${plan.left.length}</span></h2>
              <ui-card flush>${plan.left.map((left) => html`<healing-left .left=${left}></healing-left>`)}</ui-card>
            </section>`
          : nothing
      }`;
  }

  #renderFoot(count: number) {
    const again = html`<ui-button
      variant="quiet"
      icon="refresh"
      ?busy=${this.looking}
      ?disabled=${this.why !== ""}
      @click=${() => this.dispatchEvent(new LookWantedEvent(this.mode))}
      >Look again</ui-button
    >`;
    if (!this.mayAct || count === 0)
      return html`<div class="foot">
        <p class="small">Looking changes nothing.</p>
        ${again}
      </div>`;
    const why = this.why || (this.running ? "A run is at work; wait until it is over." : "");
    return html`<div class="foot">
      <p class="small">${why || "Looking changes nothing. What you carry out stands in the audit log in your name."}</p>
      <div class="actions">
        ${again}
        <ui-button variant="primary" ?busy=${this.busy} ?disabled=${why !== ""} @click=${() => this.dispatchEvent(new Event("run-wanted"))}
          >${`Carry out ${steps(count)}`}</ui-button
        >
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "healing-plan": HealingPlanView;
  }
  interface HTMLElementEventMap {
    "look-wanted": LookWantedEvent;
  }
}
