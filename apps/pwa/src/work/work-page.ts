import { consume } from "@lit/context";
import type { Task, TaskTemplate } from "@beckon/contracts/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import type { DecisionsStore } from "../decisions/decisions.store.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { fleetContext } from "../fleet/fleet.context.ts";
import { membersOf } from "../fleet/family.ts";
import type { FleetStore } from "../fleet/fleet.store.ts";
import { FleetWatch } from "../fleet/fleet-watch.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { short } from "../fleet/short.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, decisionsContext, sessionContext } from "../platform/contexts.ts";
import { painted } from "../platform/painted.ts";
import { StoreController } from "../platform/store-controller.ts";
import { Attempt } from "../platform/attempt.ts";
import { KeysController } from "../shell/keys.ts";
import { MediaController } from "../shell/media.ts";
import { pageStyles } from "../shell/page.styles.ts";
import type { AgentChosenForTask } from "./assign-sheet.ts";
import type { BulkWantedEvent } from "./bulk-bar.ts";
import { exportAddress } from "./export-address.ts";
import { TaskActing } from "./task-acting.ts";
import { inputOf, patchOf } from "./task-draft.ts";
import type { DraftWrittenEvent } from "./task-sheet.ts";
import { taskCount } from "./task-words.ts";
import type { LaneChosenEvent } from "./work-board.ts";
import { WorkEye, type WorkSeen } from "./work-eye.ts";
import type { TaskMenuEvent, TaskPickedEvent, TaskSheetEvent } from "./work-events.ts";
import type { LookChangedEvent, WorkFilters } from "./work-filters.ts";
import { readLook, type WorkLook, writeLook } from "./work-look.ts";
import { workStyles } from "./work-page.styles.ts";
import type { OpenSheet } from "./work-sheets.ts";
import { workContext } from "./work.context.ts";
import type { WorkStore } from "./work.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./work-filters.ts";
import "./work-sheets.ts";
import "./work-tasks.ts";

/** The work of the team: tasks as a board or a list, and workflows. */
@customElement("work-page")
export class WorkPage extends LitElement {
  static override styles = [baseStyles, pageStyles, workStyles];

