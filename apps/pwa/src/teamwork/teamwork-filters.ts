import type { Agent } from "@beckon/contracts/agents";
import type { CoordinationType } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { Choice, ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { agentChoices, agentNameOf, allChoice, roleChoices } from "../fleet/agent-choices.ts";
import { short } from "../fleet/short.ts";
import { MediaController } from "../shell/media.ts";
import { renderFilterBar, renderSpanForm } from "./filter-parts.ts";
import { filtersStyles } from "./teamwork-filters.styles.ts";
import { TeamworkLookEvent } from "./teamwork-events.ts";
import { filtersOf, type Range, type TeamworkLook } from "./teamwork-look.ts";
import { typeWords } from "./teamwork-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";

const rangeSegments = [
  { value: "24h", label: "24 h" },
  { value: "7d", label: "7 d" },
  { value: "30d", label: "30 d" },
  { value: "custom", label: "Custom" },
];
const typeChoices: Choice[] = [allChoice, ...Object.entries(typeWords).map(([value, label]) => ({ value, label }))];
const longest = 80;
const dayMs = 86_400_000;

/**
 * Of when and of whom the figures are.
 * @fires teamwork-look Others are wanted.
 */
@customElement("teamwork-filters")
export class TeamworkFilters extends LitElement {
  static override styles = [baseStyles, filtersStyles];

  @property({ attribute: false }) look!: TeamworkLook;
  @property({ attribute: false }) agents: readonly Agent[] = [];
  @state() private open = false;
  @state() private custom = false;
  @state() private wrong = "";
  /** Where there is no room for its word beside the range. */
  readonly #narrow = new MediaController(this, "(max-width: 719.98px)");

  override render() {
    const { look } = this;
    const custom = this.custom || look.range === "custom";
    const bar = renderFilterBar({
      segments: rangeSegments,
      range: custom ? "custom" : look.range,
      count: filtersOf(look),
      open: this.open,
      narrow: this.#narrow.matches,
      onRange: (range) => this.#range(range as Range),
      onToggle: () => (this.open = !this.open),
    });
    return html`${bar} ${custom ? this.#renderSpan() : nothing} ${this.open ? this.#renderPanel() : nothing} ${this.#renderChips()}`;
  }

  #renderSpan() {
    const now = Date.now();
    const [from, to] = [this.look.from ?? new Date(now - dayMs).toISOString(), this.look.to ?? new Date(now).toISOString()];
    return renderSpanForm({ kind: "datetime-local", from, to, toLabel: "To", wrong: this.wrong, onSubmit: this.#span });
  }

  #renderPanel() {
    const { look } = this;
    return html`<div class="panel" role="group" aria-label="Filters">
      ${this.#select("Agent", "agent", agentChoices(this.agents, this.look.agent))}
      ${this.#select("Role", "role", roleChoices(this.agents, this.look.role))} ${this.#select("Type", "type", typeChoices)}
      <ui-field
        label="Task"
        placeholder="Its id, or its reporter's key"
        maxlength="200"
        .value=${look.task ?? ""}
        @field-changed=${(event: FieldChangedEvent) => this.#changeSoon({ task: event.value.trim() || undefined })}
      ></ui-field>
      <ui-button
        ?disabled=${filtersOf(look) === 0}
        @click=${() => this.#change({ agent: undefined, role: undefined, type: undefined, task: undefined })}
        >No filters</ui-button
      >
    </div>`;
  }

  /** With the panel closed it is still said what narrows the figures. */
  #renderChips() {
    const { agent, role, type, task } = this.look;
    if (this.open || filtersOf(this.look) === 0) return nothing;
    const chip = (word: string, name: "agent" | "role" | "type" | "task") =>
      html`<ui-button icon="cross" label=${`No longer only ${word}`} @click=${() => this.#change({ [name]: undefined })}
        >${word}</ui-button
      >`;
    return html`<div class="chips">
      ${agent ? chip(agentNameOf(this.agents, agent), "agent") : nothing} ${role ? chip(shownWords(short(role, longest)), "role") : nothing}
      ${type ? chip(typeWords[type], "type") : nothing} ${task ? chip(`Task ${shownWords(short(task, longest))}`, "task") : nothing}
    </div>`;
  }

  #select(label: string, name: "agent" | "role" | "type", choices: readonly Choice[]) {
    return html`<ui-select
      label=${label}
      .choices=${choices}
      value=${this.look[name] ?? ""}
      @choice-made=${(event: ChoiceMadeEvent) => this.#change({ [name]: event.value === "" ? undefined : (event.value as CoordinationType) })}
    ></ui-select>`;
  }

  #range(range: Range): void {
    this.custom = range === "custom";
    if (range !== "custom") this.#change({ range, from: undefined, to: undefined });
  }

  readonly #span = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const [from, to] = [instant(data.get("from")), instant(data.get("to"))];
    this.wrong = from === undefined || to === undefined ? "Give both." : from >= to ? "It has to end after it began." : "";
    if (from !== undefined && to !== undefined && from < to) this.#change({ range: "custom", from, to });
  };

  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Not at every letter. */
  #changeSoon(look: Partial<TeamworkLook>): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#change(look), 400);
  }

  #change(look: Partial<TeamworkLook>): void {
    this.dispatchEvent(new TeamworkLookEvent(look));
  }
}

const instant = (given: FormDataEntryValue | null) => {
  const at = new Date(String(given));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

declare global {
  interface HTMLElementTagNameMap {
    "teamwork-filters": TeamworkFilters;
  }
}
