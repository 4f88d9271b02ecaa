import type { DecisionInput, DecisionOption, DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { renderSheets, renderTogether, type Sheet, type Unconfirmed } from "./answer-parts.ts";
import { isEditable, isPair, optionOfTone } from "./answer-shape.ts";
import { answersStyles } from "./decision-answers.styles.ts";
import type { ChoicesSentEvent, DecisionChoices } from "./decision-choices.ts";
import { DecisionAnsweredEvent, DecisionSnoozedEvent } from "./decision-events.ts";
import { isGrave } from "./decision-words.ts";
import type { CommandEditedEvent } from "./edit-sheet.ts";
import { shownText, shownWords } from "./shown-text.ts";
import type { SnoozeTimeChosenEvent } from "./snooze-sheet.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";

/**
 * Everything with which a person answers one request, or several that ask the same.
 * Approve never stands at the edge, where a thumb strays.
 * @fires decision-answered An answer was given.
 * @fires decision-snoozed It is to come back later.
 */
@customElement("decision-answers")
export class DecisionAnswers extends LitElement {
  static override styles = [baseStyles, answersStyles];

  @property({ attribute: false }) request!: DecisionRequest;
  /** Further requests that ask the same. */
  @property({ attribute: false }) alike: readonly DecisionRequest[] = [];
  /** The person has a passkey: what is grave asks for it. */
  @property({ type: Boolean }) passkey = false;
  /** The passkey is being asked for. */
  @property({ type: Boolean }) busy = false;
  @query("decision-choices") private choices?: DecisionChoices | null;
  @state() private together = true;
  @state() private text = "";
  @state() private sheet: Sheet | undefined;
  @state() private unconfirmed: Unconfirmed | undefined;

  /** The approving answer, as the key `a` gives it. */
  approve(): void {
    this.#chooseTone("approve");
  }

  /** The denying answer, as the key `d` gives it. */
  deny(): void {
    this.#chooseTone("deny");
  }

  /** Answers with the option at this place, from 0. */
  chooseAt(index: number): void {
    if (this.request.multiple) return this.choices?.toggleAt(index);
    const option = this.request.options[index];
    if (option && !isPair(this.request)) this.#choose(option);
  }

  edit(): void {
    if (isEditable(this.request)) void this.#show("edit");
  }

  snooze(): void {
    void this.#show("snooze");
  }

  protected override willUpdate(): void {
    // Seldom needed: its code comes when it is.
    if (this.request.multiple) void import("./decision-choices.ts");
  }

  override render() {
    return html`${
      this.alike.length > 0
        ? renderTogether({ asking: [this.request, ...this.alike], on: this.together, turned: (event) => (this.together = event.on) })
        : nothing
    }
    ${this.request.multiple ? this.#renderMany() : isPair(this.request) ? this.#renderPair() : this.#renderList()}
    ${renderSheets({
      request: this.request,
      open: this.sheet,
      unconfirmed: this.unconfirmed,
      closed: () => (this.sheet = undefined),
      edited: this.#edited.bind(this),
      snoozed: this.#snoozed.bind(this),
      confirmed: this.#confirmed.bind(this),
    })}`;
  }

  #renderPair() {
    const [deny, approve] = [optionOfTone(this.request, "deny"), optionOfTone(this.request, "approve")];
    const passkey = this.passkey && isGrave(this.request);
    return html`<div class="pair ${isEditable(this.request) ? "editable" : ""}">
        <ui-button wide variant="danger" key="d" ?disabled=${this.busy} @click=${() => this.deny()}
          >${shownText(deny?.label ?? "")}</ui-button
        >
        ${
          isEditable(this.request)
            ? html`<ui-button
                wide
                square
                icon="edit"
                label="Edit the command"
                title="Edit the command (e)"
                ?disabled=${this.busy}
                @click=${() => this.edit()}
              ></ui-button>`
            : nothing
        }
        <ui-button wide variant="primary" key="a" icon=${passkey ? "key" : nothing} ?busy=${this.busy} @click=${() => this.approve()}
          >${shownText(approve?.label ?? "")}${passkey ? html`<span class="with"> with passkey</span>` : ""}</ui-button
        >
        ${this.#renderSnooze()}
      </div>
      ${this.request.allowText ? this.#renderText() : nothing}`;
  }

  #renderSnooze() {
    return html`<ui-button
      wide
      square
      icon="clock"
      label="Ask me again later"
      title="Ask me again later (s)"
      @click=${() => this.snooze()}
    ></ui-button>`;
  }

  #renderList() {
    const { options } = this.request;
    return html`<div class="list">
        ${options.map(
          (option, index) =>
            html`<ui-button
              wide
              variant=${option.tone === "deny" ? "danger" : option.tone === "approve" ? "primary" : "plain"}
              key=${index < 9 ? String(index + 1) : ""}
              ?disabled=${this.busy}
              @click=${() => this.#choose(option)}
              >${shownText(option.label)}</ui-button
            >`,
        )}
      </div>
      ${this.request.allowText ? this.#renderText() : nothing}
      <div class="aside">
        ${isEditable(this.request) ? html`<ui-button variant="quiet" icon="edit" @click=${() => this.edit()}>Edit the command</ui-button>` : nothing}
        <ui-button variant="quiet" icon="clock" @click=${() => this.snooze()}>Ask me again later</ui-button>
      </div>`;
  }

  #renderMany() {
    return html`<decision-choices
        .request=${this.request}
        ?busy=${this.busy}
        @choices-sent=${({ text }: ChoicesSentEvent) => this.#offer({ input: { text }, verb: "Send", harmless: false })}
      ></decision-choices>
      <div class="aside"><ui-button variant="quiet" icon="clock" @click=${() => this.snooze()}>Ask me again later</ui-button></div>`;
  }

  #renderText() {
    const only = this.request.options.length === 0;
    return html`<div class="words">
      <ui-field
        block
        label=${only ? "Your answer" : "Or answer in your own words"}
        .value=${this.text}
        @field-changed=${(event: FieldChangedEvent) => (this.text = event.value)}
        @field-entered=${this.#sendText}
      ></ui-field>
      <ui-button
        variant=${only ? "primary" : "plain"}
        icon="send"
        ?disabled=${this.text.trim() === "" || this.busy}
        @click=${this.#sendText}
        >Send answer</ui-button
      >
    </div>`;
  }

  async #show(sheet: Sheet): Promise<void> {
    try {
      await import("./answer-sheets.ts");
      this.sheet = sheet;
    } catch {
      this.dispatchEvent(
        new ToastEvent({ text: "This part of the app could not be loaded. Connect, and load the app again.", icon: "offline" }),
      );
    }
  }

  #chooseTone(tone: "approve" | "deny"): void {
    const option = optionOfTone(this.request, tone);
    if (option) this.#choose(option);
  }

  #choose(option: DecisionOption, editedAction?: DecisionInput["editedAction"]): void {
    if (this.busy) return;
    const input: DecisionInput = { option: option.id, ...(editedAction && { editedAction }) };
    this.#offer({ input, verb: shownWords(option.label), harmless: option.tone === "deny" });
  }

  #sendText(): void {
    const text = this.text.trim();
    if (text !== "" && !this.busy) this.#offer({ input: { text }, verb: "Send answer", harmless: false });
  }

  #offer({ input, verb, harmless }: { input: DecisionInput; verb: string; harmless: boolean }): void {
    const grave = isGrave(this.request) && !harmless;
    if (grave && !this.passkey) {
      this.unconfirmed = { input, verb };
      void this.#show("confirm");
      return;
    }
    this.sheet = undefined;
    this.#give(input, grave);
  }

  #give(input: DecisionInput, stepUp: boolean): void {
    // An edited command is an answer to one request: the others did not ask for it.
    const all = this.together && input.editedAction === undefined ? this.alike : [];
    this.dispatchEvent(new DecisionAnsweredEvent({ requestIds: [this.request, ...all].map(({ id }) => id), input, stepUp }));
  }

  #edited(event: CommandEditedEvent): void {
    const approve = optionOfTone(this.request, "approve");
    if (approve) this.#choose(approve, { command: event.command });
  }

  #confirmed(): void {
    this.sheet = undefined;
    if (this.unconfirmed) this.#give(this.unconfirmed.input, false);
    this.unconfirmed = undefined;
  }

  #snoozed(event: SnoozeTimeChosenEvent): void {
    this.sheet = undefined;
    const all = this.together ? this.alike : [];
    this.dispatchEvent(new DecisionSnoozedEvent({ requestIds: [this.request, ...all].map(({ id }) => id), until: event.until }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-answers": DecisionAnswers;
  }
}
