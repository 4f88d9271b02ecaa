import { consume } from "@lit/context";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { AsOf } from "../fleet/as-of.ts";
import { renderAsOf } from "../fleet/render-as-of.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { stageLooks } from "./run-words.ts";
import { taskPageStyles } from "./task-page.styles.ts";
import { workContext } from "./work.context.ts";
import type { WorkStore } from "./work.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "./run-card.ts";

const longest = 1_000;

/** One workflow run: its stages with their times, what it waited for, and each try to go on. */
@customElement("workflow-page")
export class WorkflowPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    toneStyles,
    taskPageStyles,
    css`
      .out {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        padding-inline: var(--space-1);
        text-underline-offset: 3px;
      }
      ui-row {
        --icon-size: 0.8125rem;
        --icon-stroke: 2.6;
      }
    `,
  ];

  /** From the address. */
  @property() runId = "";
  @consume({ context: workContext }) private work!: WorkStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  /** From the server, where the replica has it no more. */
  @state() private fetched: WorkflowRun | undefined;
  @state() private missing = "";
  readonly #asOf = new AsOf();
  #asked = "";

  constructor() {
    super();
    new StoreController(this, () => this.work);
    new StoreController(this, () => this.connection);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.work.load();
  }

  protected override updated(): void {
    const { ready, runs } = this.work.state;
    if (!ready || this.#asked === this.runId || runs.some(({ id }) => id === this.runId)) return;
    this.#asked = this.runId;
    this.work.run(this.runId).then(
      (run) => (this.fetched = run),
      (error: unknown) => (this.missing = words(error)),
    );
  }

  override render() {
    const run = this.work.state.runs.find(({ id }) => id === this.runId) ?? this.fetched;
    if (run) return this.#renderRun(run);
    if (this.missing === "") return html`<p class="quiet" role="status">Loading</p>`;
    return html`<ui-empty tone="quiet" icon="question" heading="This workflow is not known here">
      <p>${this.missing}</p>
      <ui-button href="/work?view=workflows">Go to the workflows</ui-button>
    </ui-empty>`;
  }

  #renderRun(run: WorkflowRun) {
    const clock = this.#asOf.clock(this.connection.state);
    const task = this.work.state.tasks.find(({ id, key }) => run.task !== undefined && (id === run.task || key === run.task));
    return html`<div class="narrow stack sections">
      ${renderAsOf(clock, this.connection.state)}
      <h2 class="visually-hidden">The run</h2>
      <run-card .run=${run} .now=${clock.ticker.now()}></run-card>
      ${
        isWeb(run.url) || task
          ? html`<div class="actions">
              ${isWeb(run.url) ? html`<a class="out" href=${run.url} target="_blank" rel="noopener noreferrer">Where it runs</a>` : nothing}
              ${task ? html`<ui-button href=${`/work/tasks/${task.id}`}>Its task</ui-button>` : nothing}
            </div>`
          : nothing
      }
      <section>
        <h2>Stages</h2>
        ${
          run.stages.length === 0
            ? html`<p class="small">None was told of.</p>`
            : html`<ui-card flush
                >${[...run.stages].sort((a, b) => a.order - b.order).map((stage) => this.#renderStage(stage, clock.ticker.now()))}</ui-card
              >`
        }
      </section>
      ${
        run.suspensions.length > 0
          ? html`<section>
              <h2>What it waited for</h2>
              <ui-card flush>${run.suspensions.map(renderSuspension)}</ui-card>
            </section>`
          : nothing
      }
    </div>`;
  }

  #renderStage(stage: WorkflowRun["stages"][number], now: number) {
    const look = stageLooks[stage.status];
    const { startedAt, endedAt } = stage;
    const took = startedAt === undefined ? undefined : (endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt);
    return html`<ui-row>
      <ui-icon slot="start" class=${look.tone} name=${look.icon}></ui-icon>
      ${shownText(short(stage.name, 120))}
      <span slot="detail"
        >${look.word}${stage.agent ? html` · ${shownText(short(stage.agent.name, 80))}` : nothing}${startedAt ? ` · from ${formatMoment(startedAt)}` : ""}${
          stage.attempts > 1 ? ` · ${stage.attempts} tries` : ""
        }${stage.error ? html`<br /><span class="bad">${shownText(short(stage.error, longest))}</span>` : nothing}</span
      >
      ${took !== undefined && took >= 0 ? html`<span slot="end">${formatDuration(took, 0)}</span>` : nothing}
    </ui-row>`;
  }
}

function renderSuspension({ stage, waitsFor, what, since, resumedAt, requestId, attempts }: WorkflowRun["suspensions"][number]) {
  const failed = attempts.filter(({ ok }) => !ok);
  const last = failed.at(-1);
  return html`<ui-row href=${requestId === undefined ? nothing : `/decisions/${requestId}`}>
    <ui-icon
      slot="start"
      class=${resumedAt === undefined ? "beacon" : "good"}
      name=${resumedAt === undefined ? "diamond" : "check"}
    ></ui-icon>
    ${shownText(short(what, 300))}
    <span slot="detail"
      >${stage ? html`${shownText(short(stage, 80))} · ` : nothing}for ${waitsFor === "person" ? "a person" : "an event"}, since
      ${formatMoment(since)}${resumedAt === undefined ? nothing : html`, went on after ${formatDuration(Date.parse(resumedAt) - Date.parse(since), 0)}`}${
        attempts.length > 0
          ? html` · ${attempts.length} ${attempts.length === 1 ? "try" : "tries"} to go on, ${failed.length} failed`
          : nothing
      }${last?.error ? html`<br /><span class="bad">${shownText(short(last.error, longest))}</span>` : nothing}</span
    >
  </ui-row>`;
}

const isWeb = (ref: string | undefined): ref is string => ref !== undefined && URL.canParse(ref) && new URL(ref).protocol === "https:";

declare global {
  interface HTMLElementTagNameMap {
    "workflow-page": WorkflowPage;
  }
}
