import type { CoordinationSummary } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { figureStyles } from "./figure.styles.ts";
import { addressOf, figureQuery, type TeamworkLook } from "./teamwork-look.ts";
import { count, percent, typeWords } from "./teamwork-words.ts";
import { downloadsOf } from "./downloads.ts";
import { keyOfParty } from "./party.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-share";
import "../fleet/role-badge.ts";

type Row = CoordinationSummary["total"] & { name: unknown; href: string };
const views = [
  { value: "type", label: "Type" },
  { value: "role", label: "Role" },
  { value: "pair", label: "Pair" },
];
const first = 8;
const longest = 80;

/** Success by type, by role and by pair: where it goes well, and where it does not. */
@customElement("breakdown-card")
export class BreakdownCard extends LitElement {
  static override styles = [baseStyles, toneStyles, figureStyles];

  @property({ attribute: false }) summary!: CoordinationSummary;
  @property({ attribute: false }) look!: TeamworkLook;
  @property() stamp = "";
  @state() private by = "type";
  @state() private all = false;

  override render() {
    const rows = this.#rows();
    const shown = this.all ? rows : rows.slice(0, first);
    return html`<ui-chart
      heading=${`Success by ${this.by}`}
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/coordination/summary", () => figureQuery(this.look, Date.now()))}
    >
      <ui-segmented
        data-bare
        label="Success by"
        .segments=${views}
        value=${this.by}
        @segment-chosen=${(event: SegmentChosenEvent) => {
          this.by = event.value;
          this.all = false;
        }}
      ></ui-segmented>
      ${rows.length === 0 ? html`<p class="small">No data in this window.</p>` : html`<div class="rows">${shown.map(renderRow)}</div>`}
      ${
        rows.length > first
          ? html`<ui-button data-bare wide variant="quiet" @click=${() => (this.all = !this.all)}
              >${this.all ? "Show fewer" : `Show all ${rows.length}`}</ui-button
            >`
          : nothing
      }
      ${
        this.by === "role"
          ? html`<p class="small">By the role of either side: what goes between two roles counts for both.</p>`
          : this.by === "pair" && rows.length === 50
            ? html`<p class="small">The 50 pairs with most ends.</p>`
            : nothing
      }
    </ui-chart>`;
  }

  #rows(): Row[] {
    const { byType, byRole, byPair } = this.summary;
    const at = (more: Partial<TeamworkLook>) => addressOf("records", { ...this.look, ...more });
    if (this.by === "type") return byType.map((row) => ({ ...row, name: typeWords[row.type], href: at({ type: row.type }) }));
    if (this.by === "role")
      return byRole.map((row) => ({
        ...row,
        name: row.role === null ? "no role told" : html`<role-badge what=${row.role}></role-badge>`,
        href: row.role === null ? at({ giverRole: "-", takerRole: "-" }) : at({ role: row.role }),
      }));
    return byPair.map((row) => ({
      ...row,
      name: html`${nameOf(row.from)} → ${row.to ? nameOf(row.to) : "nobody named"}`,
      href: at({ giver: keyOfParty(row.from), taker: keyOfParty(row.to) }),
    }));
  }
}

const nameOf = (party: { name: string }) => (party.name === "" ? "nobody named" : shownText(short(party.name, longest)));

const renderRow = ({ name, href, share, failed, pending }: Row) =>
  html`<a href=${href}>
    <span class="name">${name}</span>
    <ui-share .value=${share.value} .low=${share.low} .high=${share.high}></ui-share>
    <span class="end">${share.value === null ? "no data" : `${percent(share.value)} %`}</span>
    <span class="detail"
      >${share.value === null ? "none ended" : `${count(share.n)} ended, ${count(failed)} failed`}${pending > 0 ? `, ${count(pending)} open` : ""}</span
    >
  </a>`;

declare global {
  interface HTMLElementTagNameMap {
    "breakdown-card": BreakdownCard;
  }
}
