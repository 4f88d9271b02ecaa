import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatCount } from "@beckon/ui/numbers";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { TaskChange } from "../platform/replica.ts";
import { BoardDrag } from "./board-drag.ts";
import { cardHeight } from "./task-card.styles.ts";
import { movesOf } from "./task-words.ts";
import { boardStyles } from "./work-board.styles.ts";
import { TaskActedEvent } from "./work-events.ts";
import type { Lane } from "./work-view.ts";
import "@beckon/ui/ui-icon";
import "./task-card.ts";
import "./virtual-rows.ts";

/** Pixels of search, figures and heads that stand above the cards, at the least: with lanes side by side, and one at a time. */
const aboveLanes = 300;
const aboveTabs = 420;

/** Another lane is to be in view, on a phone. */
export class LaneChosenEvent extends Event {
  readonly lane: string;
  constructor(lane: string) {
    super("lane-chosen", { bubbles: true, composed: true });
    this.lane = lane;
  }
}

/**
 * The tasks in their lanes: side by side where there is room, else one at a time.
 * @fires lane-chosen Another lane is to be in view.
 * @fires task-acted A card was dropped on a lane.
 */
@customElement("work-board")
export class WorkBoard extends LitElement {
  static override styles = [baseStyles, toneStyles, boardStyles];

  @property({ attribute: false }) lanes: readonly Lane[] = [];
  @property({ attribute: false }) changes: ReadonlyMap<string, TaskChange> = new Map();
  @property({ attribute: false }) picked: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) picking = false;
  /** One lane at a time. */
  @property({ type: Boolean }) narrow = false;
  /** The lane in view then. */
  @property() lane = "";
  @property({ type: Boolean }) mayAct = false;
  /** Epoch milliseconds by which ages are told. */
  @property({ type: Number }) now = 0;
  readonly #drag = new BoardDrag(this, {
    mayTake: (task) => this.mayAct && !this.narrow && movesOf(task).length > 0,
    drop: (task, lane) => this.#dropped(task, lane),
  });

  override render() {
    return this.narrow ? this.#renderOne() : html`<div class="lanes">${this.lanes.map((lane) => this.#renderLane(lane))}</div>`;
  }

  #renderOne() {
    const shown = this.lanes.find(({ id }) => id === this.lane) ?? this.lanes.find(({ tasks }) => tasks.length > 0) ?? this.lanes[0];
    if (!shown) return nothing;
    return html`<div class="tabs" role="tablist" aria-label="Lanes" @keydown=${this.#key}>
        ${this.lanes.map(
          (lane) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${lane.id}"
              aria-controls="panel"
              aria-selected=${lane === shown ? "true" : "false"}
              tabindex=${lane === shown ? 0 : -1}
              @click=${() => this.dispatchEvent(new LaneChosenEvent(lane.id))}
            >
              ${sign(lane)}${shownText(lane.word)} <b>${formatCount(lane.count)}</b>
            </button>`,
        )}
      </div>
      <h2 class="visually-hidden">${shownText(shown.word)}</h2>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${shown.id}">
        ${shown.tasks.length > 0 ? this.#renderRows(shown, false) : html`<p class="none">Nothing here</p>`}
      </div>`;
  }

  #renderLane(lane: Lane) {
    const { task, over } = this.#drag;
    const takes = task !== undefined && lane.to !== undefined && movesOf(task).includes(lane.to);
    const stands = task !== undefined && lane.to === task.status;
    const state = task === undefined ? "" : takes ? (over === lane.id ? "takes over" : "takes") : stands ? "" : "shut";
    return html`<section class="lane ${state}" data-lane=${lane.id} aria-labelledby="lane-${lane.id}">
      <h2 id="lane-${lane.id}">${sign(lane)}${shownText(lane.word)}<span class="number">${formatCount(lane.count)}</span></h2>
      ${lane.tasks.length > 0 ? this.#renderRows(lane, true) : html`<p class="none">${takes ? "Drop it here" : "Nothing here"}</p>`}
    </section>`;
  }

  #renderRows(lane: Lane, scrolls: boolean) {
    const draw = (task: Task, index: number) =>
      html`<task-card
        role="listitem"
        aria-posinset=${index + 1}
        aria-setsize=${lane.count}
        inLane
        .task=${task}
        .now=${this.now}
        .change=${this.changes.get(task.id)}
        ?picking=${this.picking}
        ?picked=${this.picked.has(task.id)}
        ?mayAct=${this.mayAct}
      ></task-card>`;
    return html`<virtual-rows
      ?scrolls=${scrolls}
      .rows=${lane.tasks}
      .rowHeight=${cardHeight}
      .above=${scrolls ? aboveLanes : aboveTabs}
      .draw=${draw}
      label=${lane.word}
    ></virtual-rows>`;
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const tabs = [...this.renderRoot.querySelectorAll<HTMLButtonElement>("[role=tab]")];
    const next = tabs[tabs.indexOf(event.target as HTMLButtonElement) + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }

  #dropped(task: Task, id: string): void {
    const to = this.lanes.find((lane) => lane.id === id)?.to;
    if (to !== undefined && movesOf(task).includes(to)) this.dispatchEvent(new TaskActedEvent(task, { kind: "move", to }));
  }
}

const sign = ({ look }: Lane) =>
  look ? html`<ui-icon class=${look.tone} name=${look.icon}></ui-icon>` : html`<ui-icon name="file"></ui-icon>`;

declare global {
  interface HTMLElementTagNameMap {
    "work-board": WorkBoard;
  }
  interface HTMLElementEventMap {
    "lane-chosen": LaneChosenEvent;
  }
}
