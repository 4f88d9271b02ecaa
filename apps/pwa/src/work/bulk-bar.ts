import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TaskAction } from "./tasks.api.ts";
import { priorities, priorityLooks, taskCount } from "./task-words.ts";
import "@beckon/ui/ui-button";

/** The same is to be done with all that are picked. */
export class BulkWantedEvent extends Event {
  /** `assign` asks for an agent first; `none` ends the picking. */
  readonly action: TaskAction | "assign" | "all" | "none";
  constructor(action: BulkWantedEvent["action"]) {
    super("bulk-wanted", { bubbles: true, composed: true });
    this.action = action;
  }
}

/**
 * What can be done with many tasks at once.
 * @fires bulk-wanted It is to be done.
 */
@customElement("bulk-bar")
export class BulkBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: fixed;
        inset-inline: var(--space-3);
        inset-block-end: calc(var(--nav-height, 0px) + env(safe-area-inset-bottom) + var(--space-3));
        z-index: 8;
        display: grid;
        justify-items: center;
        pointer-events: none;
      }
      .bar {
        display: flex;
        align-items: center;
        max-inline-size: 100%;
        overflow-x: auto;
        scrollbar-width: none;
        gap: var(--space-2);
        /* The way out stands first: the rest may scroll out of sight. */
        padding: var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: 20px;
        background: var(--raised);
        color: var(--ink);
        font: 550 var(--text-s) / 1.4 var(--font);
        font-variant-numeric: tabular-nums;
        box-shadow: 0 16px 40px -12px #000a;
        pointer-events: auto;
      }
      .bar > * {
        flex: none;
      }
      select {
        min-block-size: var(--touch);
        padding: 0 var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: transparent;
        color: var(--ink);
        font: 550 var(--text-s) / 1.2 var(--font);
      }
      option {
        background: var(--surface);
      }
      @media (min-width: 900px) {
        :host {
          inset-inline-start: 100px;
        }
      }
    `,
  ];

  @property({ type: Number }) count = 0;
  @property({ type: Boolean }) busy = false;
  @state() private sure = false;

  override render() {
    const off = this.count === 0 || this.busy;
    return html`<div class="bar" role="region" aria-label="Picked tasks">
      <ui-button square variant="quiet" icon="cross" label="Stop picking" @click=${() => this.#want("none")}></ui-button>
      <span role="status">${taskCount(this.count)} picked</span>
      ${
        this.sure
          ? html`<ui-button @click=${() => (this.sure = false)}>Keep them</ui-button>
              <ui-button variant="danger" ?busy=${this.busy} @click=${() => this.#want({ kind: "cancel" })}
                >Cancel ${taskCount(this.count)}</ui-button
              >`
          : html`<ui-button ?disabled=${off} icon="people" @click=${() => this.#want("assign")}>Assign…</ui-button>
              <select aria-label="Priority of the picked tasks" ?disabled=${off} @change=${this.#priority}>
                <option value="">Priority…</option>
                ${priorities.map((value) => html`<option value=${value}>${priorityLooks[value].word}</option>`)}
              </select>
              <ui-button ?disabled=${off} icon="triangle" @click=${() => this.#want({ kind: "boost" })}>Boost</ui-button>
              <ui-button ?disabled=${off} icon="refresh" @click=${() => this.#want({ kind: "retry" })}>Try again</ui-button>
              <ui-button ?disabled=${off} variant="danger" @click=${() => (this.sure = true)}>Cancel…</ui-button>
              <ui-button variant="quiet" @click=${() => this.#want("all")}>All in view</ui-button>`
      }
      ${this.busy ? html`<span class="visually-hidden" role="status">Working</span>` : nothing}
    </div>`;
  }

  #priority(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const priority = priorities.find((value) => value === select.value);
    select.value = "";
    if (priority) this.#want({ kind: "priority", priority });
  }

  #want(action: BulkWantedEvent["action"]): void {
    this.sure = false;
    this.dispatchEvent(new BulkWantedEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "bulk-bar": BulkBar;
  }
  interface HTMLElementEventMap {
    "bulk-wanted": BulkWantedEvent;
  }
}
