import type { WorkDirectory } from "@beckon/contracts/work-directories";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatCount } from "@beckon/ui/numbers";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { TaskChange } from "../platform/replica.ts";
import { taskCount } from "./task-words.ts";
import type { WorkSeen } from "./work-eye.ts";
import { LookChangedEvent } from "./work-filters.ts";
import { noFilters, plainLook, type WorkLook } from "./work-look.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "./queue-figures.ts";
import "./work-board.ts";
import "./work-list.ts";

/**
 * The tasks that are looked at: the queue in figures, and the board or the list.
 * @fires look-changed All of them are to be shown.
 */
@customElement("work-tasks")
export class WorkTasks extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        min-inline-size: 0;
        font: 400 0.8125rem / 1.45 var(--font);
        color: var(--ink-soft);
      }
      .folder {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        align-items: center;
        padding-inline: var(--space-1);
        overflow-wrap: anywhere;
        --icon-size: 15px;
      }
      .found {
        padding-inline: var(--space-1);
        color: var(--ink-faint);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) seen!: WorkSeen;
  @property({ attribute: false }) look!: WorkLook;
  /** The one whose lanes are shown. */
  @property({ attribute: false }) directory?: WorkDirectory | undefined;
  @property({ attribute: false }) changes: ReadonlyMap<string, TaskChange> = new Map();
  @property({ attribute: false }) picked: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) picking = false;
  @property({ type: Boolean }) narrow = false;
  @property({ type: Boolean }) mayAct = false;

  override render() {
    const { view, figures, total } = this.seen;
    return html`<queue-figures .figures=${figures}></queue-figures>
      ${this.#renderFolder()}
      <p class="found" role="status">${taskCount(view.count)}${view.count === total ? "" : ` of ${formatCount(total)}`}</p>
      ${view.count === 0 ? this.#renderNone() : this.look.view === "list" ? this.#renderList() : this.#renderBoard()}`;
  }

  #renderFolder() {
    const { directory } = this;
    if (!directory) return nothing;
    return html`<p class="folder">
      <ui-icon name="file"></ui-icon><span>${shownText(short(`${directory.path} on ${directory.host}`, 200))}</span>
      <span
        >${directory.watching ? "followed now" : "nobody follows it now"} ·
        ${directory.writable ? "may be changed from here" : "read-only"}</span
      >
    </p>`;
  }

  #renderNone() {
    const all = () => this.dispatchEvent(new LookChangedEvent({ ...noFilters, q: "", range: plainLook.range }));
    return html`<ui-empty tone="quiet" icon="search" heading="No task like that">
      <p>None of ${taskCount(this.seen.total)} on this device fits.</p>
      <ui-button @click=${all}>Show all</ui-button>
    </ui-empty>`;
  }

  #renderList() {
    return html`<work-list
      .now=${this.seen.now}
      .tasks=${this.seen.view.found}
      .changes=${this.changes}
      .picked=${this.picked}
      ?picking=${this.picking}
      ?narrow=${this.narrow}
      ?mayAct=${this.mayAct}
    ></work-list>`;
  }

  #renderBoard() {
    return html`<work-board
      .now=${this.seen.now}
      .lanes=${this.seen.view.lanes}
      .changes=${this.changes}
      .picked=${this.picked}
      ?picking=${this.picking}
      ?narrow=${this.narrow}
      lane=${this.look.lane ?? ""}
      ?mayAct=${this.mayAct}
    ></work-board>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "work-tasks": WorkTasks;
  }
}
