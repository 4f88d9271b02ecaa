import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { Preview, Wish } from "./teams.api.ts";

const longest = 80;
const longestCommand = 160;

/** What would run where, and what would not, and why. */
export function renderPreview(would: Preview | undefined, wishes: readonly Wish[]) {
  if (!would) return html`<p>Looking where there is room</p>`;
  return html`<h3>Would run</h3>
    ${would.places.map(
      ({ count, profile, hostName, command, worktree }) =>
        html`<p>
          <b>${count} × ${shownText(short(profile, longest))}</b> on
          ${shownText(short(hostName, longest))}${worktree ? `, ${count === 1 ? "" : "each "}in a git worktree of its own` : nothing}:
          <code>${shownText(short(command, longestCommand))}</code>
        </p>`,
    )}
    ${would.short.map(({ wish, missing, why }) => {
      const asked = wishes[wish];
      return html`<p class="short">
        ${missing} × ${shownText(short(asked?.role ?? asked?.profile ?? "member", longest))} ${missing === 1 ? "waits" : "wait"}:
        ${shownText(why)}
      </p>`;
    })}`;
}
