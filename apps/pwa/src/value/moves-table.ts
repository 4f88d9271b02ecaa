import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { figureStyles } from "../teamwork/figure.styles.ts";
import type { Move } from "./moves.ts";

/** Before and after, figure by figure; what does not move is quiet. */
@customElement("moves-table")
export class MovesTable extends LitElement {
  static override styles = [
    baseStyles,
    figureStyles,
    css`
      td {
        white-space: normal;
      }
      .same {
        color: var(--ink-soft);
      }
      .moved td:last-child {
        font-weight: 650;
      }
    `,
  ];

  @property({ attribute: false }) moves: readonly Move[] = [];
  @property() caption = "What moves";

  override render() {
    return html`<div class="scroll" role="group" aria-label=${this.caption} tabindex="0">
      <table>
        <caption class="visually-hidden">
          ${this.caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          ${this.moves.map(
            ({ name, before, after, differs }) =>
              html`<tr class=${differs ? "moved" : "same"}>
                <th scope="row">${name}</th>
                <td>${before}</td>
                <td>${differs ? after : "the same"}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "moves-table": MovesTable;
  }
}
