import type { CostPart, UsageSum } from "@beckon/contracts/usage";
import { formatMoment } from "@beckon/ui/duration";
import { formatCount } from "@beckon/ui/numbers";
import { html, nothing } from "lit";
import { callWords } from "../fleet/cost.ts";
import { formatMoney } from "../fleet/money.ts";
import type { View } from "../platform/cached-view.ts";
import "@beckon/ui/ui-card";

/** What the calls made for a task cost: what is billed, what a plan covers, and what it would cost by token; never added. */
export function renderCost(view: View<UsageSum>) {
  const { body, error, at, loading } = view;
  const column = (name: string, { micros, unknown }: CostPart) =>
    html`<div>
      <dt>${name}</dt>
      <dd class=${micros === null ? "none" : ""}>${micros === null ? "no data" : `${unknown > 0 ? "≥ " : ""}${formatMoney(micros)}`}</dd>
    </div>`;
  if (body !== undefined && body.n === 0) return nothing;
  return html`<section>
    <h2>Cost ${at && error ? html`<span class="aside">as of ${formatMoment(at)}</span>` : nothing}</h2>
    ${
      body === undefined
        ? html`<p class="small">${loading ? "Loading" : `Not known on this device. ${error ?? ""}`}</p>`
        : html`<ui-card>
            <dl class="cost">
              ${column("Billed", body.cost.billed)} ${column("In plans", body.cost.plan)} ${column("By token", body.cost.apiEquivalent)}
            </dl>
            <p class="small">
              ${callWords(body.calls)} · ${formatCount(body.tokens.input + body.tokens.cacheRead + body.tokens.cacheWrite)} tokens in,
              ${formatCount(body.tokens.output)} out. The three columns are never added.
            </p>
          </ui-card>`
    }
  </section>`;
}
