import type { CommandTasks } from "@beckon/contracts/controls";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { AgentWork } from "./controls.store.ts";
import "@beckon/ui/ui-segmented";

/** So many titles are named, and this long. */
const mostTitles = 4;
const longest = 80;

/** What is to become of the tasks: nothing said where there are none to move. */
export class TasksChosen extends Event {
  readonly tasks: CommandTasks | undefined;
  constructor(tasks: CommandTasks | undefined) {
    super("tasks-chosen", { bubbles: true, composed: true });
    this.tasks = tasks;
  }
}

/**
 * The open tasks of an agent that is stopped or started anew, and what becomes of them: back to the queue unless a person
 * says otherwise, for whoever works on them now will not go on with them.
 * @fires tasks-chosen At the start, and with each choice.
 */
@customElement("tasks-choice")
export class TasksChoice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        font: 400 var(--text-s) / 1.5 var(--font);
      }
      h3 {
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      ul {
        display: grid;
        gap: 2px;
        padding-inline-start: 1.1em;
        list-style: disc;
      }
      li,
      p {
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property() agentId = "";
  @property() action: "stop" | "restart" = "stop";
  @property({ attribute: false }) workOf!: (agentId: string) => Promise<AgentWork>;
  @state() private work: AgentWork | "away" | undefined;
  @state() private chosen: "requeue" | "keep" | "best" = "requeue";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("agentId")) void this.#ask();
  }

  override render() {
    const { work } = this;
    if (work === undefined) return html`<p class="quiet" role="status">Looking for its open tasks</p>`;
    if (work === "away") return html`<p class="quiet">Its tasks could not be read; they stay with it.</p>`;
    const { titles, more, best } = work;
    const count = `${titles.length}${more ? " or more" : ""}`;
    if (titles.length === 0) return html`<p class="quiet">It has no open tasks.</p>`;
    const rest = titles.length - mostTitles;
    return html`<h3>${titles.length === 1 ? "1 open task" : `${count} open tasks`}</h3>
      <ul>
        ${titles.slice(0, mostTitles).map((title) => html`<li>${shownText(short(title, longest))}</li>`)}
        ${rest > 0 ? html`<li>${rest}${more ? " or more" : ""} others</li>` : nothing}
      </ul>
      <p class="quiet" aria-hidden="true">They go to</p>
      <ui-segmented
        label="They go to"
        .segments=${[
          { value: "requeue", label: "The queue" },
          ...(best ? [{ value: "best", label: shownWords(short(best.name, 40)) }] : []),
          { value: "keep", label: "Nobody else" },
        ]}
        value=${this.chosen}
        @segment-chosen=${({ value }: SegmentChosenEvent) => this.#choose(value as typeof this.chosen)}
      ></ui-segmented>
      <p class="quiet">${this.#says(best)}</p>`;
  }

  #says(best: AgentWork["best"]) {
    const when = this.action === "stop" ? "Once it is stopped" : "Once it is started again";
    if (this.chosen === "keep") return `They stay as they are: nobody else can take them.`;
    if (this.chosen === "requeue" || !best) return `${when}, they wait for whoever takes them next.`;
    // The reason begins with its name.
    return html`${when}, they go to the one that fits best: ${shownText(short(best.reason, 160))}.`;
  }

  async #ask(): Promise<void> {
    this.work = undefined;
    this.chosen = "requeue";
    this.work = await this.workOf(this.agentId).catch(() => "away" as const);
    this.#choose(this.chosen);
  }

  #choose(chosen: typeof this.chosen): void {
    this.chosen = chosen;
    const { work } = this;
    const has = work !== undefined && work !== "away" && work.titles.length > 0;
    const best = has ? work.best : undefined;
    this.dispatchEvent(
      new TasksChosen(!has || chosen === "keep" ? undefined : chosen === "best" && best ? { agentId: best.agentId } : "requeue"),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "tasks-choice": TasksChoice;
  }
  interface HTMLElementEventMap {
    "tasks-chosen": TasksChosen;
  }
}
