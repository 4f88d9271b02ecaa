import type { Ticker } from "@beckon/ui/ticker";
import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { type EvidenceOf, shortEvidence } from "./evidence.ts";
import { stateLooks } from "./fleet-words.ts";
import type { AgentRow, RunRow } from "./fleet-view.ts";
import { short } from "./short.ts";
import "@beckon/ui/ui-icon";

const most = 4;
const deepest = 3;
const longestName = 80;
const longestEvidence = 60;

type Line = { name: string; href?: string; depth: number; row: Omit<EvidenceOf, "most"> };

/** What stands below an agent on its card: its runs where it has several, and its sub-agents, a line each. */
export function agentLines({ runs, children }: AgentRow, ticker: Ticker) {
  const below = withDepth(children, 0);
  const living = below.filter(({ row }) => row.live.state !== "offline");
  const over = below.length - living.length;
  const lines: Line[] = [
    ...(runs.length > 1 ? runs.map((row) => ({ name: runName(row), depth: 0, row })) : []),
    ...living.map(({ row, depth }) => ({ name: row.agent.name, href: `/agents/${row.agent.id}`, depth, row })),
  ];
  if (lines.length === 0) return nothing;
  const more = lines.length - most;
  const rest = [more > 0 ? `${more} more` : "", over > 0 ? `${over} ended` : ""].filter(Boolean).join(", ");
  return html`<ul>
    ${lines.slice(0, most).map((line) => renderLine(line, ticker))} ${rest ? html`<li class="rest">and ${rest}</li>` : nothing}
  </ul>`;
}

function renderLine({ name, href, depth, row }: Line, ticker: Ticker) {
  const look = stateLooks[row.live.state];
  const shown = shownText(short(name, longestName));
  const { what, age } = shortEvidence({ ...row, most: longestEvidence }, ticker);
  return html`<li class="line depth-${Math.min(depth, deepest)}">
    <ui-icon class=${look.tone} name=${look.icon} label=${look.word}></ui-icon>
    <span><b>${href === undefined ? shown : html`<a class="cover" href=${href}>${shown}</a>`}</b><small>${what}</small></span>
    <span class="age">${age}</span>
  </li>`;
}

/** A run is known by the place where it works, else by what it was asked. */
export const runName = ({ session }: Pick<RunRow, "session">): string => session.project ?? session.title ?? session.key;

function withDepth(rows: readonly AgentRow[], depth: number): { row: AgentRow; depth: number }[] {
  return rows.flatMap((row) => [{ row, depth }, ...withDepth(row.children, depth + 1)]);
}