  @consume({ context: workContext }) private work!: WorkStore;
  @consume({ context: fleetContext }) private fleet!: FleetStore;
  @consume({ context: decisionsContext }) private decisions!: DecisionsStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @query("work-filters") private filters?: WorkFilters | null;
  @state() private look: WorkLook = readLook(location.search);
  @state() private picking = false;
  @state() private picked: ReadonlySet<string> = new Set();
  @state() private sheet: OpenSheet | undefined;
  @state() private templates: readonly TaskTemplate[] = [];
  /** What was last seen here, until all is read. */
  @state() private first: WorkSeen | undefined;
  readonly #narrow = new MediaController(this, "(max-width: 719.98px)");
  readonly #watch = new FleetWatch(this, { fleet: () => this.fleet, decisions: () => this.decisions, connection: () => this.connection });
  readonly #acting = new TaskActing(this, () => this.work);
  readonly #saving = new Attempt(this);
  readonly #eye = new WorkEye();
  #last: { address: string; seen: WorkSeen } | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.work);
    new StoreController(this, () => this.session);
    new KeysController(this, { "/": () => this.filters?.focus(), c: () => this.#mayAct && this.#write(undefined) });
    this.addEventListener("look-changed", (event: LookChangedEvent) => this.#lookAt(event.look));
    this.addEventListener("lane-chosen", (event: LaneChosenEvent) => this.#lookAt({ lane: event.lane }));
    this.addEventListener("task-menu-wanted", (event: TaskMenuEvent) => (this.sheet = { kind: "menu", task: event.task }));
    this.addEventListener("task-picked", (event: TaskPickedEvent) => this.#pick(event.task.id));
    this.addEventListener("task-sheet-wanted", (event: TaskSheetEvent) =>
      event.sheet === "assign" ? (this.sheet = { kind: "assign", task: event.task }) : this.#write(event.task),
    );
    this.addEventListener("task-acted", () => (this.sheet = undefined));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#keep();
  }

  /** What was last seen is painted first; the thousands behind it are read when it is on the screen. */
  async #begin(): Promise<void> {
    if (!this.work.state.ready && this.look.view !== "workflows") this.first = await this.work.first(writeLook(this.look));
    if (this.first) await painted();
    await this.work.load();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.look.view === "workflows") void import("./workflow-list.ts");
  }

  get #mayAct(): boolean {
    const role = this.session.state.session?.person.role;
    return role !== undefined && role !== "viewer";
  }

  override render() {
    const { ready, tasks, runs, directories } = this.work.state;
    if (!ready && !this.first) return html`<p class="visually-hidden" role="status">Loading</p>`;
    const { look } = this;
    const now = this.#watch.clock.ticker.now();
    return html`<work-filters .look=${look} .tasks=${tasks} .directories=${directories}>${this.#renderActions()}</work-filters>
      ${renderAsOf(this.#watch.clock, this.connection.state)}
      ${look.view === "workflows" ? html`<workflow-list .runs=${runs} .look=${look} .now=${now} .store=${this.work}></workflow-list>` : this.#renderTasks(now)}
      ${this.#renderSheets()}`;
  }

  #renderActions() {
    const { ready, tasks } = this.work.state;
    // Where no task is, there is one thing to do, and it stands below.
    if (ready && tasks.length === 0 && this.look.view !== "workflows") return nothing;
    const agent = this.fleet.state.agents.find(({ name }) => name === this.look.agent)?.id;
    return html`<div class="actions">
      ${
        this.look.view === "workflows" || !this.#mayAct
          ? nothing
          : html`<ui-button variant="primary" icon="plus" @click=${() => this.#write(undefined)}>New task</ui-button>
              <ui-button aria-pressed=${this.picking ? "true" : "false"} @click=${() => this.#startPicking()}>Select</ui-button>`
      }
      <ui-button square icon="download" label="Save as CSV" title="Save as CSV" href=${exportAddress(this.look, agent)}></ui-button>
    </div>`;
  }

  #renderTasks(now: number) {
    const { tasks, directories, changes, ready } = this.work.state;
    const { look } = this;
    if (ready && tasks.length === 0) return this.#renderNothing();
    const directory = directories.find(({ id }) => id === look.directory);
    const seen = ready ? this.#see({ tasks, directory, look, now, agents: this.#live() }) : this.first;
    if (!seen) return nothing;
    return html`<work-tasks
        .seen=${seen}
        .look=${look}
        .directory=${directory}
        .changes=${changes}
        .picked=${this.picked}
        ?picking=${this.picking}
        ?narrow=${this.#narrow.matches}
        ?mayAct=${this.#mayAct}
      ></work-tasks>
      ${
        this.picking
          ? html`<div class="room"></div>
              <bulk-bar
                .count=${this.picked.size}
                ?busy=${this.#saving.busy}
                @bulk-wanted=${(event: BulkWantedEvent) => void this.#bulk(event, seen.view.found)}
              ></bulk-bar>`
          : nothing
      }`;
  }

  /** What is seen is also what the next visit of this address begins with: kept once a second however much happens, and on leaving. */
  #see(given: Parameters<WorkEye["see"]>[0]): WorkSeen {
    const seen = this.#eye.see(given);
    if (seen === this.#last?.seen || given.look.q !== "") return seen;
    const address = writeLook(given.look);
    if (this.#last && this.#last.address !== address) this.#keep();
    this.#last = { address, seen };
    this.#keeping ??= setTimeout(() => this.#keep(), 1_000);
    return seen;
  }

  #keep(): void {
    if (this.#keeping === undefined || !this.#last) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    void this.work.keepFirst(this.#last.address, this.#last.seen);
  }

  #live(): string[] {
    const rows = this.#watch.view.families.flatMap(membersOf);
    return rows.filter(({ live }) => live.state !== "offline").map(({ agent }) => agent.name);
  }

  #renderNothing() {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="work" heading="No task yet">
        <p>
          Agents tell of theirs by themselves, and a folder of task files can be followed with <code>beckon watch</code>. Or write the first
          one here.
        </p>
        ${this.#mayAct ? html`<ui-button variant="primary" @click=${() => this.#write(undefined)}>New task</ui-button>` : nothing}
      </ui-empty></ui-card
    >`;
  }

  #renderSheets() {
    const { sheet } = this;
    if (sheet === undefined) return nothing;
    // What is written goes by the version that was seen; the menu by how the task stands.
    const current = sheet.kind === "write" ? undefined : this.work.state.tasks.find(({ id }) => id === sheet.task?.id);
    const task = current ?? sheet.task;
    return html`<work-sheets
      .sheet=${{ ...sheet, task }}
      .templates=${this.templates}
      .tasks=${this.work.state.tasks}
      .suggest=${this.work.suggestions}
      ?busy=${this.#saving.busy}
      problem=${this.#saving.problem}
      @dialog-closed=${() => (this.sheet = undefined)}
      @agent-chosen-for-task=${(event: AgentChosenForTask) => void this.#assign(task, event.agent)}
      @draft-written=${(event: DraftWrittenEvent) => void this.#save(task, event)}
    ></work-sheets>`;
  }

  #write(task: Task | undefined): void {
    this.#saving.problem = "";
    this.sheet = { kind: "write", task };
    void this.work.templates().then(
      (templates) => (this.templates = templates),
      () => undefined,
    );
  }

  async #save(task: Task | undefined, { draft, template }: DraftWrittenEvent): Promise<void> {
    const done = await this.#saving.run(async () => {
      if (task) return this.work.change(task, patchOf(task, draft));
      const input = inputOf(draft);
      const made = await this.work.create(input);
      if (template !== "") await this.work.addTemplate(template, input);
      this.#acting.say(`Created: ${shownWords(short(made.title, 60))}`, `/work/tasks/${made.id}`);
    });
    if (done) this.sheet = undefined;
  }

  async #assign(task: Task | undefined, agent: AgentChosenForTask["agent"]): Promise<void> {
    this.sheet = undefined;
    if (task) return this.work.change(task, { agent, ...(task.status === "pending" && { status: "assigned" as const }) });
    await this.#doAll({ kind: "assign", agent });
  }

  #startPicking(): void {
    void import("./bulk-bar.ts");
    this.picking = !this.picking;
    this.picked = new Set();
  }

  #pick(id: string): void {
    const picked = new Set(this.picked);
    if (!picked.delete(id)) picked.add(id);
    this.picked = picked;
  }

  async #bulk({ action }: BulkWantedEvent, found: readonly Task[]): Promise<void> {
    if (action === "none") return this.#startPicking();
    if (action === "all") return void (this.picked = new Set(found.slice(0, 500).map(({ id }) => id)));
    if (action === "assign") return void (this.sheet = { kind: "assign", count: this.picked.size });
    await this.#doAll(action);
  }

  async #doAll(action: Exclude<BulkWantedEvent["action"], string>): Promise<void> {
    await this.#saving.run(async () => {
      const end = await this.work.bulk([...this.picked], action);
      this.#acting.say(
        end.refused === 0 ? `${taskCount(end.done)} changed` : `${taskCount(end.done)} changed, ${end.refused} could not be`,
      );
      if (end.refused === 0) this.#startPicking();
    });
    if (this.#saving.problem) this.#acting.say(this.#saving.problem, undefined, "alert");
  }

  /** Keeps the address at what is shown, without a step in the history for each letter. */
  #lookAt(look: Partial<WorkLook>): void {
    this.look = { ...this.look, ...look };
    history.replaceState(history.state, "", writeLook(this.look));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "work-page": WorkPage;
  }
}
