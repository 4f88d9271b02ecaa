import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html } from "lit";
import { optionOfTone } from "./answer-shape.ts";
import type { CommandEditedEvent } from "./edit-sheet.ts";
import { shownWords } from "./shown-text.ts";
import type { SnoozeTimeChosenEvent } from "./snooze-sheet.ts";
import "@beckon/ui/ui-switch";

export type Sheet = "edit" | "confirm" | "snooze";
/** An answer that still needs its second step, and the word on the button that gives it. */
export type Unconfirmed = { input: DecisionInput; verb: string };

const mostNames = 4;

/** One answer for several that ask the same, or for this one alone. */
export function renderTogether(given: { asking: readonly DecisionRequest[]; on: boolean; turned: (event: SwitchTurnedEvent) => void }) {
  const count = given.asking.length;
  const names = given.asking.slice(0, mostNames).map((request) => shownWords(request.agent.name));
  return html`<ui-switch
    .on=${given.on}
    label=${count === 2 ? "Answer both together" : `Answer all ${count} together`}
    hint=${`Asked by ${names.join(", ")}${count > mostNames ? ` and ${count - mostNames} more` : ""}`}
    @switch-turned=${given.turned}
  ></ui-switch>`;
}

/** The sheets of an answer; their code comes when the first of them opens. */
export function renderSheets(given: {
  request: DecisionRequest;
  open: Sheet | undefined;
  unconfirmed: Unconfirmed | undefined;
  closed: () => void;
  edited: (event: CommandEditedEvent) => void;
  snoozed: (event: SnoozeTimeChosenEvent) => void;
  confirmed: () => void;
}) {
  const { request, open, unconfirmed, closed } = given;
  const verb = shownWords(optionOfTone(request, "approve")?.label ?? "Approve");
  return html`<edit-sheet
      .command=${request.action?.command ?? ""}
      .verb=${verb}
      ?open=${open === "edit"}
      @dialog-closed=${closed}
      @command-edited=${given.edited}
    ></edit-sheet>
    <snooze-sheet
      ?open=${open === "snooze"}
      .expiresAt=${request.expiresAt}
      @dialog-closed=${closed}
      @snooze-time-chosen=${given.snoozed}
    ></snooze-sheet>
    <confirm-sheet
      .request=${request}
      .command=${unconfirmed?.input.editedAction?.command ?? request.action?.command}
      .verb=${unconfirmed?.verb ?? verb}
      ?open=${open === "confirm"}
      @dialog-closed=${closed}
      @confirmed=${given.confirmed}
    ></confirm-sheet>`;
}
