import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { figureSheetStyles } from "./figure-sheet.styles.ts";
import { type Figure, gradeWords } from "./figure.ts";
import { percent } from "./value-words.ts";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-card";

const grades = ["A", "B", "C", "D"] as const;

/**
 * One figure, opened: what it says, formula, inputs with their sources, how sure they are, and the rows behind it. The same
 * for every figure of value.
 */
@customElement("figure-sheet")
export class FigureSheet extends LitElement {
  static override styles = [baseStyles, figureSheetStyles];

  /** Undefined: closed. */
  @property({ attribute: false }) figure: Figure | undefined;
  /** Which formula, seed and when: said at the end. */
  @property() stamp = "";

  override render() {
    const { figure } = this;
    return html`<ui-dialog heading=${figure?.title ?? ""} ?open=${figure !== undefined}>
      ${figure ? this.#renderFigure(figure) : nothing}
    </ui-dialog>`;
  }

  #renderFigure({ shown, says, formula, inputs, grades: shares, rows, narrow }: Figure) {
    return html`<p class="big ${shown === undefined ? "none" : ""}">${shown ?? "not known yet"}</p>
      <p class="says">${says}</p>
      <h3>How it is made</h3>
      <p class="formula">${formula}</p>
      ${
        inputs.length > 0
          ? html`<dl>
              ${inputs.map(
                ({ name, value, from, href }) =>
                  html`<div>
                    <dt>${href ? html`<a href=${href}>${name}</a>` : name}${from ? html`<small>${from}</small>` : nothing}</dt>
                    <dd>${value}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }
      ${shares ? this.#renderGrades(shares) : nothing}
      ${
        rows.length > 0 || narrow
          ? html`<h3>What stands behind it</h3>
              <ui-card flush
                >${[...rows, ...(narrow ? [narrow] : [])].map(({ label, href }) => html`<ui-row href=${href}>${label}</ui-row>`)}</ui-card
              >`
          : nothing
      }
      ${this.stamp ? html`<p class="stamp">${this.stamp}</p>` : nothing}`;
  }

  #renderGrades(shares: Record<(typeof grades)[number], number>) {
    return html`<h3>How sure the hours are</h3>
      <dl class="grades">
        ${grades
          .filter((grade) => shares[grade] > 0)
          .map((grade) => {
            const share = percent(shares[grade]);
            return html`<div>
              <dt>${gradeWords[grade]}</dt>
              <dd>${share}</dd>
            </div>`;
          })}
      </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "figure-sheet": FigureSheet;
  }
}
