import type { Task } from "@beckon/contracts/tasks";
import { taskDuration } from "@beckon/metrics/tasks";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { originWords, priorityLooks, statusLooks } from "./task-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";

/** As long as what a person may write down as the reason: here it is to be read to its end. */
const longest = 500;

/** What a task is, how it stands, and when what happened; where what was told contradicts itself, both. */
@customElement("task-facts")
export class TaskFacts extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    demoMarkStyles,
    css`
      article {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        padding: var(--space-4);
        container-type: inline-size;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow);
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
        color: var(--ink-soft);
        font-size: 0.8125rem;
        --icon-size: 0.8125rem;
        --icon-stroke: 2.6;
      }
      header b {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        color: var(--ink);
        font-weight: 650;
      }
      .space {
        flex: 1;
      }
      h2 {
        font: 650 var(--text-l) / 1.3 var(--font);
        letter-spacing: -0.012em;
        overflow-wrap: anywhere;
      }
      progress {
        appearance: none;
        display: block;
        inline-size: 100%;
        block-size: 6px;
        border: 0;
        border-radius: 3px;
        background: var(--raised);
        overflow: hidden;
      }
      progress::-webkit-progress-bar {
        background: var(--raised);
      }
      progress::-webkit-progress-value {
        background: var(--good);
        border-radius: 3px;
      }
      progress::-moz-progress-bar {
        background: var(--good);
      }
      dl {
        display: grid;
        grid-template-columns: minmax(86px, auto) minmax(0, 1fr);
        gap: 5px var(--space-4);
      }
      dt {
        color: var(--ink-soft);
      }
      /* Where text is large, a fact stands below its name. */
      @container (inline-size < 16rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd {
          margin-block-end: var(--space-2);
        }
      }
      dd {
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .clash {
        display: flex;
        gap: 9px;
        padding: 9px 12px;
        border: 1px solid color-mix(in srgb, var(--beacon) 45%, var(--line));
        border-radius: var(--radius-m);
        --icon-size: 16px;
        overflow-wrap: anywhere;
      }
      .clash ui-icon {
        margin-block-start: 3px;
        color: var(--beacon);
      }
      .labels {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .labels span {
        min-inline-size: 0;
        overflow-wrap: anywhere;
        padding: 1px 9px;
        border: 1px solid var(--line-strong);
        border-radius: 99px;
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) task!: Task;

  override render() {
    const { task } = this;
    const state = statusLooks[task.status];
    const priority = priorityLooks[task.priority];
    return html`<article>
      <header>
        <b><ui-icon class=${state.tone} name=${state.icon}></ui-icon>${state.word}</b>
        <span class=${task.priority === "critical" || task.priority === "high" ? priority.tone : ""}>${priority.word} priority</span>
        ${demoMark(task)}
        <span class="space"></span>
        ${task.attempt > 1 ? html`<span>attempt ${task.attempt}</span>` : nothing}
      </header>
      <h2>${shownText(task.title)}</h2>
      ${task.progress === null ? nothing : html`<progress max="100" .value=${task.progress} aria-label="Progress as told"></progress>`}
      ${task.labels.length > 0 ? html`<div class="labels">${task.labels.map((label) => html`<span>${shownText(short(label, 60))}</span>`)}</div>` : nothing}
      ${this.#clashes().map((words) => html`<p class="clash"><ui-icon name="alert"></ui-icon><span>${words}</span></p>`)}
      <dl>
        ${this.#facts().map(([name, value]) =>
          value === undefined
            ? nothing
            : html`<dt>${name}</dt>
                <dd>${value}</dd>`,
        )}
      </dl>
    </article>`;
  }

  #facts(): [string, unknown][] {
    const { task } = this;
    const text = (value: string | undefined) => (value ? shownText(short(value, longest)) : undefined);
    const moment = (at: string | undefined) => at && html`${formatMoment(at)}, <ui-age as="ago" at=${at}></ui-age>`;
    const took = taskDuration({ startedAt: task.startedAt, endedAt: task.endedAt, reportedMs: reported(task) });
    const { agent, estimate, file } = task;
    return [
      ["Progress", task.progress === null ? undefined : `${Math.round(task.progress)} %, as told`],
      ["Waits for", text(task.blockedBy)],
      ["Agent", agent && (agent.id ? html`<a href=${`/agents/${agent.id}`}>${text(agent.name)}</a>` : text(agent.name))],
      ["Role", text(task.role)],
      ["Model", text(task.model)],
      ["Project", text(task.project)],
      ["Created", moment(task.createdAt)],
      ["Started", moment(task.startedAt)],
      ["Ended", moment(task.endedAt)],
      ["Took", took.value === null ? undefined : `${formatDuration(took.value)}${took.source === "reported" ? ", as told" : ""}`],
      ["Times out", moment(task.deadlineAt)],
      ["Estimate", estimate && `${estimate.p50} h, ${estimate.p10}–${estimate.p90} h of a person's work`],
      ["Comes from", originWords[task.origin]],
      ["Its own id", task.key === undefined ? undefined : html`<code>${text(task.key)}</code>`],
      ["File", file && html`<code>${text(file.path)}</code>${file.document > 0 ? `, document ${file.document + 1}` : ""}`],
    ];
  }

  /** Everything that was told of it and cannot all be true. */
  #clashes(): unknown[] {
    const { task } = this;
    const took = taskDuration({ startedAt: task.startedAt, endedAt: task.endedAt, reportedMs: reported(task) });
    const clashes: unknown[] = [];
    if (task.contradiction) clashes.push(shownText(short(task.contradiction, longest)));
    if (took.contradiction && took.value !== null)
      clashes.push(
        `It took ${formatDuration(took.value)} by its timestamps; its reporter says ${formatDuration(took.contradiction.reportedMs)}.`,
      );
    if (took.skewed && !task.contradiction) clashes.push("It ended before it started, as told: a clock is wrong, so there is no duration.");
    const { file } = task;
    if (file?.problem !== undefined) clashes.push(html`The file cannot be read: ${shownText(short(file.problem, longest))}`);
    if (file?.contradiction !== undefined)
      clashes.push(
        html`The file says “${shownText(short(file.contradiction, 60))}”, and stands in the folder ${shownText(short(file.lane, 60))}. The
        folder counts.`,
      );
    for (const words of file?.unread ?? []) clashes.push(html`Not used: ${shownText(short(words, longest))}`);
    if (file?.edit)
      clashes.push(
        file.edit.state === "requested"
          ? "A change is on its way into the file."
          : html`The file was not changed: ${shownText(short(file.edit.message ?? "it had changed meanwhile", longest))}`,
      );
    return clashes;
  }
}

const reported = ({ reportedSeconds }: Task) => (reportedSeconds === undefined ? undefined : reportedSeconds * 1_000);

declare global {
  interface HTMLElementTagNameMap {
    "task-facts": TaskFacts;
  }
}
