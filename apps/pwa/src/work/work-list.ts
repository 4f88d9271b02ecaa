import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { TaskChange } from "../platform/replica.ts";
import { cardHeight, flatHeight } from "./task-card.styles.ts";
import "./task-card.ts";
import "./virtual-rows.ts";

/** Pixels of search and figures that stand above the list, at the least. */
const aboveList = 240;

/** The tasks one below the other, most urgent first. */
@customElement("work-list")
export class WorkList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        inline-size: 100%;
        max-inline-size: 1200px;
      }
    `,
  ];

  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ attribute: false }) changes: ReadonlyMap<string, TaskChange> = new Map();
  @property({ attribute: false }) picked: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) picking = false;
  @property({ type: Boolean }) mayAct = false;
  /** Titles take two lines. */
  @property({ type: Boolean }) narrow = false;
  /** Epoch milliseconds by which ages are told. */
  @property({ type: Number }) now = 0;

  override render() {
    const draw = (task: Task, index: number) =>
      html`<task-card
        role="listitem"
        aria-posinset=${index + 1}
        aria-setsize=${this.tasks.length}
        ?flat=${!this.narrow}
        .task=${task}
        .now=${this.now}
        .change=${this.changes.get(task.id)}
        ?picking=${this.picking}
        ?picked=${this.picked.has(task.id)}
        ?mayAct=${this.mayAct}
      ></task-card>`;
    return html`<h2 class="visually-hidden">Tasks</h2>
      <virtual-rows
        .rows=${this.tasks}
        .rowHeight=${this.narrow ? cardHeight : flatHeight}
        .above=${aboveList}
        .draw=${draw}
        label="Tasks"
      ></virtual-rows>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "work-list": WorkList;
  }
}
