import { html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { baseStyles } from "./base.styles.ts";
import { flowStyles } from "./ui-flow.styles.ts";

export type FlowNode = { key: string; x: number; y: number; width: number; height: number; label: string; below?: string | undefined };
/** A strip of a link: the middle of it as a path, and how wide it is. */
export type FlowBand = { path: string; width: number; tone: "good" | "bad" | "open" };
export type FlowLink = { key: string; bands: readonly FlowBand[]; path: string; width: number; words: string };
export type FlowDrawing = { width: number; height: number; nodes: readonly FlowNode[]; links: readonly FlowLink[] };

/** A link was opened (`open`), or is being looked at; without a key none is. */
export class FlowChosenEvent extends Event {
  readonly key: string | undefined;
  readonly open: boolean;
  constructor(key: string | undefined, open = false) {
    super("flow-chosen", { bubbles: true, composed: true });
    this.key = key;
    this.open = open;
  }
}

/**
 * What flows from the left to the right, drawn as wide as there is room. One link is reached by Tab, the others from
 * there by arrow keys.
 * @fires flow-chosen A link is pointed at, focused or opened.
 */
@customElement("ui-flow")
export class UiFlow extends LitElement {
  static override styles = [baseStyles, flowStyles];

  /** Lays the drawing out for a width in pixels. */
  @property({ attribute: false }) draw: (width: number) => FlowDrawing = () => ({ width: 0, height: 0, nodes: [], links: [] });
  /** What flows here, for screen readers. */
  @property() label = "";
  @state() private width = 0;
  @state() private chosen: string | undefined;
  readonly #sizes = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    // In the next frame: drawn at once it would change what is being observed.
    if (width > 0 && width !== this.width) requestAnimationFrame(() => (this.width = width));
  });
  #first: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    if (this.width === 0) return nothing;
    const { width, height, nodes, links } = this.draw(this.width);
    const stop = links.some(({ key }) => key === this.#first) ? this.#first : links[0]?.key;
    return html`<svg
      width=${width}
      height=${height}
      viewBox=${`0 0 ${width} ${height}`}
      role="group"
      aria-label=${this.label}
      class=${this.chosen === undefined ? "" : "dim"}
      @keydown=${this.#key}
      @pointerleave=${() => this.#look(undefined)}
    >
      ${repeat(
        links,
        ({ key }) => key,
        (link) => this.#renderLink(link, link.key === stop),
      )}
      ${repeat(
        nodes,
        ({ key }) => key,
        (node) => renderNode(node),
      )}
    </svg>`;
  }

  #renderLink({ key, bands, path, width, words }: FlowLink, stop: boolean) {
    return svg`<g
      class=${key === this.chosen ? "link chosen" : "link"}
      role="link"
      tabindex=${stop ? "0" : "-1"}
      aria-label=${words}
      data-key=${key}
      @click=${() => this.dispatchEvent(new FlowChosenEvent(key, true))}
      @pointerenter=${() => this.#look(key)}
      @focus=${() => this.#look(key)}
      @blur=${() => this.#look(undefined)}
    >
      ${bands.map(
        (band) =>
          svg`<path class=${`band ${band.tone}`} d=${band.path} stroke-width=${band.width}></path>${
            band.tone === "bad" && band.width > 1 ? svg`<path class="dash" d=${band.path} stroke-width=${band.width}></path>` : nothing
          }`,
      )}
      <path class="hit" d=${path} stroke-width=${Math.max(14, width)}></path>
    </g>`;
  }

  #look(key: string | undefined): void {
    if (key === this.chosen) return;
    this.chosen = key;
    if (key !== undefined) this.#first = key;
    this.dispatchEvent(new FlowChosenEvent(key));
  }

  #key(event: KeyboardEvent): void {
    const links = [...this.renderRoot.querySelectorAll<SVGGElement>(".link")];
    const at = links.findIndex((link) => link === (this.renderRoot as ShadowRoot).activeElement);
    const link = links[at];
    if (!link) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.dispatchEvent(new FlowChosenEvent(link.dataset["key"], true));
      return;
    }
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
  }
}

/** The label lies on the box and never beyond it; whoever lays it out shortens what does not fit. */
function renderNode({ x, y, width, height, label, below }: FlowNode) {
  return svg`<g aria-hidden="true">
    <rect class="node" x=${x} y=${y} width=${width} height=${height} rx="7"></rect>
    <svg class="label" x=${x} y=${y} width=${width - 5} height=${height}>
      <text x="9" y=${height / 2} dy=${below === undefined ? "0.35em" : "-0.25em"}>${label}</text>
      ${below === undefined ? nothing : svg`<text class="small" x="9" y=${height / 2} dy="1em">${below}</text>`}
    </svg>
  </g>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "ui-flow": UiFlow;
  }
  interface HTMLElementEventMap {
    "flow-chosen": FlowChosenEvent;
  }
}
