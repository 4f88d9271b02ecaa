import type { CoordinationFlow } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { FlowChosenEvent } from "@beckon/ui/ui-flow";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { textScale } from "../platform/text-scale.ts";
import { MediaController } from "../shell/media.ts";
import { figureStyles } from "./figure.styles.ts";
import { type FlowPair, type FlowSide, type FlowView, flowView } from "./flow-graph.ts";
import { layFlow } from "./flow-layout.ts";
import { keyOfNode } from "./party.ts";
import { PlaceWantedEvent, TeamworkLookEvent } from "./teamwork-events.ts";
import { addressOf, flowQuery, type TeamworkLook } from "./teamwork-look.ts";
import { count, counted, percent, rowWords } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-flow";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-share";
import "../fleet/role-badge.ts";

const ways = [
  { value: "roles", label: "By role" },
  { value: "agents", label: "By agent" },
];
/** More strips than these are a tangle; between agents on a phone already few. */
const mostStrips = { roles: 40, agents: 20, narrow: 12 };
/** More boxes below each other than these are a ladder, on a phone. */
const mostBoxes = 8;
const firstRows = 12;

/** Who hands what to whom: as wide as there were attempts, in parts by how they ended. */
@customElement("flow-card")
export class FlowCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    figureStyles,
    css`
      .sides {
        display: flex;
        justify-content: space-between;
        margin-block: var(--space-3) var(--space-2);
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
      .read {
        min-block-size: 40px;
        margin-block-start: var(--space-3);
        font-size: 0.8125rem;
        color: var(--ink-soft);
      }
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) flow!: CoordinationFlow;
  @property({ attribute: false }) look!: TeamworkLook;
  @property() stamp = "";
  @state() private chosen: string | undefined;
  @state() private all = false;
  readonly #narrow = new MediaController(this, "(max-width: 599px)");
  #view: FlowView = { pairs: [], leftOut: 0 };
  #by: "roles" | "agents" = "agents";
  #drawn: FlowPair[] = [];
  readonly #draw = (width: number) => layFlow(this.#drawn, width, textScale());
  /** Another function, another drawing. */
  #drawNow = this.#draw;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("flow") && !changed.has("look")) return;
    this.#by = this.look.flow ?? "roles";
    this.#view = flowView(this.flow, this.#by);
    this.#drawNow = (width) => this.#draw(width);
  }

  override render() {
    const { pairs, leftOut } = this.#view;
    const narrow = this.#narrow.matches;
    this.#drawn = pairs.slice(0, this.#by === "roles" ? mostStrips.roles : narrow ? mostStrips.narrow : mostStrips.agents);
    const boxes = Math.max(new Set(this.#drawn.map(({ from }) => from.key)).size, new Set(this.#drawn.map(({ to }) => to.key)).size);
    const listed = narrow && boxes > mostBoxes;
    return html`<ui-chart
      heading="Who hands to whom"
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/coordination/flow", () => flowQuery(this.look, Date.now()))}
    >
      <span slot="aside">${pairs.length > 0 ? counted(pairs.length, "pair") : nothing}</span>
      <ui-segmented
        data-bare
        label="Who hands to whom"
        .segments=${ways}
        value=${this.#by}
        @segment-chosen=${(event: SegmentChosenEvent) => this.dispatchEvent(new TeamworkLookEvent({ flow: event.value as "roles" | "agents" }))}
      ></ui-segmented>
      ${pairs.length === 0 ? html`<p class="small">Nobody handed anything to anybody in this window.</p>` : listed ? this.#renderRows() : this.#renderFlow()}
      ${leftOut > 0 ? html`<p class="small">Of the 100 busiest pairs of agents; ${counted(leftOut, "pair")} beyond them left out.</p>` : nothing}
      ${pairs.length > 0 && !listed ? html`<div slot="numbers">${this.#renderRows()}</div>` : nothing}
    </ui-chart>`;
  }

  #renderFlow() {
    const { pairs } = this.#view;
    const pair = pairs.find(({ key }) => key === this.chosen);
    const rest = pairs.length - this.#drawn.length;
    return html`<div class="sides" aria-hidden="true"><span>hands over</span><span>takes over</span></div>
      <ui-flow
        label=${`Who hands to whom: ${counted(this.#drawn.length, "pair")}, as wide as their attempts`}
        .draw=${this.#drawNow}
        @flow-chosen=${this.#follow}
      ></ui-flow>
      <p class="read" aria-hidden="true">
        ${
          pair
            ? html`${nameOf(pair.from)} → ${nameOf(pair.to)}: ${rowWords(pair)}`
            : html`<span class="keys"
                ><span><b class="good">filled</b> succeeded</span><span><b class="bad">striped</b> failed</span
                ><span>dashed: still open</span><span data-bare>a strip opens what is behind it</span></span
              >`
        }
      </p>
      ${rest > 0 ? html`<p class="small">The ${this.#drawn.length} busiest are drawn; ${rest} more are in the numbers.</p>` : nothing}`;
  }

  #renderRows() {
    const { pairs } = this.#view;
    const shown = this.all ? pairs : pairs.slice(0, firstRows);
    return html`<div class="rows">
        ${shown.map(
          (pair) =>
            html`<a href=${this.#hrefOf(pair)}>
              <span class="name">${nameOf(pair.from)} → ${nameOf(pair.to)}</span>
              <ui-share .value=${pair.share.value} .low=${pair.share.low} .high=${pair.share.high}></ui-share>
              <span class="end">${pair.share.value === null ? "no data" : `${percent(pair.share.value)} %`}</span>
              <span class="detail">${rolesOf(pair)}${counted(pair.attempts, "attempt")}, ${count(pair.failed)} failed</span>
            </a>`,
        )}
      </div>
      ${
        pairs.length > firstRows
          ? html`<ui-button data-bare wide variant="quiet" @click=${() => (this.all = !this.all)}
              >${this.all ? "Show fewer" : `Show all ${pairs.length}`}</ui-button
            >`
          : nothing
      }`;
  }

  #hrefOf({ from, to }: FlowPair): string {
    const sides = from.isRole ? { giverRole: from.key, takerRole: to.key } : { giver: keyOfNode(from.key), taker: keyOfNode(to.key) };
    return addressOf("records", { ...this.look, flow: undefined, ...sides });
  }

  #follow({ key, open }: FlowChosenEvent): void {
    const pair = this.#view.pairs.find((one) => one.key === key);
    if (open && pair) this.dispatchEvent(new PlaceWantedEvent(this.#hrefOf(pair)));
    else this.chosen = key;
  }
}

const nameOf = ({ name, isRole }: FlowSide) =>
  isRole ? html`<role-badge what=${name}></role-badge>` : html`${shownText(short(name, 60))}`;
const rolesOf = ({ from, to }: FlowPair) => (!from.isRole && (from.role || to.role) ? html`${roleOf(from)} → ${roleOf(to)} · ` : nothing);
const roleOf = ({ role }: FlowSide) => (role ? shownText(short(role, 40)) : "no role");

declare global {
  interface HTMLElementTagNameMap {
    "flow-card": FlowCard;
  }
}
