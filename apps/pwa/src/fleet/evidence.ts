import type { Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Liveness } from "@beckon/metrics/liveness";
import type { Ticker } from "@beckon/ui/ticker";
import { html, nothing, type TemplateResult } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { pathWords } from "./agent-files.ts";
import { short } from "./short.ts";
import "@beckon/ui/ui-age";

/** What is told of a state. `most`: so many characters of an agent's own text, so that the age has room. */
export type EvidenceOf = { live: Liveness; session?: Session | undefined; request?: DecisionRequest | undefined; most: number };
type Parts = { what: TemplateResult | string; join: string; as: "ago" | "elapsed"; after?: unknown };

/** Why an agent is said to be in its state, in words, with an age that goes on by itself. */
export function evidence(of: EvidenceOf, ticker: Ticker): TemplateResult {
  const { what, join, as, after } = partsOf(of);
  return html`${what}${join}<ui-age as=${as} at=${of.live.evidence.at} .ticker=${ticker}></ui-age>${after ?? nothing}`;
}

/** The same in a line that has its age at its end. */
export function shortEvidence(of: EvidenceOf, ticker: Ticker): { what: TemplateResult; age: TemplateResult } {
  const { what, after } = partsOf(of);
  return { what: html`${what}${after ?? nothing}`, age: html`<ui-age as="short" at=${of.live.evidence.at} .ticker=${ticker}></ui-age>` };
}

function partsOf({ live, session, request, most }: EvidenceOf): Parts {
  const { state, evidence: because } = live;
  switch (because.kind) {
    case "request":
      return { what: request ? html`Waits for you: ${titleOf(request, most)}` : "Waits for you", join: " · ", as: "elapsed" };
    case "call":
      return { what: callWords(session, because.callId, most), join: " for ", as: "elapsed" };
    case "running":
      return {
        what: because.count === 1 ? "1 thing it started still runs" : `${because.count} things it started still run`,
        join: " · turn ended ",
        as: "ago",
      };
    case "turn-ended":
      return { what: "Turn ended", join: " ", as: "ago" };
    case "ended":
      return { what: "Ended", join: " ", as: "ago" };
    case "failed":
      return { what: "Failed", join: " ", as: "ago", after: session?.error ? html`: ${shownText(short(session.error, most))}` : nothing };
    case "signal":
      return state === "stale" || state === "offline"
        ? { what: "No sign", join: " for ", as: "elapsed" }
        : { what: "Last sign", join: " ", as: "ago" };
  }
}

const titleOf = (request: DecisionRequest, most: number) =>
  html`<a href=${`/decisions/${request.id}`}>${shownText(short(request.title, most))}</a>`;

function callWords(session: Session | undefined, callId: string, most: number): TemplateResult {
  const call = session?.doing.find((open) => open.callId === callId);
  const code = (text: string) => html`<code>${shownText(short(text, most))}</code>`;
  if (call?.command) return html`Running ${code(call.command)}`;
  if (call?.path) return html`${shownText(short(call.tool, most))} on ${code(pathWords(call.path, session?.cwd))}`;
  return call ? html`Using ${shownText(short(call.tool, most))}` : html`Using a tool`;
}
