import type { CommandKind } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { awayWarning } from "./away-warning.ts";
import { factsStyles } from "./facts.styles.ts";
import { sheetStyles } from "./sheet.styles.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

const longest = 200;

/** Yes, do it; for the reason given, if one was. */
export class ActConfirmed extends Event {
  readonly reason: string;
  constructor(reason: string) {
    super("act-confirmed", { bubbles: true, composed: true });
    this.reason = reason;
  }
}

/**
 * The one question before a process is stopped or started again: what exactly will happen, to which process, where.
 * @fires act-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("act-sheet")
export class ActSheet extends LitElement {
  static override styles = [baseStyles, factsStyles, sheetStyles];

  @property() action: Extract<CommandKind, "stop" | "restart"> = "stop";
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) process!: ShownProcess;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private reason = "";

  override render() {
    const { host, process, action } = this;
    const verb = action === "stop" ? "Stop" : "Restart";
    const machine = shownText(short(host.name, longest));
    return html`<ui-dialog heading=${`${verb} ${shownWords(short(process.agent, 80))}?`} ?open=${!this.done}>
      <div class="stack">
        <p>
          ${machine} asks the process and all that it started to end, and ends by force what does not.
          ${action === "restart" ? "Then it starts it again, by the same profile." : "It is not started again."} What it has not saved is
          lost.
        </p>
        ${awayWarning(host)}
        <dl>
          <dt>Process</dt>
          <dd>
            ${process.pid === undefined ? "has no pid yet" : `pid ${process.pid}`}, started
            <ui-age as="ago" at=${process.startedAt}></ui-age>
          </dd>
          <dt>Profile</dt>
          <dd>${shownText(short(process.profile, longest))}</dd>
          <dt>Machine</dt>
          <dd>${machine}</dd>
          <dt>Folder</dt>
          <dd><code>${shownText(short(process.folder, longest))}</code></dd>
        </dl>
        <ui-field
          label="Why (stands in the audit log)"
          maxlength="500"
          .value=${this.reason}
          @field-changed=${(event: FieldChangedEvent) => (this.reason = event.value)}
        ></ui-field>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.#close()}>Leave it</ui-button>
        <ui-button
          wide
          variant=${action === "stop" ? "danger" : "primary"}
          ?busy=${this.busy}
          @click=${() => this.dispatchEvent(new ActConfirmed(this.reason.trim()))}
          >${verb}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #close(): void {
    this.renderRoot.querySelector("ui-dialog")?.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "act-sheet": ActSheet;
  }
  interface HTMLElementEventMap {
    "act-confirmed": ActConfirmed;
  }
}
