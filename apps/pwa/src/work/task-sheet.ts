import type { Task, TaskTemplate } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { draftOf, emptyDraft, problemsOf, type TaskDraft } from "./task-draft.ts";
import { taskSheetStyles } from "./task-sheet.styles.ts";
import type { WaitsChangedEvent } from "./task-waits.ts";
import { priorities, priorityLooks } from "./task-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-select";
import "./task-waits.ts";

type TextPart = Exclude<keyof TaskDraft, "dependencies">;

/** It is to be saved. */
export class DraftWrittenEvent extends Event {
  readonly draft: TaskDraft;
  /** Kept for next time under this name. */
  readonly template: string;
  constructor(draft: TaskDraft, template: string) {
    super("draft-written", { bubbles: true, composed: true });
    this.draft = draft;
    this.template = template;
  }
}

const segments = priorities.map((value) => ({ value, label: priorityLooks[value].word })).toReversed();

/**
 * A task to write: a new one, from a template or not, or one to change.
 * @fires draft-written It is to be saved.
 */
@customElement("task-sheet")
export class TaskSheet extends LitElement {
  static override styles = [baseStyles, taskSheetStyles];

  /** The one to change; none: a new one. */
  @property({ attribute: false }) task?: Task | undefined;
  @property({ attribute: false }) templates: readonly TaskTemplate[] = [];
  /** All that this device knows: it may wait for some of them. */
  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  /** Why it was not saved. */
  @property() problem = "";
  @state() private draft: TaskDraft = emptyDraft;
  @state() private template = "";
  @state() private tried = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.draft = this.task ? draftOf(this.task) : emptyDraft;
    this.template = "";
    this.tried = false;
  }

  override render() {
    const wrong = this.tried ? problemsOf(this.draft) : {};
    return html`<ui-dialog
      heading=${this.task ? "Change the task" : "New task"}
      ?open=${this.open}
      @dialog-closed=${() => (this.open = false)}
    >
      <div class="fields">
        ${this.#renderTemplates()} ${this.#field("title", "Title", { most: 300, error: wrong.title, first: true })}
        ${this.#field("body", "What is to be done", { most: 20_000, block: true })}
        <div class="priority">
          <span>Priority</span>
          <ui-segmented
            label="Priority"
            .segments=${segments}
            value=${this.draft.priority}
            @segment-chosen=${(event: SegmentChosenEvent) => this.#set("priority", event.value)}
          ></ui-segmented>
        </div>
        <div class="two">
          ${this.#field("agent", "Agent", { most: 120, hint: "Empty: whoever fits takes it." })}
          ${this.#field("role", "Role", { most: 60 })}
        </div>
        <div class="two">
          ${this.#field("project", "Project", { most: 200 })}
          ${this.#field("labels", "Labels", { most: 1_000, hint: "With commas between." })}
        </div>
        <task-waits
          own=${this.task?.id ?? ""}
          .tasks=${this.tasks}
          .ids=${this.draft.dependencies}
          @waits-changed=${(event: WaitsChangedEvent) => (this.draft = { ...this.draft, dependencies: event.ids })}
        ></task-waits>
        <fieldset>
          <legend>Hours a person would need</legend>
          <div class="three">
            ${this.#field("p10", "At best", { most: 8 })} ${this.#field("p50", "Likely", { most: 8 })}
            ${this.#field("p90", "At worst", { most: 8 })}
          </div>
          ${wrong.p50 ? html`<p class="problem" role="alert">${wrong.p50}</p>` : nothing}
        </fieldset>
        ${
          this.task
            ? nothing
            : html`<ui-field
                label="Keep as a template named"
                hint="Empty: not kept."
                maxlength="120"
                .value=${this.template}
                @field-changed=${(event: FieldChangedEvent) => (this.template = event.value)}
              ></ui-field>`
        }
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => (this.open = false)}>Not now</ui-button>
        <ui-button wide variant="primary" ?busy=${this.busy} @click=${this.#save}>${this.task ? "Save" : "Create"}</ui-button>
      </div>
    </ui-dialog>`;
  }

  #renderTemplates() {
    if (this.task || this.templates.length === 0) return nothing;
    const choices = [{ value: "", label: "None" }, ...this.templates.map(({ id, name }) => ({ value: id, label: shownWords(name) }))];
    return html`<ui-select
      label="From a template"
      .choices=${choices}
      @choice-made=${(event: ChoiceMadeEvent) => {
        const chosen = this.templates.find(({ id }) => id === event.value);
        this.draft = chosen ? draftOf(chosen.task) : emptyDraft;
      }}
    ></ui-select>`;
  }

  #field(
    name: TextPart,
    label: string,
    { most, ...more }: { most: number; error?: string | undefined; block?: boolean; first?: boolean; hint?: string },
  ) {
    return html`<ui-field
      label=${label}
      maxlength=${most}
      hint=${more.hint ?? ""}
      error=${more.error ?? ""}
      ?block=${more.block}
      ?autofocus=${more.first}
      .value=${this.draft[name]}
      @field-changed=${(event: FieldChangedEvent) => this.#set(name, event.value)}
    ></ui-field>`;
  }

  #set(name: TextPart, value: string): void {
    this.draft = { ...this.draft, [name]: value };
  }

  #save(): void {
    this.tried = true;
    if (Object.keys(problemsOf(this.draft)).length > 0) return;
    this.dispatchEvent(new DraftWrittenEvent(this.draft, this.template.trim()));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-sheet": TaskSheet;
  }
  interface HTMLElementEventMap {
    "draft-written": DraftWrittenEvent;
  }
}
