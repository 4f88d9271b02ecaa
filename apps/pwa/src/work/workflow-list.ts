import type { WorkflowRun, WorkflowSummary } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { timeZone } from "../platform/time-zone.ts";
import { RowWindow } from "../decisions/row-window.ts";
import type { View } from "../platform/cached-view.ts";
import { runsIn } from "./run-words.ts";
import type { WorkLook } from "./work-look.ts";
import type { WorkStore } from "./work.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "./run-card.ts";
import "./workflow-figures.ts";

const spans = { "24h": 1, "7d": 7, all: 30 } as const;

/** Workflow runs, those that need somebody first, and what they add up to. */
@customElement("workflow-list")
export class WorkflowList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        align-items: start;
      }
      .runs {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
      }
      /* Only here: alone on its page it would push away what stands below once it is drawn. */
      run-card {
        content-visibility: auto;
        contain-intrinsic-size: auto 200px;
      }
      @media (min-width: 1180px) {
        :host {
          grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) runs: readonly WorkflowRun[] = [];
  @property({ attribute: false }) look!: WorkLook;
  /** Epoch milliseconds by which waits and the stuck are told. */
  @property({ type: Number }) now = 0;
  @property({ attribute: false }) store!: WorkStore;
  @state() private figures: View<WorkflowSummary> = { loading: true };
  readonly #rows = new RowWindow(this);
  #asking: AbortController | undefined;
  #asked = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#asked = "";
  }

  /** Figures are the server's: it has every run. Asked again when the filters, or what ended, differ. */
  protected override updated(): void {
    const { look, runs } = this;
    const ended = runs.filter(({ endedAt }) => endedAt !== undefined).length;
    const wanted = JSON.stringify([look.range, look.role, ended]);
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    this.#asking?.abort();
    this.#asking = new AbortController();
    const to = new Date();
    const from = new Date(to.getTime() - spans[look.range] * 86_400_000);
    const query = {
      from: from.toISOString(),
      to: to.toISOString(),
      tz: timeZone(),
      ...(look.role !== undefined && { role: look.role }),
    };
    void this.store.workflows(query, (view) => (this.figures = view), this.#asking.signal);
  }

  override render() {
    const found = runsIn(this.runs, this.look, this.now);
    if (this.runs.length === 0)
      return html`<ui-card
        ><ui-empty tone="quiet" icon="work" heading="No workflow yet">
          <p>
            GitHub’s checks and workflow runs appear here once GitHub is connected. Argo Workflows or a program of yours tells of its own;
            the documents say how.
          </p>
          <ui-button href="/value/outcomes?connect=github" icon="connect">Connect GitHub</ui-button>
        </ui-empty></ui-card
      >`;
    return html`<h2 class="visually-hidden">Runs</h2>
      <div class="runs" role="list" aria-label="Workflow runs">
        ${
          found.length === 0
            ? html`<ui-empty tone="quiet" icon="search" heading="No run like that"
                ><p>None of ${this.runs.length} on this device fits.</p></ui-empty
              >`
            : repeat(
                this.#rows.take(found),
                ({ id }) => id,
                (run) => html`<run-card role="listitem" .run=${run} .now=${this.now}></run-card>`,
              )
        }
      </div>
      <workflow-figures .view=${this.figures}></workflow-figures>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "workflow-list": WorkflowList;
  }
}
