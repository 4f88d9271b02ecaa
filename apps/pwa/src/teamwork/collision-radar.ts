import type { Session } from "@beckon/contracts/agents";
import type { Collision } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { figureStyles } from "./figure.styles.ts";
import { moreLinkStyles } from "./more-link.styles.ts";
import { downloadsOf } from "./downloads.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-icon";
import "./collision-card.ts";

const few = 3;

/** Files in which two runs are at work right now, hot ones first. */
@customElement("collision-radar")
export class CollisionRadar extends LitElement {
  static override styles = [
    baseStyles,
    figureStyles,
    moreLinkStyles,
    css`
      .none {
        padding: 0 var(--space-4) var(--space-3);
      }
      .list {
        overflow: clip;
      }
    `,
  ];

  /** Open ones, in the order they are to be shown. */
  @property({ attribute: false }) collisions: readonly Collision[] = [];
  @property({ attribute: false }) sessions: ReadonlyMap<string, Session> = new Map();
  @property({ type: Boolean }) mayAct = false;
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property() stamp = "";

  override render() {
    const { collisions } = this;
    const hot = collisions.some(({ kind }) => kind === "hot");
    return html`<ui-chart
      flush
      heading="Two in one file"
      stamp=${this.stamp}
      .downloads=${downloadsOf("/api/collisions", () => ({ limit: "200" }))}
      tone=${hot ? "bad" : collisions.length > 0 ? "beacon" : "plain"}
    >
      <span slot="aside">${collisions.length > 0 ? `${collisions.length} open` : nothing}</span>
      ${collisions.length === 0 ? html`<p class="small none">No file is being edited by two agents at once.</p>` : nothing}
      <div class="list">
        ${repeat(
          collisions.slice(0, few),
          ({ id }) => id,
          (collision) =>
            html`<collision-card
              .collision=${collision}
              .sessions=${this.sessions}
              ?mayAct=${this.mayAct}
              .busy=${this.busy}
            ></collision-card>`,
        )}
        <a class="all" data-bare href="/teamwork/collisions"
          >${collisions.length > few ? `All ${collisions.length}, and earlier ones` : "Earlier ones"}<ui-icon name="forward"></ui-icon
        ></a>
      </div>
    </ui-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "collision-radar": CollisionRadar;
  }
}
