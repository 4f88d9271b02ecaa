import type { Session } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

/** A run is to be stopped at its next step, or to go on. */
export class PauseWantedEvent extends Event {
  readonly sessionId: string;
  readonly wanted: "pause" | "resume";
  constructor(sessionId: string, wanted: "pause" | "resume") {
    super("pause-wanted", { bubbles: true, composed: true });
    this.sessionId = sessionId;
    this.wanted = wanted;
  }
}

/**
 * Stops one run, and says what really came of it: asked for, held, gone on. Where nothing of the run can be held there
 * is no button, and it is said why.
 * @fires pause-wanted
 */
@customElement("pause-control")
export class PauseControl extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        margin-block-start: var(--space-2);
        color: var(--ink-soft);
        font: 400 0.8125rem / 1.4 var(--font);
        --icon-size: 13px;
      }
      p {
        flex: 1 1 160px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) session!: Pick<Session, "id" | "endedAt" | "canPause" | "pause">;
  @property({ type: Boolean }) mayAct = false;
  /** It is being sent. */
  @property({ type: Boolean }) busy = false;

  override render() {
    const { endedAt, canPause, pause } = this.session;
    if (endedAt !== undefined) return nothing;
    const stands = pause?.state === "requested" || pause?.state === "held";
    if (!canPause && !stands) return html`<p>It cannot be paused: no step of it has waited for an answer from here yet.</p>`;
    return html`<p role="status">${this.#words()}</p>
      ${this.mayAct ? this.#button(stands ? "resume" : "pause") : nothing}`;
  }

  #words() {
    const { pause } = this.session;
    if (!pause) return nothing;
    const by = shownText(short(pause.by, 60));
    if (pause.state === "requested") return html`<ui-icon name="clock"></ui-icon> Asked to pause by ${by}; takes effect at its next step.`;
    if (pause.state === "held")
      return html`<ui-icon class="beacon" name="circle"></ui-icon> Held for <ui-age at=${pause.heldAt ?? pause.at}></ui-age>${
          pause.step ? html`, before ${shownText(short(pause.step, 80))}` : nothing
        }.`;
    if (pause.state === "resumed") return html`Was paused, goes on again.`;
    return html`Goes on without a word from here${pause.note ? html`: ${shownText(short(pause.note, 160))}` : "."}`;
  }

  #button(wanted: "pause" | "resume") {
    return html`<ui-button ?busy=${this.busy} @click=${() => this.dispatchEvent(new PauseWantedEvent(this.session.id, wanted))}
      >${wanted === "pause" ? "Pause it" : "Let it go on"}</ui-button
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pause-control": PauseControl;
  }
  interface HTMLElementEventMap {
    "pause-wanted": PauseWantedEvent;
  }
}
