import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { painted } from "../platform/painted.ts";
import { createRowSlots } from "./row-slots.ts";
import { nextWindow } from "./row-window.ts";

type Row = { id: string };

/**
 * A list of any length of which only what is in sight is drawn. Every row has the same height.
 * @cssproperty --row-gap Room below each row, part of its height.
 */
@customElement("virtual-rows")
export class VirtualRows extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      :host([scrolls]) {
        overflow-y: auto;
        overscroll-behavior-y: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
      }
      .all {
        position: relative;
        contain: layout style;
      }
      /* Each in a place of its own: one that comes or goes moves no other, and costs no layout of theirs. */
      .all > * {
        position: absolute;
        inset-inline: 0;
        inset-block-start: 0;
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly Row[] = [];
  /** Pixels from the top of one row to the top of the next. */
  @property({ type: Number }) rowHeight = 60;
  /** One row; it gets its place for screen readers: `aria-posinset` of `aria-setsize`. */
  @property({ attribute: false }) draw!: (row: never, index: number) => unknown;
  /** What the list is, for screen readers. */
  @property() label = "";
  /** Scrolls by itself; else it is as long as it is, and the window scrolls. */
  @property({ type: Boolean, reflect: true }) scrolls = false;
  @state() private first = 0;
  @state() private last = Math.ceil(innerHeight / 60);
  @query(".all") private all!: HTMLElement;
  #stop: AbortController | undefined;
  readonly #slots = createRowSlots();
  #shown: readonly Row[] = [];
  /** Asked for: the frame that draws what this one did not. */
  #more: number | undefined;
  /** Where each row stands: asked of the element, it would be answered by making its text anew. */
  readonly #places = new WeakMap<Element, string>();
  readonly #sizes = new ResizeObserver(() => this.#look());

  override connectedCallback(): void {
    super.connectedCallback();
    // First what is in sight; what is beyond when that is on the screen.
    this.last = Math.ceil(innerHeight / this.rowHeight);
    this.#stop = new AbortController();
    const options = { passive: true, signal: this.#stop.signal };
    (this.scrolls ? this : window).addEventListener("scroll", () => this.#look(), options);
    const { signal } = this.#stop;
    void painted().then(() => {
      if (!signal.aborted) this.#sizes.observe(this.scrolls ? this : document.documentElement);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.abort();
    this.#sizes.disconnect();
  }

  override render() {
    const first = this.#first;
    const shown = this.rows.slice(first, this.last);
    this.#leave(shown);
    this.#shown = shown;
    const slots = this.#slots.give(shown.map(({ id }) => id));
    return html`<div class="all" role="list" aria-label=${this.label}>
      ${repeat(
        shown,
        (_, index) => slots[index],
        (row, index) => this.draw(row as never, first + index),
      )}
    </div>`;
  }

  get #first(): number {
    return Math.max(0, Math.min(this.first, this.rows.length - 1));
  }

  /** The focus does not go over to the row that takes the place of one that left. */
  #leave(next: readonly Row[]): void {
    const active = this.shadowRoot?.activeElement;
    if (!active) return;
    const before = this.#shown[[...this.all.children].indexOf(active)];
    if (next.some(({ id }) => id === before?.id)) return;
    let inner: Element = active;
    while (inner.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
    (inner as HTMLElement).blur();
  }

  // By property: the page's policy takes no style attributes.
  protected override updated(): void {
    this.all.style.blockSize = `${this.rows.length * this.rowHeight}px`;
    const first = this.#first;
    for (const [index, row] of [...this.all.children].entries()) {
      const place = `translateY(${(first + index) * this.rowHeight}px)`;
      if (this.#places.get(row) === place) continue;
      this.#places.set(row, place);
      (row as HTMLElement).style.transform = place;
    }
  }

  /** Makes sure that a row is in sight. */
  show(index: number): void {
    if (this.scrolls) this.scrollTop = index * this.rowHeight;
    else scrollTo(0, this.getBoundingClientRect().top + scrollY + index * this.rowHeight - innerHeight / 3);
  }

  #look(): void {
    const top = this.scrolls ? this.scrollTop : -this.getBoundingClientRect().top;
    const height = this.scrolls ? this.clientHeight : innerHeight;
    const sight = { first: Math.floor(Math.max(0, top) / this.rowHeight), last: Math.ceil((Math.max(0, top) + height) / this.rowHeight) };
    const next = nextWindow({ first: this.#first, last: this.last }, sight);
    this.first = next.first;
    this.last = next.last;
    if (next.done || this.#more !== undefined || this.#stop?.signal.aborted) return;
    this.#more = requestAnimationFrame(() => {
      this.#more = undefined;
      if (this.isConnected) this.#look();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "virtual-rows": VirtualRows;
  }
}
