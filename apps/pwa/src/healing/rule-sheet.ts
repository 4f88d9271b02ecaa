import type { HealingMode } from "@beckon/contracts/healing";
import type { Host } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { modes } from "./healing-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-select";

const hour = 3_600_000;
const spans = [
  { value: "8", label: "8 hours" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
  { value: "", label: "Until somebody switches it off" },
];

/** Yes, by itself: in this mode, there, so long. */
export class RuleConfirmed extends Event {
  readonly wish: { mode: HealingMode; scope: { hostId?: string }; until?: string };
  constructor(wish: RuleConfirmed["wish"]) {
    super("rule-confirmed", { bubbles: true, composed: true });
    this.wish = wish;
  }
}

/**
 * The one question before it runs by itself: in which mode, where, and for how long.
 * @fires rule-confirmed Yes, do it.
 * @fires dialog-closed It was closed.
 */
@customElement("rule-sheet")
export class RuleSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property() mode: HealingMode = "smart";
  @property({ attribute: false }) hosts: readonly Host[] = [];
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean }) done = false;
  @property() problem = "";
  @state() private span = "8";
  @state() private host = "";

  override render() {
    const mode = modes.find(({ value }) => value === this.mode);
    return html`<ui-dialog heading="Let it run by itself?" ?open=${!this.done}>
      <div class="stack">
        <p>
          Every 2 minutes it looks, and does what it would show here as <b>${mode?.label.toLowerCase()}</b>, within the same limits. Each
          act stands in the history and in the audit log; what it cannot solve it asks.
        </p>
        <p>${mode?.says}</p>
        <ui-select
          label="For"
          value=${this.span}
          .choices=${spans}
          @choice-made=${({ value }: ChoiceMadeEvent) => (this.span = value)}
        ></ui-select>
        ${
          this.hosts.length > 0
            ? html`<ui-select
                label="Where"
                value=${this.host}
                .choices=${[
                  { value: "", label: "Everywhere" },
                  ...this.hosts.map(({ id, name }) => ({ value: id, label: `Only processes on ${shownWords(short(name, 60))}` })),
                ]}
                @choice-made=${({ value }: ChoiceMadeEvent) => (this.host = value)}
              ></ui-select>`
            : nothing
        }
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Leave it off</ui-button>
        <ui-button wide variant="primary" ?busy=${this.busy} @click=${() => this.#confirm()}>Switch it on</ui-button>
      </div>
    </ui-dialog>`;
  }

  #confirm(): void {
    const until = this.span === "" ? {} : { until: new Date(Date.now() + Number(this.span) * hour).toISOString() };
    this.dispatchEvent(new RuleConfirmed({ mode: this.mode, scope: this.host === "" ? {} : { hostId: this.host }, ...until }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rule-sheet": RuleSheet;
  }
  interface HTMLElementEventMap {
    "rule-confirmed": RuleConfirmed;
  }
}
