import type { View } from "../platform/cached-view.ts";
import { formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";

/** What is newer could still be called of now. */
const fresh = 60_000;

/** Whether something older than it should be is shown: the server gave nothing newer, or takes long to. */
function isAged({ at, error, late }: View<unknown>): boolean {
  return at !== undefined && (error !== undefined || (late === true && Date.now() - Date.parse(at) > fresh));
}

/** Of when what is shown is, where it is not of now; and why there is nothing newer. `told`: a view whose age stands above already. */
export function renderViewAge(view: View<unknown>, told?: View<unknown>) {
  const { at, error = "The server has not answered yet" } = view;
  if (at === undefined || !isAged(view)) return nothing;
  if (told?.at !== undefined && isAged(told) && Math.abs(Date.parse(told.at) - Date.parse(at)) < fresh) return nothing;
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
