import { hasEnded } from "@beckon/contracts/task-transitions";
import type { Task, TaskStatus } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { toneStyles } from "../fleet/tone.styles.ts";
import { movesOf, priorities, priorityLooks, statusLooks } from "./task-words.ts";
import { type TaskAct, TaskActedEvent, TaskSheetEvent } from "./work-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-segmented";

/** What each move is called by whoever makes it. */
const verbs: Partial<Record<TaskStatus, string>> = {
  pending: "Back to the inbox",
  assigned: "Set to assigned",
  in_progress: "Start",
  blocked: "Block…",
  completed: "Mark as done",
  failed: "Mark as failed",
  cancelled: "Cancel…",
};
const segments = priorities.map((value) => ({ value, label: priorityLooks[value].word })).toReversed();

/**
 * Everything a person may do with a task now, and nothing else.
 * @fires task-acted It is to be done.
 * @fires task-sheet-wanted More is to be said first.
 */
@customElement("task-actions")
export class TaskActions extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
        font: 400 var(--text-s) / 1.45 var(--font);
        color: var(--ink-soft);
      }
      .group {
        display: grid;
        gap: 6px;
      }
      h3 {
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .sure {
        display: grid;
        gap: var(--space-3);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) task!: Task;
  /** Which of the deliberate steps is open. */
  @state() private asking: "cancelled" | "blocked" | undefined;
  @state() private reason = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("task");
    if (before && (before.id !== this.task.id || before.status !== this.task.status)) this.asking = undefined;
  }

  override render() {
    const { task } = this;
    const moves = movesOf(task);
    if (this.asking === "cancelled") return this.#renderSureCancel();
    if (this.asking === "blocked") return this.#renderBlock();
    const open = !hasEnded(task.status);
    const fixed = task.file !== undefined && !task.file.writable;
    if (fixed)
      return html`<p>It stands in a file that is followed read-only: change it there, or follow the folder with <code>--write</code>.</p>`;
    if (task.file?.problem !== undefined) return html`<p>It cannot be read, so nothing can be done with it here. Put the file right.</p>`;
    return html`${
        moves.length > 0
          ? html`<div class="group">
              <h3>Move to</h3>
              <div class="buttons">${moves.map((to) => this.#renderMove(to))}</div>
            </div>`
          : nothing
      }
      ${
        open
          ? html`<div class="group">
              <h3>Priority</h3>
              <ui-segmented
                label="Priority"
                .segments=${segments}
                value=${task.priority}
                @segment-chosen=${(event: SegmentChosenEvent) => this.#act({ kind: "change", patch: { priority: event.value as Task["priority"] } })}
              ></ui-segmented>
            </div>`
          : nothing
      }
      <div class="buttons">
        ${
          open
            ? html`<ui-button icon="people" @click=${() => this.dispatchEvent(new TaskSheetEvent(task, "assign"))}
                  >${task.agent ? "Give to another…" : "Assign…"}</ui-button
                >${
                  task.priority === "critical"
                    ? nothing
                    : html`<ui-button icon="triangle" @click=${() => this.#act({ kind: "boost" })}>Boost</ui-button>`
                }`
            : task.status === "completed"
              ? nothing
              : html`<ui-button variant="primary" icon="refresh" @click=${() => this.#act({ kind: "retry" })}>Try again</ui-button>`
        }
        ${task.file ? nothing : html`<ui-button icon="edit" @click=${() => this.dispatchEvent(new TaskSheetEvent(task, "edit"))}>Edit…</ui-button>`}
      </div>`;
  }

  #renderMove(to: TaskStatus) {
    const look = statusLooks[to];
    const act = () => {
      if (to === "cancelled" || to === "blocked") this.asking = to;
      else this.#act({ kind: "move", to });
    };
    return html`<ui-button variant=${to === "cancelled" ? "danger" : "plain"} icon=${look.icon} @click=${act}
      >${this.task.status === "blocked" && to === "in_progress" ? "Unblock" : (verbs[to] ?? look.word)}</ui-button
    >`;
  }

  #renderSureCancel() {
    return html`<div class="sure" role="group" aria-label="Cancel it, for sure?">
      <p>Cancelled, it stays ended. Its result and error are kept, and it can be tried again.</p>
      <div class="buttons">
        <ui-button @click=${() => (this.asking = undefined)}>Keep it</ui-button>
        <ui-button variant="danger" @click=${() => this.#act({ kind: "move", to: "cancelled" })}>Cancel the task</ui-button>
      </div>
    </div>`;
  }

  #renderBlock() {
    const act = () => {
      const reason = this.reason.trim();
      this.#act({ kind: "move", to: "blocked", ...(reason !== "" && { blockedBy: reason }) });
    };
    return html`<div class="sure" role="group" aria-label="Block it">
      <ui-field
        label="What does it wait for?"
        maxlength="500"
        .value=${this.reason}
        @field-changed=${(event: FieldChangedEvent) => (this.reason = event.value)}
        @field-entered=${act}
      ></ui-field>
      <div class="buttons">
        <ui-button @click=${() => (this.asking = undefined)}>Back</ui-button>
        <ui-button variant="primary" @click=${act}>Block the task</ui-button>
      </div>
    </div>`;
  }

  #act(act: TaskAct): void {
    this.asking = undefined;
    this.reason = "";
    this.dispatchEvent(new TaskActedEvent(this.task, act));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-actions": TaskActions;
  }
}
