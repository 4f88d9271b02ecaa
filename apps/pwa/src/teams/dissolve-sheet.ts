import type { Team } from "@beckon/contracts/teams";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { isHere } from "./team-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-switch";

/** Yes, dissolve it. */
export class DissolveConfirmed extends Event {
  readonly tasks: "keep" | "requeue";
  constructor(tasks: "keep" | "requeue") {
    super("dissolve-confirmed", { bubbles: true, composed: true });
    this.tasks = tasks;
  }
}

/**
 * The one question before a team is ended: what exactly will happen.
 * @fires dissolve-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("dissolve-sheet")
export class DissolveSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) team!: Team;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private requeue = true;

  override render() {
    const { team } = this;
    const here = team.members.filter(isHere).length;
    return html`<ui-dialog heading=${`Dissolve ${shownWords(short(team.name, 80))}?`} ?open=${!this.done}>
      <div class="stack">
        <p>
          ${here === 0 ? "None of its processes runs." : here === 1 ? "Its process is asked to end; what does not is ended by force." : `Its ${here} processes are asked to end; what does not is ended by force.`}
          ${here === 0 ? "" : "What they have not saved is lost."}
          ${team.origin === "config" ? "It stays in its machine's configuration, switched off." : ""}
        </p>
        <ui-switch
          ?on=${this.requeue}
          label="Give its tasks back to the queue"
          hint=${this.requeue ? "Others can take what its members have not finished." : "Its tasks stay assigned to its members."}
          @switch-turned=${({ on }: SwitchTurnedEvent) => (this.requeue = on)}
        ></ui-switch>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Leave it</ui-button>
        <ui-button
          wide
          variant="danger"
          ?busy=${this.busy}
          @click=${() => this.dispatchEvent(new DissolveConfirmed(this.requeue ? "requeue" : "keep"))}
          >Dissolve</ui-button
        >
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dissolve-sheet": DissolveSheet;
  }
  interface HTMLElementEventMap {
    "dissolve-confirmed": DissolveConfirmed;
  }
}
