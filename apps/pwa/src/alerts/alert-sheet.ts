import type { Alert, SilenceInput } from "@beckon/contracts/alerts";
import { alertKindOf } from "@beckon/contracts/alert-kinds";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { snoozeTimes } from "../decisions/snooze-times.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import type { Person } from "./alerts.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";

export type AlertWish = { snooze: Date } | { assign: string | null } | { silence: SilenceInput };

/** This is to be done with the alert. */
export class AlertWished extends Event {
  readonly wish: AlertWish;
  constructor(wish: AlertWish) {
    super("alert-wished", { bubbles: true, composed: true });
    this.wish = wish;
  }
}

const times = [
  { value: "3600", label: "1 hour" },
  { value: "14400", label: "4 hours" },
  { value: "86400", label: "1 day" },
  { value: "604800", label: "1 week" },
  { value: "2592000", label: "30 days" },
];
const headings = { snooze: "Tell me again", assign: "Whose is it?", silence: "Silence" } as const;

/**
 * When to tell again, whose it is, or what shall ring nobody for a time.
 * @fires alert-wished This is to be done.
 * @fires dialog-closed It was closed.
 */
@customElement("alert-sheet")
export class AlertSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) alert!: Alert;
  @property() what: "snooze" | "assign" | "silence" = "snooze";
  @property({ attribute: false }) people: readonly Person[] = [];
  @property({ type: Boolean }) busy = false;
  @property() problem = "";
  @state() private subject = "";
  @state() private seconds = "86400";
  @state() private comment = "";

  override render() {
    const late = this.alert.state === "resolved" && this.what !== "silence";
    if (late)
      return html`<ui-dialog heading=${headings[this.what]} open
        ><p role="status">It is over meanwhile: nobody has to be told of it any more.</p></ui-dialog
      >`;
    return html`<ui-dialog heading=${headings[this.what]} open>
      <div class="stack">
        ${this.what === "snooze" ? this.#renderSnooze() : this.what === "assign" ? this.#renderAssign() : this.#renderSilence()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      ${
        this.what === "silence"
          ? html`<div slot="actions" class="buttons">
              <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
              <ui-button wide variant="primary" ?busy=${this.busy} @click=${this.#silence}>Silence</ui-button>
            </div>`
          : nothing
      }
    </ui-dialog>`;
  }

  #renderSnooze() {
    return html`<p>Until then nobody is told of it; if it still fires, it is told again.</p>
      ${snoozeTimes(new Date()).map(
        ({ label, detail, until }) =>
          html`<ui-button wide ?busy=${this.busy} @click=${() => this.#wish({ snooze: until })}
            >${label}${label.startsWith("Tomorrow") ? "" : ` · ${detail}`}</ui-button
          >`,
      )}`;
  }

  #renderAssign() {
    const { assigned } = this.alert;
    if (this.busy && this.people.length === 0) return html`<p role="status">Loading</p>`;
    return html`<p>Who it is assigned to is told of it, and nobody else until somebody takes it.</p>
      ${this.people
        .filter(({ id }) => id !== assigned?.personId)
        .map(
          ({ id, name }) =>
            html`<ui-button wide ?busy=${this.busy} @click=${() => this.#wish({ assign: id })}>${shownText(name)}</ui-button>`,
        )}
      ${assigned ? html`<ui-button wide variant="quiet" ?busy=${this.busy} @click=${() => this.#wish({ assign: null })}>Nobody</ui-button>` : nothing}`;
  }

  #renderSilence() {
    const { kind, members } = this.alert;
    const named = members.filter((member) => member.kind !== "workspace").slice(0, 20);
    return html`<p>It is still shown, and rings nobody.</p>
      ${
        named.length > 0
          ? html`<ui-select
              label="Of what"
              .choices=${[{ value: "", label: alertKindOf(kind).title }, ...named.map(({ id, name }) => ({ value: id, label: `Only ${shownWords(name).slice(0, 80)}` }))]}
              value=${this.subject}
              @choice-made=${({ value }: ChoiceMadeEvent) => (this.subject = value)}
            ></ui-select>`
          : html`<p><b>${alertKindOf(kind).title}</b></p>`
      }
      <ui-select
        label="For how long"
        .choices=${times}
        value=${this.seconds}
        @choice-made=${({ value }: ChoiceMadeEvent) => (this.seconds = value)}
      ></ui-select>
      <ui-field
        label="Why"
        hint="For those who wonder later."
        maxlength="500"
        .value=${this.comment}
        @field-changed=${({ value }: FieldChangedEvent) => (this.comment = value)}
      ></ui-field>`;
  }

  #silence = (): void => {
    const until = new Date(Date.now() + Number(this.seconds) * 1_000).toISOString();
    const matcher = { kind: this.alert.kind, ...(this.subject === "" ? {} : { subjectId: this.subject }) };
    this.#wish({ silence: { matcher, until, comment: this.comment } });
  };

  #wish(wish: AlertWish): void {
    this.dispatchEvent(new AlertWished(wish));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "alert-sheet": AlertSheet;
  }
  interface HTMLElementEventMap {
    "alert-wished": AlertWished;
  }
}
