import { baseStyles } from "@beckon/ui/base.styles";
import type { IconName } from "@beckon/ui/icons";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { navStyles } from "./app-nav.styles.ts";
import type { Place } from "./routes.ts";
import "@beckon/ui/ui-icon";

const places: { place: Place; href: string; icon: IconName; word: string }[] = [
  { place: "now", href: "/", icon: "now", word: "Now" },
  { place: "fleet", href: "/fleet", icon: "fleet", word: "Fleet" },
  { place: "work", href: "/work", icon: "work", word: "Work" },
  { place: "teamwork", href: "/teamwork", icon: "teamwork", word: "Teamwork" },
  { place: "value", href: "/value", icon: "value", word: "Value" },
];

/**
 * The places of the app: a bar at the bottom of a phone, a rail at the side of a desktop.
 * @slot What stands at the end of the rail.
 */
@customElement("app-nav")
export class AppNav extends LitElement {
  static override styles = [baseStyles, navStyles];

  @property() place: Place = "now";
  /** How many decisions wait. */
  @property({ type: Number }) waiting = 0;
  /** How many alerts fire that nobody has taken. */
  @property({ type: Number }) alerts = 0;

  override render() {
    return html`<nav aria-label="Places">
      <ui-icon class="mark" name="mark"></ui-icon>
      ${places.map(
        ({ place, href, icon, word }) =>
          html`<a href=${href} aria-current=${place === this.place ? "page" : nothing}>
            <ui-icon name=${icon}></ui-icon><span>${word}</span>${place === "now" ? [this.#renderWaiting(), this.#renderAlerts()] : nothing}
          </a>`,
      )}
      <div class="end"><slot></slot></div>
    </nav>`;
  }

  #renderWaiting() {
    return this.waiting > 0 ? html`<u><span class="visually-hidden">, waiting: </span>${capped(this.waiting)}</u>` : nothing;
  }

  /** On the other side of the sign, and of another shape: no question, but something that is wrong. */
  #renderAlerts() {
    if (this.alerts <= 0) return nothing;
    return html`<u class="alerts ${this.alerts > 9 ? "many" : ""}"
      ><span class="visually-hidden">, alerts that nobody has taken: </span><ui-icon name="triangle"></ui-icon>${capped(this.alerts)}</u
    >`;
  }
}

const capped = (count: number) => (count > 99 ? "99+" : count);

declare global {
  interface HTMLElementTagNameMap {
    "app-nav": AppNav;
  }
}
