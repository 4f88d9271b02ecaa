import type { HealingEvidence } from "@beckon/contracts/healing";
import { formatMoment } from "@beckon/ui/duration";
import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";

const longest = 300;

/** What speaks for it: each fact with where it was seen, and when. */
export const renderEvidence = (evidence: readonly HealingEvidence[]) =>
  evidence.length === 0
    ? nothing
    : html`<details>
        <summary>Evidence <span class="small">${evidence.length}</span></summary>
        <ul>
          ${evidence.map(
            ({ what, where, at }) =>
              html`<li>
                ${shownText(short(what, longest))}
                <small>${shownText(short(where, 120))}${at ? html`, <time datetime=${at}>${formatMoment(at)}</time>` : nothing}</small>
              </li>`,
          )}
        </ul>
      </details>`;
