import type { Task } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { Suggestion } from "./tasks.api.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

/** The tasks are to go to this agent. */
export class AgentChosenForTask extends Event {
  readonly agent: { id: string } | { name: string };
  constructor(agent: AgentChosenForTask["agent"]) {
    super("agent-chosen-for-task", { bubbles: true, composed: true });
    this.agent = agent;
  }
}

/**
 * Whom to give a task: the best agents with the reason, or a name.
 * @fires agent-chosen-for-task One was chosen.
 */
@customElement("assign-sheet")
export class AssignSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .stack {
        display: grid;
        gap: var(--space-4);
        padding-block-end: var(--space-2);
      }
      ul {
        display: grid;
        gap: var(--space-2);
      }
      li button {
        display: grid;
        gap: 2px;
        inline-size: 100%;
        min-block-size: 60px;
        padding: 10px var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: none;
        color: var(--ink);
        font: 400 0.8125rem / 1.4 var(--font);
        text-align: start;
        cursor: pointer;
      }
      li button:hover {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      li b {
        font: 600 var(--text-s) / 1.4 var(--font);
      }
      li span {
        color: var(--ink-soft);
        overflow-wrap: anywhere;
      }
      .name {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
        align-items: end;
      }
      .quiet {
        font-size: 0.8125rem;
      }
    `,
  ];

  /** The one task, or the first of those that are picked. */
  @property({ attribute: false }) task?: Task | undefined;
  /** How many go. */
  @property({ type: Number }) count = 1;
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) suggest!: (id: string) => Promise<Suggestion[]>;
  @state() private found: Suggestion[] | undefined;
  @state() private away = false;
  @state() private name = "";
  #asked: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.open) this.#asked = undefined;
    if (this.open && this.task && changed.has("open") && this.#asked !== this.task.id) void this.#ask(this.task.id);
  }

  override render() {
    return html`<ui-dialog
      heading=${this.count > 1 ? `Give ${this.count} tasks to` : "Give it to"}
      ?open=${this.open}
      @dialog-closed=${() => (this.open = false)}
    >
      <div class="stack">
        ${this.count > 1 ? nothing : this.#renderFound()}
        <div class="name">
          <ui-field
            label="An agent by its name"
            maxlength="120"
            .value=${this.name}
            @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
            @field-entered=${this.#byName}
          ></ui-field>
          <ui-button ?disabled=${this.name.trim() === ""} @click=${this.#byName}>Give</ui-button>
        </div>
      </div>
    </ui-dialog>`;
  }

  #renderFound() {
    if (this.away) return html`<p class="quiet">Whom to give it best is known by the server, which cannot be reached now.</p>`;
    if (this.found === undefined) return html`<p class="quiet" role="status">Looking for who fits best</p>`;
    if (this.found.length === 0) return html`<p class="quiet">No agent is at hand that fits.</p>`;
    return html`<ul>
      ${this.found.map(
        (item, index) =>
          html`<li>
            <button type="button" @click=${() => this.#choose({ id: item.agentId })}>
              <b>${shownText(short(item.name, 120))}${index === 0 ? " · fits best" : ""}</b><span>${shownText(item.reason)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  async #ask(id: string): Promise<void> {
    this.#asked = id;
    this.found = undefined;
    this.away = false;
    this.name = "";
    try {
      const found = await this.suggest(id);
      if (this.#asked === id) this.found = found;
    } catch {
      if (this.#asked === id) this.away = true;
    }
  }

  readonly #byName = (): void => {
    const name = this.name.trim();
    if (name !== "") this.#choose({ name });
  };

  #choose(agent: AgentChosenForTask["agent"]): void {
    this.open = false;
    this.dispatchEvent(new AgentChosenForTask(agent));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "assign-sheet": AssignSheet;
  }
  interface HTMLElementEventMap {
    "agent-chosen-for-task": AgentChosenForTask;
  }
}
