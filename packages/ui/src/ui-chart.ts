import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { baseStyles } from "./base.styles.ts";
import { chartStyles } from "./ui-chart.styles.ts";
import { ToastEvent } from "./ui-toast.ts";
import "./ui-icon.ts";
import "./ui-menu.ts";

/** An address that gives the figures as a file. */
export type Download = { label: string; href: string };

/**
 * A card with one chart: a title that says what is seen, and ways to its numbers, to files and to a picture of it.
 * @slot The chart.
 * @slot aside A word at the end of the title's line.
 * @slot numbers The same as a table; offered where it is given.
 */
@customElement("ui-chart")
export class UiChart extends LitElement {
  static override styles = [baseStyles, chartStyles];

  @property() heading = "";
  /** Said below a picture of it: of when, and from where. */
  @property() stamp = "";
  /** A function is asked when the menu opens. */
  @property({ attribute: false }) downloads: readonly Download[] | (() => readonly Download[]) = [];
  /** Rows that reach from edge to edge. */
  @property({ type: Boolean, reflect: true }) flush = false;
  @property({ reflect: true }) tone: "plain" | "bad" | "beacon" = "plain";
  @state() private asNumbers = false;
  @state() private hasNumbers = false;
  /** The menu was opened: a page of many charts does not make entries that nobody sees. */
  @state() private menu = false;
  @query("section") private card!: HTMLElement;

  override render() {
    return html`<section aria-labelledby="heading">
      <div class="top">
        <h2 id="heading">${this.heading}</h2>
        <span class="aside"><slot name="aside"></slot></span>
        <ui-menu data-bare label=${`More of “${this.heading}”`} @menu-opens=${() => (this.menu = true)}>
          <span slot="trigger"><ui-icon name="more"></ui-icon></span>${this.menu ? this.#renderMenu() : nothing}
        </ui-menu>
      </div>
      <div class="body">
        <slot ?hidden=${this.asNumbers}></slot>
        <div class="numbers" ?hidden=${!this.asNumbers}><slot name="numbers" @slotchange=${this.#counted}></slot></div>
      </div>
    </section>`;
  }

  #renderMenu() {
    const downloads = typeof this.downloads === "function" ? this.downloads() : this.downloads;
    return html`${
        this.hasNumbers
          ? html`<button type="button" @click=${() => (this.asNumbers = !this.asNumbers)}>
              <ui-icon name=${this.asNumbers ? "teamwork" : "log"}></ui-icon>${this.asNumbers ? "Show the chart" : "Show the numbers"}
            </button>`
          : nothing
      }
      <button type="button" @click=${this.#picture}><ui-icon name="download"></ui-icon>Picture (PNG)</button>
      ${downloads.map(({ label, href }) => html`<a href=${href} download><ui-icon name="download"></ui-icon>${label}</a>`)}`;
  }

  #counted(event: Event): void {
    this.hasNumbers = (event.target as HTMLSlotElement).assignedElements().length > 0;
  }

  async #picture(): Promise<void> {
    try {
      const { handOver, pictureOf } = await import("./picture/save-picture.ts");
      const name = this.heading.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-");
      await handOver(await pictureOf(this.card, this.stamp), `${name}.png`);
    } catch (error) {
      this.dispatchEvent(
        new ToastEvent({ text: error instanceof Error ? error.message : "The picture could not be made.", icon: "alert" }),
      );
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-chart": UiChart;
  }
}
