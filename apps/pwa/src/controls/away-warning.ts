import type { Host } from "@beckon/contracts/hosts";
import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import "@beckon/ui/ui-age";

/** What a sheet says before something is asked of a machine that is not heard from. */
export const awayWarning = ({ name, connected, lastSeenAt }: Host) =>
  connected
    ? nothing
    : html`<p class="away">
        ${shownText(short(name, 200))} has not been heard from for <ui-age at=${lastSeenAt}></ui-age>. Without a word of it this is given up
        after a minute.
      </p>`;
