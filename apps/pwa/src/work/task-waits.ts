import { hasEnded } from "@beckon/contracts/task-transitions";
import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { statusLooks } from "./task-words.ts";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";

const most = 100;
const mostFound = 5;

/** It is to wait for these from now on. */
export class WaitsChangedEvent extends Event {
  readonly ids: readonly string[];
  constructor(ids: readonly string[]) {
    super("waits-changed", { bubbles: true, composed: true });
    this.ids = ids;
  }
}

/**
 * Which tasks have to be done before one can begin: found by their titles, and taken out again.
 * @fires waits-changed The choice is another one.
 */
@customElement("task-waits")
export class TaskWaits extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
      }
      ul {
        display: grid;
        gap: 6px;
      }
      button {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-2);
        inline-size: 100%;
        min-block-size: var(--touch);
        padding: 6px var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: none;
        color: var(--ink);
        font: 500 0.8125rem / 1.4 var(--font);
        text-align: start;
        overflow-wrap: anywhere;
        cursor: pointer;
        --icon-size: 15px;
      }
      .found button {
        border-style: dashed;
      }
      button:hover {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      button span {
        color: var(--ink-soft);
        font-weight: 400;
      }
      .name {
        font: 550 0.8125rem / 1.3 var(--font);
        color: var(--ink-soft);
      }
      p {
        font-size: 0.8125rem;
      }
    `,
  ];

  /** All that this device knows. */
  @property({ attribute: false }) tasks: readonly Task[] = [];
  /** The one that waits; none: it is not made yet. */
  @property() own = "";
  @property({ attribute: false }) ids: readonly string[] = [];
  @state() private sought = "";

  override render() {
    const known = new Map(this.tasks.map((task) => [task.id, task]));
    const found = this.#found();
    return html`<span class="name">Waits for</span> ${
        this.ids.length === 0
          ? nothing
          : html`<ul aria-label="Waits for">
              ${this.ids.map((id) => this.#renderChosen(id, known.get(id)))}
            </ul>`
      }
      ${
        this.ids.length >= most
          ? nothing
          : html`<ui-field
              label="Find a task it waits for"
              unlabelled
              type="search"
              maxlength="100"
              placeholder="Words of a task's title"
              hint=${this.ids.length === 0 ? "It can begin once these are done." : ""}
              .value=${this.sought}
              @field-changed=${(event: FieldChangedEvent) => this.#seek(event)}
            ></ui-field>`
      }
      ${
        found.length > 0
          ? html`<ul class="found" aria-label="Tasks like that">
              ${found.map(
                (task) =>
                  html`<li>
                    <button type="button" @click=${() => this.#choose([...this.ids, task.id])}>
                      ${shownText(short(task.title, 120))}<span>${statusLooks[task.status].word}</span>
                    </button>
                  </li>`,
              )}
            </ul>`
          : this.sought.trim() === ""
            ? nothing
            : html`<p role="status">No open task on this device is called that.</p>`
      }`;
  }

  #renderChosen(id: string, task: Task | undefined) {
    const name = task ? shownWords(short(task.title, 120)) : "A task that is not on this device";
    return html`<li>
      <button
        type="button"
        aria-label=${`No longer wait for ${name}`}
        @click=${() => this.#choose(this.ids.filter((other) => other !== id))}
      >
        ${task ? shownText(short(task.title, 120)) : name}<ui-icon name="cross"></ui-icon>
      </button>
    </li>`;
  }

  #found(): Task[] {
    const wanted = this.sought.toLowerCase().split(/\s+/u).filter(Boolean);
    if (wanted.length === 0) return [];
    const fits = ({ id, title, status, scope, file }: Task) =>
      id !== this.own &&
      scope === "team" &&
      !hasEnded(status) &&
      file?.problem === undefined &&
      !this.ids.includes(id) &&
      wanted.every((word) => title.toLowerCase().includes(word));
    const found: Task[] = [];
    for (const task of this.tasks) if (found.length < mostFound && fits(task)) found.push(task);
    return found;
  }

  #seek(event: FieldChangedEvent): void {
    event.stopPropagation();
    this.sought = event.value;
  }

  #choose(ids: readonly string[]): void {
    this.sought = "";
    this.ids = ids;
    this.dispatchEvent(new WaitsChangedEvent(ids));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-waits": TaskWaits;
  }
  interface HTMLElementEventMap {
    "waits-changed": WaitsChangedEvent;
  }
}
