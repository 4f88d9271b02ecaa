import { consume } from "@lit/context";
import type { Task } from "@beckon/contracts/tasks";
import { html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { outcomesAddress } from "./outcomes-look.ts";
import { outcomesContext } from "./outcomes.context.ts";
import type { OutcomesStore } from "./outcomes.store.ts";
import "./task-outcome.ts";

/** The part of a completed task's page that is about its result: follows the outcome, and accepts it. */
@customElement("task-outcome-part")
export class TaskOutcomePart extends LitElement {
  @property({ attribute: false }) task!: Task;
  @consume({ context: outcomesContext }) private outcomes!: OutcomesStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  readonly #attempt = new Attempt(this);
  #shown = "";

  constructor() {
    super();
    for (const store of [() => this.outcomes, () => this.connection, () => this.session]) new StoreController<object>(this, store);
    this.addEventListener("task-accepted", () => void this.#attempt.run(() => this.outcomes.accept({ taskId: this.task.id })));
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.outcomes.leave();
    this.#shown = "";
  }

  protected override updated(): void {
    if (this.#shown === this.task.id) return;
    this.#shown = this.task.id;
    this.outcomes.showTask(this.task.id);
  }

  override render() {
    const { body, error } = this.outcomes.state.ofTask;
    const [outcome] = body?.items ?? [];
    const offline = this.connection.state.state === "offline" ? "No connection. A result is accepted only with one." : "";
    const whyNot = offline || (body === undefined && error === undefined ? "Looking whether it was accepted." : "");
    return html`<task-outcome
      .outcome=${outcome}
      address=${outcomesAddress({ range: "365d", task: this.task.id })}
      ?mayAct=${mayControl(this.session.state)}
      whyNot=${whyNot}
      ?busy=${this.#attempt.busy}
      problem=${this.#attempt.problem}
    ></task-outcome>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "task-outcome-part": TaskOutcomePart;
  }
}
