import type { Session } from "@beckon/contracts/agents";
import type { Collision } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText } from "../decisions/shown-text.ts";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { collisionStyles } from "./collision-card.styles.ts";
import { goesOn, lineWords, partiesInOrder } from "./collision-view.ts";
import { counted } from "./teamwork-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";
import "./pause-control.ts";

type Party = Collision["parties"][number];
const longest = 80;

/** Two or more runs in one file: which, since when, who was first, and where each of them works. */
@customElement("collision-card")
export class CollisionCard extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, collisionStyles];

  @property({ attribute: false }) collision!: Collision;
  /** The runs of its parties, as far as this device knows them. */
  @property({ attribute: false }) sessions: ReadonlyMap<string, Session> = new Map();
  @property({ type: Boolean }) mayAct = false;
  /** Runs for which a pause is on its way. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();

  override render() {
    const { collision } = this;
    const hot = collision.kind === "hot";
    const open = collision.status === "open";
    return html`<article>
      <header>
        <span class=${`kind ${open ? (hot ? "bad" : "beacon") : ""}`}
          ><ui-icon name=${hot ? "octagon" : "triangle"}></ui-icon>${hot ? "Same lines" : "Same file"}${open ? "" : ", over"}</span
        >
        ${demoMark(collision)}
        <ui-age as="ago" at=${collision.lastAt}></ui-age>
      </header>
      <p class="path"><code>${shownText(short(collision.path, 300))}</code></p>
      <p class="detail">${shownText(short(collision.repository, 160))}</p>
      <ol>
        ${repeat(
          partiesInOrder(collision),
          ({ sessionId }) => sessionId,
          (party, index) => this.#renderParty(party, index),
        )}
      </ol>
    </article>`;
  }

  #renderParty(party: Party, index: number) {
    const session = this.sessions.get(party.sessionId);
    const lines = lineWords(party.lines);
    return html`<li>
      <p class="who">
        <a href=${`/agents/${party.agentId}`}>${shownText(short(party.name, longest))}</a>
        <span
          >${index === 0 ? "was first" : "came"}
          ${formatMoment(party.firstAt)}${session && !goesOn(session) ? ", its run is over" : ""}</span
        >
      </p>
      <p class="detail">
        ${[
          counted(party.edits, "edit"),
          lines,
          party.host && html`on ${shownText(short(party.host, longest))}`,
          party.worktree && html`in ${shownText(short(party.worktree, 160))}`,
          party.branch && html`branch ${shownText(short(party.branch, longest))}`,
        ]
          .filter(Boolean)
          .map((part, place) => html`${place > 0 ? " · " : nothing}${part}`)}
      </p>
      ${session && this.collision.status === "open" ? html`<pause-control .session=${session} ?mayAct=${this.mayAct} ?busy=${this.busy.has(session.id)}></pause-control>` : nothing}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "collision-card": CollisionCard;
  }
}
