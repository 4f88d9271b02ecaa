import type { Host, HostProfile } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { commandParts } from "../decisions/command-parts.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { awayWarning } from "./away-warning.ts";
import { factsStyles } from "./facts.styles.ts";
import { aliveOf } from "./process-words.ts";
import { sheetStyles } from "./sheet.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-dialog";

const longest = 200;
/** As many as one request may ask for. */
const mostAtOnce = 50;

/** So many are to be started. */
export class StartConfirmed extends Event {
  readonly count: number;
  constructor(count: number) {
    super("start-confirmed", { bubbles: true, composed: true });
    this.count = count;
  }
}

/**
 * How many processes of a profile to start, and what exactly will run where.
 * @fires start-confirmed Yes, start them.
 * @fires dialog-closed It was closed.
 */
@customElement("start-sheet")
export class StartSheet extends LitElement {
  static override styles = [
    baseStyles,
    factsStyles,
    sheetStyles,
    css`
      .count {
        display: grid;
        grid-template-columns: auto minmax(64px, auto) auto 1fr;
        gap: var(--space-2);
        align-items: center;
      }
      output {
        font: 650 var(--text-l) / 1.2 var(--font);
        font-variant-numeric: tabular-nums;
        text-align: center;
      }
      small {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) profile!: HostProfile;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private count = 1;

  override render() {
    const { host, profile } = this;
    const alive = aliveOf(host, profile.name);
    const most = Math.max(1, Math.min(mostAtOnce, profile.most - alive));
    const count = Math.min(this.count, most);
    const machine = shownText(short(host.name, longest));
    return html`<ui-dialog heading=${`Start ${shownWords(short(profile.name, 80))}`} ?open=${!this.done}>
      <div class="stack">
        <div class="count" role="group" aria-label="How many">
          <ui-button square label="One less" ?disabled=${count <= 1} @click=${() => (this.count = count - 1)}>−</ui-button>
          <output aria-live="polite">${count}</output>
          <ui-button square icon="plus" label="One more" ?disabled=${count >= most} @click=${() => (this.count = count + 1)}></ui-button>
          <small>${alive} of ${profile.most} in use now</small>
        </div>
        <p>
          ${machine} starts ${count === 1 ? "one process" : `${count} processes`} of this
          command${profile.worktree ? `, ${count === 1 ? "in a git worktree of its own" : "each in a git worktree of its own"}` : ""}:
        </p>
        <ui-code bare label="command" .parts=${commandParts(profile.command)}></ui-code>
        ${awayWarning(host)}
        <dl>
          <dt>Folder</dt>
          <dd><code>${shownText(short(profile.folder, longest))}</code></dd>
          ${
            profile.role
              ? html`<dt>Role</dt>
                  <dd>${shownText(short(profile.role, longest))}</dd>`
              : nothing
          }
        </dl>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
        <ui-button wide variant="primary" ?busy=${this.busy} @click=${() => this.dispatchEvent(new StartConfirmed(count))}
          >Start ${count}</ui-button
        >
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "start-sheet": StartSheet;
  }
  interface HTMLElementEventMap {
    "start-confirmed": StartConfirmed;
  }
}
