import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { hasEnded } from "@beckon/contracts/task-transitions";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { formatMoney } from "../fleet/money.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { TaskChange } from "../platform/replica.ts";
import { cardStyles } from "./task-card.styles.ts";
import { sign } from "./sign.ts";
import { changeWords } from "./change-words.ts";
import { priorityLooks, statusLooks } from "./task-words.ts";
import { TaskMenuEvent, TaskPickedEvent } from "./work-events.ts";

const longestTitle = 160;

/**
 * One task on the board or in the list; every one is as high as the next.
 * @fires task-menu-wanted What can be done with it is wanted.
 * @fires task-picked It was taken into the selection, or out of it.
 */
@customElement("task-card")
export class TaskCard extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, cardStyles];

  @property({ attribute: false }) task!: Task;
  /** A change of this device on its way, or refused. */
  @property({ attribute: false }) change?: TaskChange | undefined;
  /** A tap picks instead of opening. */
  @property({ type: Boolean, reflect: true }) picking = false;
  @property({ type: Boolean, reflect: true }) picked = false;
  /** Without the state: it stands in its lane. */
  @property({ type: Boolean }) inLane = false;
  @property({ type: Boolean }) mayAct = false;
  /** Epoch milliseconds by which its age is told. */
  @property({ type: Number }) now = 0;

  override render() {
    const { task } = this;
    const title = shownText(short(task.title, longestTitle));
    const state = statusLooks[task.status];
    const since = hasEnded(task.status) ? (task.endedAt ?? task.updatedAt) : task.createdAt;
    return html`<article class="${this.inLane ? "in-lane" : ""} ${this.change?.refused ? "refused" : ""}">
      <div class="top">
        ${this.inLane && !task.file?.problem && task.status !== "timed_out" ? nothing : html`<span class="state">${sign(state.icon, state.tone)}${state.word}</span>`}
        ${this.#renderPriority()} ${demoMark(task)}
        <span class="where">${shownText(short(task.project ?? task.labels[0] ?? "no project", 60))}</span>
        <time datetime=${since}>${ageOf(since, this.now)}</time>
      </div>
      <h3>${this.picking ? title : html`<a class="cover" draggable="false" href=${`/work/tasks/${task.id}`}>${title}</a>`}</h3>
      <div class="low">${this.#renderLow()}</div>
      ${
        this.mayAct && !this.picking
          ? html`<button
              type="button"
              class="more"
              aria-label=${`What to do with ${shownWords(short(task.title, 80))}`}
              @click=${() => this.dispatchEvent(new TaskMenuEvent(task))}
            ></button>`
          : this.picking
            ? html`<button
                  type="button"
                  class="pick"
                  aria-pressed=${this.picked ? "true" : "false"}
                  aria-label=${shownWords(short(task.title, 80))}
                  @click=${this.#pick}
                ></button
                ><span class="more box">${sign(this.picked ? "check" : "squareLine")}</span>`
            : nothing
      }
    </article>`;
  }

  #renderPriority() {
    const { priority } = this.task;
    if (priority !== "critical" && priority !== "high") return nothing;
    const look = priorityLooks[priority];
    return html`<span class="priority ${look.tone}">${sign(look.icon)}${look.word}</span>`;
  }

  /** One line: what is on its way or wrong goes before what is usual. */
  #renderLow() {
    const { task, change } = this;
    if (change) return html`<span class=${change.refused ? "bad" : "info"}>${changeWords(change)}</span>`;
    if (task.file?.problem !== undefined) return html`<span class="bad">${shownText(short(task.file.problem, 200))}</span>`;
    if (task.status === "blocked" && task.blockedBy) return html`<span class="beacon">${shownText(short(task.blockedBy, 160))}</span>`;
    if (task.error && (task.status === "failed" || task.status === "timed_out"))
      return html`<span class="bad">${shownText(short(task.error, 160))}</span>`;
    const parts: unknown[] = [];
    if (task.agent) parts.push(html`<b>${shownText(short(task.agent.name, 60))}</b>`);
    else if (task.role) parts.push(html`${shownText(short(task.role, 40))} wanted`);
    else if (!hasEnded(task.status)) parts.push("nobody yet");
    if (task.progress !== null && !hasEnded(task.status)) parts.push(html`${Math.round(task.progress)} %`);
    if (task.usage) parts.push(task.usage.costMicros === null ? "cost unknown" : formatMoney(task.usage.costMicros));
    if (task.attempt > 1) parts.push(`attempt ${task.attempt}`);
    return html`<span>${parts.map((part, index) => html`${index > 0 ? " · " : ""}${part}`)}</span>`;
  }

  #pick(): void {
    this.dispatchEvent(new TaskPickedEvent(this.task));
  }
}

/** One unit is enough: "4 h". */
const ageOf = (since: string, now: number) =>
  formatDuration(now - Date.parse(since), 0)
    .split(" ")
    .slice(0, 2)
    .join(" ");

declare global {
  interface HTMLElementTagNameMap {
    "task-card": TaskCard;
  }
}
