import type { Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { sessionLiveness } from "@beckon/metrics/liveness";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { commandParts } from "../decisions/command-parts.ts";
import { demoMark } from "../demo/demo-mark.ts";
import { shownText } from "../decisions/shown-text.ts";
import { filesOf, pathWords } from "./agent-files.ts";
import { runName } from "./agent-lines.ts";
import type { FleetClock } from "./as-of.ts";
import { costsOf, costWords } from "./cost.ts";
import { evidence } from "./evidence.ts";
import { membersOf } from "./family.ts";
import { stateLooks } from "./fleet-words.ts";
import type { AgentRow } from "./fleet-view.ts";
import { short } from "./short.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";
import "../decisions/decision-row.ts";
import "../decisions/what-happened.ts";

/** All that the page of an agent shows. */
export type Shown = { row: AgentRow; sessions: readonly Session[]; requests: readonly DecisionRequest[]; clock: FleetClock };

const fewFiles = 24;
const fewDecisions = 8;
const longestName = 160;
const longestEvidence = 72;

/** The calls that are open right now, exactly as they are. */
export function renderDoing({ row, clock }: Shown) {
  const calls = row.runs.flatMap(({ session }) => session.doing).filter(({ command, path }) => command !== undefined || path !== undefined);
  if (calls.length === 0) return nothing;
  return html`<section>
    <h2>Right now</h2>
    <ui-card>
      ${calls.map(
        ({ tool, command, path, since }) =>
          html`<div class="doing">
            <p><b>${shownText(short(tool, longestName))}</b> for <ui-age at=${since} .ticker=${clock.ticker}></ui-age></p>
            <ui-code label=${command === undefined ? "path" : "command"} .parts=${commandParts(command ?? path ?? "")}></ui-code>
          </div>`,
      )}
    </ui-card>
  </section>`;
}

/** Agents that it started. */
export function renderSubAgents({ row, clock }: Shown) {
  const below = row.children.flatMap(membersOf);
  if (below.length === 0) return nothing;
  return html`<section>
    <h2>Sub-agents <span class="aside">${below.length}</span></h2>
    <ui-card flush>
      ${repeat(
        below,
        ({ agent }) => agent.id,
        (child) => {
          const look = stateLooks[child.live.state];
          return html`<ui-row href=${`/agents/${child.agent.id}`}>
            <span slot="start" class="line"><ui-icon class=${look.tone} name=${look.icon} label=${look.word}></ui-icon></span>
            ${demoMark(child.agent)}${shownText(short(child.agent.name, longestName))}<span slot="detail">${plain(child, clock)}</span>
          </ui-row>`;
        },
      )}
    </ui-card>
  </section>`;
}

/** Files that it touched, the latest first. */
export function renderFiles({ row, sessions }: Shown) {
  const files = filesOf(sessions);
  if (files.length === 0) return nothing;
  return html`<section class="files">
    <h2>
      Files it touched <span class="aside">${files.length > fewFiles ? `the last ${fewFiles} of ${files.length}` : files.length}</span>
    </h2>
    <ui-card flush>
      ${files.slice(0, fewFiles).map(
        ({ path, edits, at }) =>
          html`<ui-row>
            <code>${shownText(short(pathWords(path, row.session?.cwd), longestName))}</code>
            <span slot="detail">${edits === 1 ? "1 edit" : `${edits} edits`}</span>
            <time slot="end" datetime=${at}>${formatMoment(at)}</time>
          </ui-row>`,
      )}
    </ui-card>
  </section>`;
}

/** What it asks, and what was answered lately. */
export function renderDecisions({ requests }: Shown) {
  if (requests.length === 0) return nothing;
  const waiting = requests.filter(({ status }) => status === "pending");
  const over = requests.filter(({ status }) => status !== "pending");
  return html`<section>
    <h2>Its decisions</h2>
    ${
      waiting.length > 0
        ? html`<ui-card flush class="list" role="list"
            >${waiting.map((request) => html`<decision-row role="listitem" .request=${request}></decision-row>`)}</ui-card
          >`
        : nothing
    }
    ${over.length > 0 ? html`<what-happened .requests=${over.slice(0, fewDecisions)}></what-happened>` : nothing}
    ${over.length > fewDecisions ? html`<ui-button href="/history" variant="quiet">All in History</ui-button>` : nothing}
  </section>`;
}

/** Its runs, newest sign first. */
export function renderRuns({ row, sessions, requests, clock }: Shown) {
  if (sessions.length === 0) return nothing;
  return html`<section>
    <h2>Runs <span class="aside">${sessions.length}</span></h2>
    <ui-card flush>
      ${repeat(
        sessions,
        ({ id }) => id,
        (session) => {
          const request = requests.find(({ status, agent }) => status === "pending" && agent.sessionId === session.key);
          const live =
            row.runs.find((run) => run.session === session)?.live ??
            sessionLiveness({ ...session, waitingSince: request?.askedAt }, clock.ticker.now());
          const look = stateLooks[live.state];
          return html`<ui-row>
            <span slot="start" class="line"><ui-icon class=${look.tone} name=${look.icon} label=${look.word}></ui-icon></span>
            ${shownText(short(runName({ session }), longestName))}
            <span slot="detail">${plain({ live, session }, clock)} · ${lasted(session)}</span>
            <span slot="end" class="amount">${costsOf([session], row.agent.payment).map(costWords).join(", ")}</span>
          </ui-row>`;
        },
      )}
    </ui-card>
  </section>`;
}

/** Evidence without the way to the question: it stands in a link, or the question is on the page. */
const plain = ({ live, session }: Pick<AgentRow, "live" | "session">, { ticker }: FleetClock) =>
  evidence({ live, session, most: longestEvidence }, ticker);

/** "since 09:14", "09:14, 12 min": when a run began, and how long it took. */
function lasted({ startedAt, endedAt }: Session): string {
  if (endedAt === undefined) return `since ${formatMoment(startedAt)}`;
  return `${formatMoment(startedAt)}, ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}`;
}
