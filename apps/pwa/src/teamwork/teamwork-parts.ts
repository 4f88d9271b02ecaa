import type { View } from "../platform/cached-view.ts";
import { formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";

/** Of when what is shown is, where it is not of now; and why there is nothing newer. */
export function renderViewAge({ at, error }: View<unknown>) {
  if (error === undefined || at === undefined) return nothing;
  return html`<p class="as-of" role="status">
    <ui-icon name="clock"></ui-icon>
    <span>As of <time datetime=${at}>${formatMoment(at)}</time>, <ui-age as="ago" at=${at}></ui-age>. ${error}.</span>
  </p>`;
}

/** Nothing is here yet: it is on its way, or it could not be had. */
export function renderMissing({ error }: View<unknown>, again: () => void) {
  if (error === undefined) return html`<ui-card><p class="quiet" role="status">Loading</p></ui-card>`;
  return html`<ui-card>
    <div class="stack">
      <p class="error" role="alert">${error}${/[.!?]$/u.test(error) ? "" : "."} Nothing of this is kept on this device.</p>
      <ui-button icon="refresh" @click=${again}>Try again</ui-button>
    </div>
  </ui-card>`;
}
