import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { changedParts } from "./changed-parts.ts";
import { commandParts } from "./command-parts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

/** A command was changed and is to run as it now is. */
export class CommandEditedEvent extends Event {
  readonly command: string;
  constructor(command: string) {
    super("command-edited", { bubbles: true, composed: true });
    this.command = command;
  }
}

/**
 * Changes a command before it is approved; the original stays in view.
 * @fires command-edited Approve it as changed.
 * @fires dialog-closed It was closed.
 */
@customElement("edit-sheet")
export class EditSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .stack {
        display: grid;
        gap: var(--space-4);
        padding-block-start: var(--space-2);
      }
      h3 {
        margin-block-end: 6px;
        font: 550 0.8125rem / 1.3 var(--font);
        color: var(--ink-soft);
      }
    `,
  ];

  /** What the agent wants to run. */
  @property() command = "";
  /** The words of the approving button. */
  @property() verb = "Approve";
  @property({ type: Boolean }) open = false;
  @state() private edited: string | undefined;

  override render() {
    const text = this.edited ?? this.command;
    const changed = text !== this.command && text.trim() !== "";
    return html`<ui-dialog heading="Edit before you approve" ?open=${this.open} @dialog-closed=${this.#closed}>
      <div class="stack">
        <ui-field
          autofocus
          block
          code
          label="Command to run"
          maxlength="20000"
          .value=${text}
          error=${text.trim() === "" ? "There must be a command to run." : ""}
          @field-changed=${(event: FieldChangedEvent) => (this.edited = event.value)}
          @field-entered=${this.#approve}
        ></ui-field>
        ${
          changed
            ? html`<div>
                <h3>What you changed</h3>
                <ui-code bare label="change" .parts=${changedParts(this.command, text)}></ui-code>
              </div>`
            : nothing
        }
        <div>
          <h3>The agent asked for</h3>
          <ui-code bare label="original command" .parts=${commandParts(this.command)}></ui-code>
        </div>
      </div>
      <ui-button slot="actions" wide variant="primary" ?disabled=${!changed} @click=${this.#approve}
        >${changed ? `${this.verb} as changed` : "Nothing changed yet"}</ui-button
      >
    </ui-dialog>`;
  }

  #approve(): void {
    const text = this.edited ?? "";
    if (text.trim() === "" || text === this.command) return;
    this.dispatchEvent(new CommandEditedEvent(text));
  }

  #closed(): void {
    this.open = false;
    this.edited = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "edit-sheet": EditSheet;
  }
  interface HTMLElementEventMap {
    "command-edited": CommandEditedEvent;
  }
}
