import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { AgentChosenForTask } from "./assign-sheet.ts";
import { statusLooks } from "./task-words.ts";
import type { Suggestion } from "./tasks.api.ts";
import { TaskActedEvent } from "./work-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";

const longest = 160;
const few = 8;

/**
 * What an agent has to do, and whom it may be given to instead.
 * @fires task-acted A task is to go to another agent.
 */
@customElement("agent-tasks")
export class AgentTasks extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-s) / 1.45 var(--font);
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
        align-items: center;
        min-block-size: 60px;
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
        --icon-size: 12px;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      a {
        color: var(--ink);
        font-weight: 600;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      small {
        display: flex;
        gap: 6px;
        align-items: center;
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  /** Its open tasks. */
  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ type: Boolean }) mayAct = false;
  @property({ attribute: false }) suggest!: (id: string) => Promise<Suggestion[]>;
  @state() private asked: Task | undefined;
  @state() private all = false;

  override render() {
    const shown = this.all ? this.tasks : this.tasks.slice(0, few);
    const more = this.tasks.length - shown.length;
    return html`<ui-card flush>
        <ul>
          ${repeat(
            shown,
            ({ id }) => id,
            (task) => this.#renderTask(task),
          )}
        </ul>
        ${more > 0 ? html`<ui-button wide variant="quiet" @click=${() => (this.all = true)}>Show ${more} more</ui-button>` : nothing}
      </ui-card>
      <assign-sheet
        .task=${this.asked}
        ?open=${this.asked !== undefined}
        .suggest=${this.suggest}
        @dialog-closed=${() => (this.asked = undefined)}
        @agent-chosen-for-task=${(event: AgentChosenForTask) => this.#chosen(event)}
      ></assign-sheet>`;
  }

  #renderTask(task: Task) {
    const { icon, tone, word } = statusLooks[task.status];
    return html`<li>
      <span>
        <a href=${`/work/tasks/${task.id}`}>${shownText(short(task.title, longest))}</a>
        <small
          ><ui-icon class=${tone} name=${icon}></ui-icon
          >${word}${task.progress === null ? nothing : ` · ${Math.round(task.progress)} %`}</small
        >
      </span>
      ${
        this.mayAct && task.file === undefined
          ? html`<ui-button variant="quiet" label=${`Reassign ${shownWords(short(task.title, 80))}`} @click=${() => this.#ask(task)}
              >Reassign…</ui-button
            >`
          : nothing
      }
    </li>`;
  }

  #ask(task: Task): void {
    // The code of the question comes when it is first asked.
    void import("./assign-sheet.ts");
    this.asked = task;
  }

  #chosen({ agent }: AgentChosenForTask): void {
    const { asked } = this;
    this.asked = undefined;
    if (asked) this.dispatchEvent(new TaskActedEvent(asked, { kind: "change", patch: { agent } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-tasks": AgentTasks;
  }
}
