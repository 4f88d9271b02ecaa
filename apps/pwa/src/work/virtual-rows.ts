import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { measureSoon } from "../platform/measure-soon.ts";
import { painted } from "../platform/painted.ts";
import { createRowSlots, type DrawnRow } from "./row-slots.ts";
import { nextWindow } from "./row-window.ts";

type Row = { id: string };
/** Rows drawn beyond what is in sight: enough to begin to scroll, and so that a flick does not meet blank ground. */
const atRest = 1;
const onTheMove = 5;
/** Milliseconds without a change after which a list is at rest. */
const restMs = 250;
const frameMs = 16;

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
  /** Pixels that stand above the list before anything is scrolled, at the least: so much less is in sight at first. */
  @property({ type: Number }) above = 0;
  /** Scrolls by itself; else it is as long as it is, and the window scrolls. */
  @property({ type: Boolean, reflect: true }) scrolls = false;
  @state() private first = 0;
  @state() private last = Math.ceil(innerHeight / 60);
  @query(".all") private all!: HTMLElement;
  #stop: AbortController | undefined;
  readonly #slots = createRowSlots();
  /** What each child draws. */
  #drawn: readonly DrawnRow[] = [];
  #shown: readonly Row[] = [];
  /** Rows beyond what is in sight are drawn for a list that somebody scrolls. */
  #beyond = atRest;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** Where each row stands: asked of the element, it would be answered by making its text anew. */
  readonly #places = new WeakMap<Element, string>();
  readonly #sizes = new ResizeObserver(() => measureSoon(this.#look));

  override connectedCallback(): void {
    super.connectedCallback();
    // First what is in sight; what is beyond when that is on the screen.
    this.last = Math.max(1, Math.ceil((innerHeight - this.above) / this.rowHeight));
    this.#stop = new AbortController();
    const options = { passive: true, signal: this.#stop.signal };
    (this.scrolls ? this : window).addEventListener("scroll", () => this.#scrolled(), options);
    const { signal } = this.#stop;
    void painted().then(() => {
      if (!signal.aborted) this.#sizes.observe(this.scrolls ? this : document.documentElement);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.abort();
    this.#sizes.disconnect();
    clearTimeout(this.#resting);
  }

  override render() {
    const first = this.#first;
    const shown = this.rows.slice(first, this.last);
    this.#leave(shown);
    this.#shown = shown;
    this.#drawn = this.#slots.give(shown.map(({ id }) => id));
    return html`<div class="all" role="list" aria-label=${this.label}>
      ${repeat(
        this.#drawn,
        ({ slot }) => slot,
        // A row that stays as it is costs a look.
        ({ index }) => guard([shown[index], first + index, this.draw], () => this.draw(shown[index] as never, first + index)),
      )}
    </div>`;
  }

  get #first(): number {
    return Math.max(0, Math.min(this.first, this.rows.length - 1));
  }

  /** The focus does not go over to the row that takes the place of one that left. */
  #leave(next: readonly Row[]): void {
    const active = this.shadowRoot?.activeElement;
    const drawn = this.#drawn[this.#focused];
    if (!active || !drawn) return;
    const before = this.#shown[drawn.index];
    if (next.some(({ id }) => id === before?.id)) return;
    let inner: Element = active;
    while (inner.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
    (inner as HTMLElement).blur();
  }

  // By property: the page's policy takes no style attributes.
  protected override updated(): void {
    this.all.style.blockSize = `${this.rows.length * this.rowHeight}px`;
    const first = this.#first;
    for (const [at, row] of [...this.all.children].entries()) {
      const place = `translateY(${(first + (this.#drawn[at]?.index ?? 0)) * this.rowHeight}px)`;
      if (this.#places.get(row) === place) continue;
      this.#places.set(row, place);
      (row as HTMLElement).style.transform = place;
    }
    this.#settleIn(restMs);
  }

  /** At rest the rows are put into the order in which they are read, one in a frame. */
  #settleIn(ms: number): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (!this.isConnected || !this.#slots.settle(this.#focused)) return;
      this.requestUpdate();
      void this.updateComplete.then(() => this.#settleIn(frameMs));
    }, ms);
  }

  /** The child that has the focus, or that in which it is; -1 without. */
  get #focused(): number {
    const active = this.shadowRoot?.activeElement;
    return active ? [...this.all.children].indexOf(active) : -1;
  }

  /** Makes sure that a row is in sight. */
  show(index: number): void {
    if (this.scrolls) this.scrollTop = index * this.rowHeight;
    else scrollTo(0, this.getBoundingClientRect().top + scrollY + index * this.rowHeight - innerHeight / 3);
  }

  #scrolled(): void {
    this.#beyond = onTheMove;
    measureSoon(this.#look);
  }

  readonly #look = () => {
    if (!this.isConnected) return undefined;
    const top = Math.max(0, this.scrolls ? this.scrollTop : -this.getBoundingClientRect().top);
    const height = this.scrolls ? this.clientHeight : innerHeight;
    const first = Math.floor(top / this.rowHeight);
    // As many wherever the first begins: while it scrolls none has to be made, and none is thrown away.
    const sight = { first, last: first + Math.ceil(height / this.rowHeight) + 1 };
    return () => {
      const next = nextWindow({ first: this.#first, last: this.last }, sight, this.#beyond);
      this.first = next.first;
      this.last = next.last;
      if (!next.done) measureSoon(this.#look);
    };
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "virtual-rows": VirtualRows;
  }
}
