import type { Task } from "@beckon/contracts/tasks";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent, UiField } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { Choice, ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { priorities, priorityLooks, statusLooks } from "./task-words.ts";
import { filtersOf, noFilters, plainLook, type WorkLook } from "./work-look.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-select";

/** The work is to be looked at in another way. */
export class LookChangedEvent extends Event {
  readonly look: Partial<WorkLook>;
  constructor(look: Partial<WorkLook>) {
    super("look-changed", { bubbles: true, composed: true });
    this.look = look;
  }
}

const viewSegments = [
  { value: "board", label: "Board" },
  { value: "list", label: "List" },
  { value: "workflows", label: "Workflows" },
];
const all: Choice = { value: "", label: "All" };
const rangeChoices: Choice[] = [
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "all", label: "All this device has" },
];
const scopeChoices: Choice[] = [
  { value: "team", label: "The team's tasks" },
  { value: "session", label: "Agents' own to-dos" },
  { value: "all", label: "Both" },
];
const runChoices: Choice[] = ["running", "suspended", "stuck", "succeeded", "failed", "cancelled"].map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));
/** A control with more than this many entries helps nobody; the search finds the rest. */
const mostChoices = 200;

/**
 * How the work is looked at: view, search and filters.
 * @fires look-changed It is to be looked at in another way.
 */
@customElement("work-filters")
export class WorkFilters extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        min-inline-size: 0;
      }
      .bar {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
        align-items: center;
      }
      ui-segmented,
      .end {
        grid-column: 1 / -1;
      }
      .panel {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
        gap: var(--space-3);
        align-items: end;
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
      }
      .bar.short {
        grid-template-columns: minmax(0, 1fr) auto auto;
      }
      .bar.short .end {
        grid-column: auto;
      }
      @media (min-width: 720px) {
        .bar {
          grid-template-columns: auto minmax(0, 1fr) auto;
        }
        .bar.short {
          grid-template-columns: auto minmax(0, 1fr) auto auto;
        }
        ui-segmented {
          grid-column: auto;
        }
      }
      @media (min-width: 1180px) {
        .bar,
        .bar.short {
          grid-template-columns: auto minmax(160px, 340px) auto minmax(0, 1fr);
        }
        .end {
          grid-column: auto;
          justify-self: end;
        }
      }
    `,
  ];

  @property({ attribute: false }) look!: WorkLook;
  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ attribute: false }) directories: readonly WorkDirectory[] = [];
  @state() private open = false;
  @query("ui-field") private field?: UiField | null;

  override focus(): void {
    this.field?.focus();
  }

  override render() {
    const { look } = this;
    const count = filtersOf(look);
    // Workflows have one action: it stands beside the filters instead of in a line of its own.
    return html`<div class="bar ${look.view === "workflows" ? "short" : ""}">
        <ui-segmented
          label="View"
          .segments=${viewSegments}
          value=${look.view}
          @segment-chosen=${(event: SegmentChosenEvent) => this.#change({ view: event.value as WorkLook["view"] })}
        ></ui-segmented>
        <ui-field
          unlabelled
          type="search"
          label=${look.view === "workflows" ? "Search workflows" : "Search tasks, agents, projects, labels and errors"}
          placeholder="Search"
          .value=${look.q}
          @field-changed=${(event: FieldChangedEvent) => this.#change({ q: event.value })}
        ></ui-field>
        <ui-button aria-expanded=${this.open ? "true" : "false"} icon="settings" @click=${() => (this.open = !this.open)}
          >Filters${count > 0 ? ` · ${count}` : ""}</ui-button
        >
        <div class="end"><slot></slot></div>
      </div>
      ${this.open ? this.#renderPanel() : nothing}`;
  }

  #renderPanel() {
    const { look } = this;
    const workflows = look.view === "workflows";
    return html`<div class="panel" role="group" aria-label="Filters">
      ${
        workflows
          ? this.#select("State", "run", [all, ...runChoices])
          : html`${this.#select("State", "status", [all, ...Object.entries(statusLooks).map(([value, { word }]) => ({ value, label: word }))])}
            ${this.#select("Priority", "priority", [all, ...priorities.map((value) => ({ value, label: priorityLooks[value].word }))])}`
      }
      ${this.#select(
        "Agent",
        "agent",
        this.#named(({ agent }) => agent?.name, look.agent),
      )}
      ${this.#select(
        "Role",
        "role",
        this.#named(({ role }) => role, look.role),
      )}
      ${this.#select(
        "Project",
        "project",
        this.#named(({ project }) => project, look.project),
      )}
      ${
        workflows
          ? nothing
          : html`${this.#select("Which", "scope", scopeChoices)}
            ${
              this.directories.length > 0
                ? this.#select("Work directory", "directory", [
                    { value: "", label: "Not by directory" },
                    ...this.directories.map(({ id, name, host }) => ({ value: id, label: shownWords(short(`${name} on ${host}`, 80)) })),
                  ])
                : nothing
            }`
      }
      ${this.#select("What ended within", "range", rangeChoices)}
      ${
        workflows
          ? nothing
          : this.#select("Cancelled", "cancelled", [
              { value: "", label: "Left out" },
              { value: "1", label: "Shown" },
            ])
      }
      <ui-button
        ?disabled=${filtersOf(look) === 0 && look.range === plainLook.range && look.run === undefined}
        @click=${() => this.#change({ ...noFilters, range: plainLook.range })}
        >No filters</ui-button
      >
    </div>`;
  }

  #select(label: string, name: keyof WorkLook, choices: readonly Choice[]) {
    const value = this.look[name];
    return html`<ui-select
      label=${label}
      .choices=${choices}
      value=${value === true ? "1" : (value ?? "")}
      @choice-made=${(event: ChoiceMadeEvent) =>
        this.#change({ [name]: name === "cancelled" ? event.value === "1" : event.value === "" ? undefined : event.value })}
    ></ui-select>`;
  }

  /** What the tasks name, most named first; what is chosen is always among it. */
  #named(of: (task: Task) => string | undefined, chosen: string | undefined): Choice[] {
    const counts = new Map<string, number>(chosen === undefined ? [] : [[chosen, 0]]);
    for (const task of this.tasks) {
      const name = of(task);
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const names = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, mostChoices);
    return [all, ...names.map(([value]) => ({ value, label: shownWords(short(value, 80)) }))];
  }

  #change(look: Partial<WorkLook>): void {
    this.dispatchEvent(new LookChangedEvent(look));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "work-filters": WorkFilters;
  }
  interface HTMLElementEventMap {
    "look-changed": LookChangedEvent;
  }
}
