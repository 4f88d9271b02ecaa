import type { Task, TaskTemplate } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { Suggestion } from "./tasks.api.ts";

/** What is open, and for which task; without one for a new task, or for `count` that are picked. */
export type OpenSheet = { kind: "menu" | "assign" | "write"; task?: Task | undefined; count?: number };

/**
 * What is asked before something is done with a task; the code of each comes when it is opened.
 * @fires task-acted It is to be done.
 * @fires task-sheet-wanted Another sheet is wanted.
 * @fires agent-chosen-for-task Whom to give it.
 * @fires draft-written A task to save.
 * @fires dialog-closed It was closed.
 */
@customElement("work-sheets")
export class WorkSheets extends LitElement {
  static override styles = baseStyles;

  @property({ attribute: false }) sheet?: OpenSheet | undefined;
  @property({ attribute: false }) templates: readonly TaskTemplate[] = [];
  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ type: Boolean }) busy = false;
  /** Why it was not saved. */
  @property() problem = "";
  @property({ attribute: false }) suggest!: (id: string) => Promise<Suggestion[]>;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("sheet") || !this.sheet) return;
    void import("@beckon/ui/ui-dialog");
    if (this.sheet.kind === "menu") void import("./task-actions.ts");
    if (this.sheet.kind === "assign") void import("./assign-sheet.ts");
    if (this.sheet.kind === "write") void import("./task-sheet.ts");
  }

  override render() {
    const { sheet } = this;
    if (!sheet) return nothing;
    if (sheet.kind === "menu" && sheet.task)
      return html`<ui-dialog heading=${shownWords(short(sheet.task.title, 120))} open>
        <task-actions .task=${sheet.task}></task-actions>
      </ui-dialog>`;
    if (sheet.kind === "assign")
      return html`<assign-sheet open .task=${sheet.task} .count=${sheet.count ?? 1} .suggest=${this.suggest}></assign-sheet>`;
    return html`<task-sheet
      open
      .task=${sheet.task}
      .tasks=${this.tasks}
      .templates=${this.templates}
      ?busy=${this.busy}
      problem=${this.problem}
    ></task-sheet>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "work-sheets": WorkSheets;
  }
}
