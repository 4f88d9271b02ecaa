import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Task } from "@beckon/contracts/tasks";
import { formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { View } from "../platform/cached-view.ts";
import { statusLooks } from "./task-words.ts";
import type { TaskHistory } from "./tasks.api.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "../decisions/what-happened.ts";

const longest = 300;

export const renderText = (heading: string, text: string | undefined, tone = "") =>
  text === undefined || text === ""
    ? nothing
    : html`<section>
        <h2 class=${tone}>${heading}</h2>
        <ui-card tone=${tone === "bad" ? "bad" : "plain"}><p class="text">${shownText(text)}</p></ui-card>
      </section>`;

/** One task as a line that leads to it. */
export const taskRow = (task: Task, more = "") => {
  const look = statusLooks[task.status];
  return html`<ui-row href=${`/work/tasks/${task.id}`}>
    <ui-icon slot="start" class=${look.tone} name=${look.icon}></ui-icon>
    ${shownText(short(task.title, longest))}
    <span slot="detail">${look.word}${task.agent ? html` · ${shownText(short(task.agent.name, 80))}` : nothing}${more}</span>
  </ui-row>`;
};

/** What must be done before, and what waits for this one. Of those that this device does not have, only that they are. */
export function renderDependencies(task: Task, tasks: readonly Task[]) {
  const byId = new Map(tasks.map((other) => [other.id, other]));
  const after = tasks.filter(({ dependencies }) => dependencies.includes(task.id));
  if (task.dependencies.length + after.length === 0) return nothing;
  const unknown = task.dependencies.filter((id) => !byId.has(id));
  return html`<section>
    <h2>Before and after it</h2>
    <ui-card flush>
      ${task.dependencies.map((id) => {
        const other = byId.get(id);
        return other ? taskRow(other, " · must be done before") : nothing;
      })}
      ${unknown.length > 0 ? html`<ui-row>${unknown.length === 1 ? "1 more" : `${unknown.length} more`}<span slot="detail">must be done before; not on this device</span></ui-row>` : nothing}
      ${after.slice(0, 50).map((other) => taskRow(other, " · waits for this one"))}
    </ui-card>
  </section>`;
}

const linkWords = {
  branch: "Branch",
  pull_request: "Pull request",
  commit: "Commit",
  file: "File",
  issue: "Issue",
  other: "Link",
} as const;

/** Only an https address is opened, and it learns nothing of us. */
export function renderLinks({ links }: Task) {
  if (links.length === 0) return nothing;
  return html`<section>
    <h2>Links</h2>
    <ui-card flush>
      ${links.map(({ kind, ref, title }) => {
        const name = shownText(short(title ?? ref, longest));
        return html`<ui-row>
          ${isWeb(ref) ? html`<a href=${ref} target="_blank" rel="noopener noreferrer">${name}</a>` : name}
          <span slot="detail">${linkWords[kind]}${title === undefined ? nothing : html` · ${shownText(short(ref, longest))}`}</span>
        </ui-row>`;
      })}
    </ui-card>
  </section>`;
}

function isWeb(ref: string): boolean {
  return URL.canParse(ref) && new URL(ref).protocol === "https:";
}

/** What happened, oldest first, as far as the server has told. */
export function renderHistory(view: View<TaskHistory>) {
  const { body, error } = view;
  return html`<section>
    <h2>What happened ${view.at && error ? html`<span class="aside">as of ${formatMoment(view.at)}</span>` : nothing}</h2>
    ${
      body === undefined
        ? html`<p class="small">${view.loading ? "Loading" : `Not known on this device. ${error ?? ""}`}</p>`
        : body.items.length === 0
          ? html`<p class="small">Nothing was written down.</p>`
          : html`<ui-card>
              <ol class="history">
                ${body.items.map(
                  ({ at, by, kind, from, to, detail }) =>
                    html`<li>
                      <time datetime=${at}>${formatMoment(at)}</time>
                      <span
                        ><b
                          >${to === undefined ? shownText(kind.replaceAll("_", " ")) : from === undefined ? statusLooks[to].word : `${statusLooks[from].word} → ${statusLooks[to].word}`}</b
                        >
                        · ${shownText(short(by, 120))}${detail ? html`<small>${shownText(short(detail, 600))}</small>` : nothing}</span
                      >
                    </li>`,
                )}
              </ol>
            </ui-card>`
    }
  </section>`;
}

/** The other tries of the same work. */
export function renderAttempts(task: Task, view: View<TaskHistory>) {
  const others = (view.body?.attempts ?? []).filter(({ id }) => id !== task.id);
  if (others.length === 0) return nothing;
  return html`<section>
    <h2>Other attempts</h2>
    <ui-card flush>${others.map((other) => taskRow(other, ` · attempt ${other.attempt}`))}</ui-card>
  </section>`;
}

/** What was asked while it was worked on. */
export function renderAsked(requests: readonly DecisionRequest[]) {
  if (requests.length === 0) return nothing;
  return html`<section>
    <h2>What it asked</h2>
    <what-happened .requests=${requests.slice(0, 20)}></what-happened>
  </section>`;
}
