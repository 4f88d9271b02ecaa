import type { DecisionRequest } from "@beckon/contracts/decisions";
import { formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import { demoMark } from "../demo/demo-mark.ts";
import type { PushState } from "../settings/push.store.ts";
import type { DecisionsState, OutboxEntry } from "./decisions.store.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-row";
import "./on-their-way.ts";
import "./what-happened.ts";

const fewEvents = 6;

/** Nothing waits: on a first visit the way to connect an agent, else calm. */
export function renderCalm({ history, snoozed, outbox }: DecisionsState, { subscribed, support }: PushState) {
  if (history.length + snoozed.length + outbox.size === 0) {
    return html`<ui-card
      ><ui-empty tone="quiet" icon="connect" heading="No agent has asked yet">
        <p>Connect one: copy a block, paste it where the agent runs, and its first question appears here.</p>
        <ui-button variant="primary" href="/connect">Connect an agent</ui-button>
      </ui-empty></ui-card
    >`;
  }
  return html`<ui-card
    ><ui-empty heading="Nothing needs you">
      <p>Your agents go on by themselves.${subscribed ? " You get a notification when one asks." : nothing}</p>
      ${!subscribed && support !== "unsupported" ? html`<ui-button href="/settings/notifications" icon="bell">Hear of it when one asks</ui-button>` : nothing}
    </ui-empty></ui-card
  >`;
}

/** Answers on their way, and those that came too late. */
export function renderOutbox(items: readonly { entry: OutboxEntry; request: DecisionRequest | undefined }[]) {
  if (items.length === 0) return nothing;
  return html`<section aria-label="Your answers">
    <h2>Your answers</h2>
    <on-their-way .items=${items}></on-their-way>
  </section>`;
}

/** What comes back later, and when. */
export function renderSnoozed(snoozed: DecisionsState["snoozed"]) {
  if (snoozed.length === 0) return nothing;
  return html`<section>
    <h2>Later <span class="aside">${snoozed.length}</span></h2>
    <ui-card flush>
      ${snoozed.map(
        ({ request, until }) =>
          html`<ui-row href=${`/decisions/${request.id}`}>
            ${shownText(request.title)}<span slot="detail"
              >${demoMark(request.agent)}${shownText(request.agent.name)} · asks again ${formatMoment(until)}</span
            >
          </ui-row>`,
      )}
    </ui-card>
  </section>`;
}

/** What ended since the last look, or lately. */
export function renderSince(history: readonly DecisionRequest[], lastLook: string | undefined) {
  if (history.length === 0) return nothing;
  const since = lastLook === undefined ? [] : history.filter(({ resolvedAt }) => resolvedAt !== undefined && resolvedAt > lastLook);
  const shown = since.length > 0 ? since : history;
  return html`<aside aria-label="What happened">
    <h2>
      ${since.length > 0 && lastLook ? html`Since ${formatMoment(lastLook)}` : "Lately"}
      ${shown.length > fewEvents ? html`<a class="aside link" href="/history">${since.length > 0 ? `all ${shown.length}` : "all"}</a>` : nothing}
    </h2>
    ${renderByRules(since)}
    <what-happened .requests=${shown.slice(0, fewEvents)}></what-happened>
  </aside>`;
}

/** What went on without anybody being asked. */
function renderByRules(since: readonly DecisionRequest[]) {
  const count = since.filter(({ decision }) => decision?.decidedBy.kind === "rule").length;
  if (count === 0) return nothing;
  return html`<p class="small"><a href="/settings/rules">${count} answered by rules</a> since you last looked.</p>`;
}
