import type { CommandKind, CommandTasks } from "@beckon/contracts/controls";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { awayWarning } from "./away-warning.ts";
import type { AgentWork } from "./controls.store.ts";
import type { Target } from "./controls-events.ts";
import { factsStyles } from "./facts.styles.ts";
import { sheetStyles } from "./sheet.styles.ts";
import type { TasksChosen } from "./tasks-choice.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "./tasks-choice.ts";

const longest = 200;

/** Yes, do it; for the reason given, if one was, and with what becomes of the agent's tasks. */
export class ActConfirmed extends Event {
  readonly reason: string;
  readonly tasks: CommandTasks | undefined;
  constructor(reason: string, tasks: CommandTasks | undefined) {
    super("act-confirmed", { bubbles: true, composed: true });
    this.reason = reason;
    this.tasks = tasks;
  }
}

/**
 * The one question before an agent is stopped or started again: what exactly will happen, to which process, where, and
 * what becomes of its tasks.
 * @fires act-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("act-sheet")
export class ActSheet extends LitElement {
  static override styles = [baseStyles, factsStyles, sheetStyles];

  @property() action: Extract<CommandKind, "stop" | "restart"> = "stop";
  @property({ attribute: false }) target!: Target;
  @property({ attribute: false }) workOf!: (agentId: string) => Promise<AgentWork>;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private reason = "";
  #tasks: CommandTasks | undefined;

  override render() {
    const { target, action } = this;
    const verb = action === "stop" ? "Stop" : "Restart";
    const [name, agentId] = "process" in target ? [target.process.agent, target.process.agentId] : [target.name, target.agentId];
    return html`<ui-dialog heading=${`${verb} ${shownWords(short(name, 80))}?`} ?open=${!this.done}>
      <div class="stack">
        ${this.#renderWhat()}
        ${
          agentId === undefined
            ? nothing
            : html`<tasks-choice
                agentId=${agentId}
                action=${action}
                .workOf=${this.workOf}
                @tasks-chosen=${({ tasks }: TasksChosen) => (this.#tasks = tasks)}
              ></tasks-choice>`
        }
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
          @click=${() => this.dispatchEvent(new ActConfirmed(this.reason.trim(), this.#tasks))}
          >${verb}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #renderWhat() {
    const { target, action } = this;
    if (!("process" in target))
      return html`<p>
        No machine of the list runs it. At its next step it is told to end its work; its program itself stays open where it was started.
        ${target.idle ? "Its turn is over, so that this takes effect when it next has something to do." : nothing}
      </p>`;
    const { host, process } = target;
    const machine = shownText(short(host.name, longest));
    return html`<p>
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
      </dl>`;
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
