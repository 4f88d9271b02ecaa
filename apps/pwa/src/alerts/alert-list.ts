import type { Alert } from "@beckon/contracts/alerts";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText } from "../decisions/shown-text.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { lookOf, overWords, takenWords } from "./alert-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

/** Alerts, one line each; a tap opens one. */
@customElement("alert-list")
export class AlertList extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      ui-icon {
        --icon-size: 18px;
      }
      .more {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) alerts: readonly Alert[] = [];

  override render() {
    return html`<ui-card flush role="list">
      ${repeat(
        this.alerts,
        ({ id }) => id,
        (alert) => this.#renderRow(alert),
      )}
    </ui-card>`;
  }

  #renderRow(alert: Alert) {
    const { icon, tone, word } = lookOf(alert);
    const over = alert.state === "resolved";
    const taken = over ? "" : takenWords(alert);
    return html`<ui-row role="listitem" href=${`/alerts/${alert.id}`}
      ><ui-icon slot="start" class=${tone} name=${icon}></ui-icon>${shownText(alert.title)}<span slot="detail"
        >${word} ·
        <ui-age as="ago" at=${alert.resolvedAt ?? alert.firedAt}></ui-age
        >${alert.noReadingSince && !over ? " · no reading now" : nothing}<span class="more"
          >${over ? upper(overWords(alert)) : shownText(taken || alert.body)}</span
        ></span
      ></ui-row
    >`;
  }
}

const upper = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

declare global {
  interface HTMLElementTagNameMap {
    "alert-list": AlertList;
  }
}
