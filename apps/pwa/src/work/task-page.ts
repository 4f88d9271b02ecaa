import { consume } from "@lit/context";
import type { Task } from "@beckon/contracts/tasks";
import type { UsageSum } from "@beckon/contracts/usage";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { View } from "../platform/cached-view.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { AgentChosenForTask } from "./assign-sheet.ts";
import { changeWords } from "./change-words.ts";
import { TaskActing } from "./task-acting.ts";
import { renderCost } from "./task-cost.ts";
import { patchOf } from "./task-draft.ts";
import { taskPageStyles } from "./task-page.styles.ts";
import { renderAsked, renderAttempts, renderDependencies, renderHistory, renderLinks, renderText } from "./task-parts.ts";
import type { DraftWrittenEvent } from "./task-sheet.ts";
import type { TaskHistory } from "./tasks.api.ts";
import { TaskActedEvent, type TaskSheetEvent } from "./work-events.ts";
import type { OpenSheet } from "./work-sheets.ts";
import { workContext } from "./work.context.ts";
import type { WorkStore } from "./work.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "../outcomes/task-outcome-part.ts";
import "./task-actions.ts";
import "./task-facts.ts";
import "./work-sheets.ts";

/** One task: how it stands and why, what came of it, what happened, and what can be done. */
@customElement("task-page")
export class TaskPage extends LitElement {
  static override styles = [baseStyles, pageStyles, toneStyles, taskPageStyles];

  /** From the address. */
  @property() taskId = "";
  @consume({ context: workContext }) private work!: WorkStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  /** As the server has it, with all of its texts. */
  @state() private whole: Task | undefined;
  @state() private missing = "";
  @state() private history: View<TaskHistory> = { loading: true };
  @state() private cost: View<UsageSum> = { loading: true };
  @state() private sheet: OpenSheet | undefined;
  readonly #acting = new TaskActing(this, () => this.work);
  readonly #asOf = new AsOf();
  #asking: AbortController | undefined;
  #askedFor = "";

  constructor() {
    super();
    for (const store of [() => this.work, () => this.decisions, () => this.connection, () => this.session])
      new StoreController<object>(this, store);
    this.addEventListener(
      "task-sheet-wanted",
      (event: TaskSheetEvent) => (this.sheet = { kind: event.sheet === "assign" ? "assign" : "write", task: event.task }),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.work.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#askedFor = "";
  }

  /** Asked again with every version of the task: its history has one line more. */
  protected override updated(): void {
    const { ready, tasks } = this.work.state;
    if (!ready || this.taskId === "") return;
    const known = tasks.find(({ id }) => id === this.taskId);
    const wanted = `${this.taskId} ${known?.version ?? ""}`;
    if (wanted === this.#askedFor) return;
    this.#askedFor = wanted;
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    void this.work.history(this.taskId, (view) => (this.history = view), signal);
    if (!known || known.trimmed) void this.#fetch(signal);
    if (known) void this.work.cost(known, (view) => (this.cost = view), signal);
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    try {
      const whole = await this.work.one(this.taskId);
      if (!signal.aborted) this.whole = whole;
    } catch (error) {
      if (!signal.aborted) this.missing = words(error);
    }
  }

  override render() {
    const known = this.work.state.tasks.find(({ id }) => id === this.taskId);
    const whole = this.whole?.id === this.taskId ? this.whole : undefined;
    const task = whole && (!known || (known.trimmed && known.version <= whole.version)) ? whole : known;
    if (task) return this.#renderTask(task);
    if (!this.work.state.ready || this.missing === "") return html`<p class="quiet" role="status">Loading</p>`;
    return html`<ui-empty tone="quiet" icon="question" heading="This task is not known here">
      <p>${this.missing}</p>
      <ui-button href="/work">Go to the work</ui-button>
    </ui-empty>`;
  }

  #renderTask(task: Task) {
    const role = this.session.state.session?.person.role;
    const mayAct = role !== undefined && role !== "viewer";
    const { pending, snoozed, history } = this.decisions.state;
    const asked = [...pending, ...snoozed.map(({ request }) => request), ...history].filter(
      ({ taskId }) => taskId === task.id || (task.key !== undefined && taskId === task.key),
    );
    return html`<div class="narrow stack sections">
        ${renderAsOf(this.#asOf.clock(this.connection.state), this.connection.state)} ${this.#renderChange(task)}
        <task-facts .task=${task}></task-facts>
        ${
          mayAct
            ? html`<section>
                <h2>What to do</h2>
                <ui-card><task-actions .task=${task}></task-actions></ui-card>
              </section>`
            : nothing
        }
        ${
          task.status === "completed" && task.scope === "team"
            ? html`<section>
                <h2>Outcome</h2>
                <task-outcome-part .task=${task}></task-outcome-part>
              </section>`
            : nothing
        }
        ${renderText("Result", task.result)} ${renderText("Error", task.error, "bad")} ${renderText("What is to be done", task.body)}
        ${renderDependencies(task, this.work.state.tasks)} ${renderLinks(task)} ${renderAsked(asked)} ${renderAttempts(task, this.history)}
        ${renderCost(this.cost)} ${renderHistory(this.history)}
      </div>
      ${this.#renderSheet(task)}`;
  }

  /** A change of this device on its way, or why it was refused. */
  #renderChange(task: Task) {
    const change = this.work.state.changes.get(task.id);
    if (!change) return nothing;
    return html`<ui-card tone=${change.refused ? "bad" : "beacon"}>
      <div class="refusal" role="status">
        <p>
          ${changeWords(change)}${change.refused ? ". What stands is shown below." : ". It counts only if nobody changes the task before."}
        </p>
        <ui-button @click=${() => this.dispatchEvent(new TaskActedEvent(task, { kind: "dismiss" }))}
          >${change.refused ? "Understood" : "Take it back"}</ui-button
        >
      </div>
    </ui-card>`;
  }

  #renderSheet(task: Task) {
    if (this.sheet === undefined) return nothing;
    return html`<work-sheets
      .sheet=${this.sheet}
      .tasks=${this.work.state.tasks}
      .suggest=${this.work.suggestions}
      @dialog-closed=${() => (this.sheet = undefined)}
      @agent-chosen-for-task=${(event: AgentChosenForTask) => {
        this.sheet = undefined;
        const patch = { agent: event.agent, ...(task.status === "pending" && { status: "assigned" as const }) };
        this.dispatchEvent(new TaskActedEvent(task, { kind: "change", patch }));
      }}
      @draft-written=${(event: DraftWrittenEvent) => this.#save(this.sheet?.task ?? task, event)}
    ></work-sheets>`;
  }

  #save(task: Task, { draft }: DraftWrittenEvent): void {
    this.sheet = undefined;
    const patch = patchOf(task, draft);
    if (Object.keys(patch).length > 0) this.dispatchEvent(new TaskActedEvent(task, { kind: "change", patch }));
    else this.#acting.say("Nothing was changed");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-page": TaskPage;
  }
}
