import { formatMoment } from "@beckon/ui/duration";
import { sharedTicker } from "@beckon/ui/ticker";
import { html, nothing } from "lit";
import type { ConnectionState } from "../platform/connection.store.ts";
import type { FleetClock } from "./as-of.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";

/** While a connection is only being sought, what is this fresh needs no word. */
const freshMs = 15_000;

/**
 * Says of when everything below is, where that is not now. While the app opens the sign in its head says it, else a line
 * would come and go at each start, and move all that stands below.
 */
export function renderAsOf({ asOf }: FleetClock, { state, long }: ConnectionState) {
  if (asOf === undefined || (state !== "offline" && (!long || sharedTicker.now() - Date.parse(asOf) < freshMs))) return nothing;
  return html`<p class="as-of">
    <ui-icon name="clock"></ui-icon>
    <span>As of <time datetime=${asOf}>${formatMoment(asOf)}</time>, <ui-age as="ago" at=${asOf}></ui-age></span>
  </p>`;
}
