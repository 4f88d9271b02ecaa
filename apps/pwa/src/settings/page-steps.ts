import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { escalationStateWords, stepWords } from "./escalation-words.ts";
import type { EscalationStore } from "./escalation.store.ts";
import { escalationContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

/** Whom something rang at, step by step, newest time first; nothing where it did not ring. It reads what it shows itself. */
@customElement("page-steps")
export class PageSteps extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .small::first-letter {
        text-transform: uppercase;
      }
    `,
  ];

  /** What it is about, such as `alert/<id>`. */
  @property() occasion = "";
  @consume({ context: escalationContext }) private escalation!: EscalationStore;

  constructor() {
    super();
    new StoreController(this, () => this.escalation);
  }

  protected override firstUpdated(): void {
    void this.escalation.load();
  }

  override render() {
    const pages = this.escalation.state.items.filter(({ occasion }) => occasion === this.occasion);
    if (pages.length === 0) return nothing;
    return html`<section>
      <h2>Who was told</h2>
      <ui-card flush>
        ${pages.map(
          (page) =>
            html`${page.steps
              .toReversed()
              .map(
                (step) =>
                  html`<ui-row
                    ><ui-icon slot="start" name=${step.to.length > 0 ? "bell" : "bellOff"} class="tone-quiet"></ui-icon
                    >${stepWords(step)}<span slot="end">${formatMoment(step.at)}</span></ui-row
                  >`,
              )}`,
        )}
      </ui-card>
      ${pages.slice(0, 1).map((page) => html`<p class="small">${escalationStateWords(page)}${page.next ? `; next step ${formatMoment(page.next.at)}` : ""}. Every message is under <a href="/settings/deliveries">Deliveries</a>.</p>`)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-steps": PageSteps;
  }
}
