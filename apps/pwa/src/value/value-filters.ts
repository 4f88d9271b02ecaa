import type { Agent } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { Choice, ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { agentChoices, agentNameOf, roleChoices } from "../fleet/agent-choices.ts";
import { short } from "../fleet/short.ts";
import { MediaController } from "../shell/media.ts";
import { renderFilterBar, renderSpanForm } from "../teamwork/filter-parts.ts";
import { filtersStyles } from "../teamwork/teamwork-filters.styles.ts";
import { ValueLookEvent } from "./value-events.ts";
import { type FilterName, filterNames, filtersOf, type Range, type ValueLook } from "./value-look.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";

const rangeSegments = [
  { value: "30d", label: "30 d" },
  { value: "90d", label: "90 d" },
  { value: "365d", label: "Year" },
  { value: "custom", label: "Custom" },
];
const labels: Readonly<Record<FilterName, string>> = {
  agent: "Agent",
  role: "Role",
  team: "Team",
  model: "Model",
  project: "Project",
  taskType: "Task type",
  task: "Task",
};
const longest = 80;
const dayMs = 86_400_000;
const none = Object.fromEntries(filterNames.map((name) => [name, undefined])) as Partial<ValueLook>;

/**
 * Of when and of whom the figures are.
 * @fires value-look Others are wanted.
 */
@customElement("value-filters")
export class ValueFilters extends LitElement {
  static override styles = [baseStyles, filtersStyles];

  @property({ attribute: false }) look!: ValueLook;
  @property({ attribute: false }) agents: readonly Agent[] = [];
  @state() private open = false;
  @state() private custom = false;
  @state() private wrong = "";
  /** Where there is no room for its word beside the range. */
  readonly #narrow = new MediaController(this, "(max-width: 719.98px)");
  #soon: ReturnType<typeof setTimeout> | undefined;

  override render() {
    const custom = this.custom || this.look.range === "custom";
    const bar = renderFilterBar({
      segments: rangeSegments,
      range: custom ? "custom" : this.look.range,
      count: filtersOf(this.look),
      open: this.open,
      narrow: this.#narrow.matches,
      onRange: (range) => this.#range(range as Range),
      onToggle: () => (this.open = !this.open),
    });
    return html`${bar} ${custom ? this.#renderSpan() : nothing} ${this.open ? this.#renderPanel() : this.#renderChips()}`;
  }

  #renderSpan() {
    const now = Date.now();
    const [from, to] = [this.look.from ?? new Date(now - 90 * dayMs).toISOString(), this.look.to ?? new Date(now).toISOString()];
    // The last day is in it.
    const last = new Date(Date.parse(to) - 1).toISOString();
    return renderSpanForm({ kind: "date", from, to: last, toLabel: "To, included", wrong: this.wrong, onSubmit: this.#span });
  }

  #renderPanel() {
    return html`<div class="panel" role="group" aria-label="Filters">
      ${this.#select("agent", agentChoices(this.agents, this.look.agent))} ${this.#select("role", roleChoices(this.agents, this.look.role))}
      ${(["model", "project", "taskType", "task"] as const).map(
        (name) =>
          html`<ui-field
            label=${labels[name]}
            maxlength="200"
            .value=${this.look[name] ?? ""}
            @field-changed=${(event: FieldChangedEvent) => this.#changeSoon({ [name]: event.value.trim() || undefined })}
          ></ui-field>`,
      )}
      <ui-button ?disabled=${filtersOf(this.look) === 0} @click=${() => this.#change(none)}>No filters</ui-button>
    </div>`;
  }

  /** With the panel closed it is still said what narrows the figures. */
  #renderChips() {
    if (filtersOf(this.look) === 0) return nothing;
    return html`<div class="chips">
      ${filterNames.map((name) => {
        const value = this.look[name];
        if (value === undefined) return nothing;
        const word = name === "agent" ? agentNameOf(this.agents, value) : `${labels[name]} ${shownWords(short(value, longest))}`;
        return html`<ui-button icon="cross" label=${`No longer only ${word}`} @click=${() => this.#change({ [name]: undefined })}
          >${word}</ui-button
        >`;
      })}
    </div>`;
  }

  #select(name: FilterName, choices: readonly Choice[]) {
    return html`<ui-select
      label=${labels[name]}
      .choices=${choices}
      value=${this.look[name] ?? ""}
      @choice-made=${(event: ChoiceMadeEvent) => this.#change({ [name]: event.value || undefined })}
    ></ui-select>`;
  }

  #range(range: Range): void {
    this.custom = range === "custom";
    if (range !== "custom") this.#change({ range, from: undefined, to: undefined });
  }

  readonly #span = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const [from, last] = [midnight(data.get("from")), midnight(data.get("to"))];
    if (!from || !last) {
      this.wrong = "Give both.";
      return;
    }
    // The last day is in it: the window ends when the next one begins, also where that is 23 or 25 hours later.
    const to = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
    this.wrong = from < to ? "" : "It has to end after it began.";
    if (from < to) this.#change({ range: "custom", from: from.toISOString(), to: to.toISOString() });
  };

  /** Not at every letter. */
  #changeSoon(look: Partial<ValueLook>): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#change(look), 400);
  }

  #change(look: Partial<ValueLook>): void {
    this.dispatchEvent(new ValueLookEvent(look));
  }
}

const midnight = (given: FormDataEntryValue | null) => {
  const at = new Date(`${String(given)}T00:00:00`);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

declare global {
  interface HTMLElementTagNameMap {
    "value-filters": ValueFilters;
  }
}
