import type { Coordination } from "@beckon/contracts/coordination";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { commandParts } from "../decisions/command-parts.ts";
import { shownText } from "../decisions/shown-text.ts";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { foldedRowStyles } from "./folded-row.styles.ts";
import { recordStyles } from "./record-row.styles.ts";
import { causeWords, statusLooks, typeWords } from "./teamwork-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-icon";
import "../fleet/role-badge.ts";

const longest = 100;

/** One attempt to work together: who, with whom, about what, how it ended and why; more on request. */
@customElement("record-row")
export class RecordRow extends LitElement {
  static override styles = [baseStyles, toneStyles, demoMarkStyles, foldedRowStyles, recordStyles];

  @property({ attribute: false }) record!: Coordination;

  override render() {
    const { record } = this;
    const look = statusLooks[record.status];
    return html`<details>
      <summary>
        <span class="sign ${look.tone}"><ui-icon name=${look.icon} label=${look.word}></ui-icon></span>
        <span class="who">${demoMark(record)}${name(record.from)} → ${record.to ? name(record.to) : "nobody named"}</span>
        <time datetime=${record.endedAt ?? record.startedAt}>${formatMoment(record.endedAt ?? record.startedAt)}</time>
        <span class="detail"
          >${typeWords[record.type]}${record.what ? html` · ${shownText(short(record.what, longest))}` : nothing}${this.#reason()}</span
        >
      </summary>
      <div class="more">${this.#renderMore()}</div>
    </details>`;
  }

  #reason() {
    const { status, cause, exhausted, deadlineAt } = this.record;
    if (status === "failed") return html` · <b class="bad">${causeWords[cause ?? "unknown"]}${exhausted ? ", no retry left" : ""}</b>`;
    if (status === "pending" && deadlineAt) return html` · counts as failed in <ui-age as="left" at=${deadlineAt}></ui-age>`;
    if (status === "dropped") return html` · called off, counts as neither`;
    return nothing;
  }

  #renderMore() {
    const { startedAt, endedAt, attempt, task, cause, causeGiven, message, status } = this.record;
    const lasted = endedAt === undefined ? undefined : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
    return html`<dl>
        ${side("From", this.record.from)} ${this.record.to ? side("To", this.record.to) : nothing} ${fact("Began", formatMoment(startedAt))}
        ${endedAt ? fact("Ended", html`${formatMoment(endedAt)}, after ${lasted}`) : nothing}
        ${attempt !== undefined && attempt > 1 ? fact("Attempt", attempt) : nothing}
        ${task ? fact("Task", task.startsWith("tk_") ? html`<a href=${`/work/tasks/${task}`}>open it</a>` : shownText(short(task, longest))) : nothing}
        ${status === "failed" ? fact("Cause", `${causeWords[cause ?? "unknown"]}, ${causeGiven ? "given by who told of it" : "read out of the message"}`) : nothing}
      </dl>
      ${message ? html`<ui-code label="message" .parts=${commandParts(message)}></ui-code>` : nothing}`;
  }
}

const name = (party: Coordination["from"]) => (party.name === "" ? "nobody named" : shownText(short(party.name, 60)));
const fact = (word: string, value: unknown) =>
  html`<div>
    <dt>${word}</dt>
    <dd>${value}</dd>
  </div>`;
const side = (word: string, party: Coordination["from"]) =>
  fact(
    word,
    html`${party.id ? html`<a href=${`/agents/${party.id}`}>${name(party)}</a>` : name(party)}
    ${party.role ? html`<role-badge what=${party.role}></role-badge>` : nothing}`,
  );

declare global {
  interface HTMLElementTagNameMap {
    "record-row": RecordRow;
  }
}
