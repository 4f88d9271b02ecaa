import type { Agent } from "@beckon/contracts/agents";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";

/** A person gave an agent a name and a role, or said how it is paid; `null` takes the word back. Only what was changed is in it. */
export class AgentEditedEvent extends Event {
  readonly patch: { name?: string | null; role?: string | null; payment?: "tokens" | "plan" | null };
  constructor(patch: AgentEditedEvent["patch"]) {
    super("agent-edited", { bubbles: true, composed: true });
    this.patch = patch;
  }
}

/** What cost means depends on it: what is billed, or what a plan covers. */
const payments = [
  { value: "", label: "As it says" },
  { value: "tokens", label: "By token" },
  { value: "plan", label: "By a plan" },
];

const roles = ["product", "architect", "developer", "tester", "devops", "reviewer"];

/**
 * Name and role of an agent, and how it is paid.
 * @fires agent-edited It is to be saved.
 */
@customElement("agent-sheet")
export class AgentSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .fields {
        display: grid;
        gap: var(--space-4);
        padding-block: var(--space-2) var(--space-4);
      }
      .roles {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-start: calc(-1 * var(--space-2));
      }
      .roles button {
        min-block-size: var(--touch);
        padding: 0 14px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-full);
        background: none;
        color: var(--ink-soft);
        font: 550 0.8125rem / 1.2 var(--font);
        cursor: pointer;
      }
      .roles button:hover {
        color: var(--ink);
      }
      .buttons {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
      }
      .payment {
        display: grid;
        gap: 6px;
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      .problem {
        color: var(--bad);
        font: 550 var(--text-s) / 1.45 var(--font);
      }
    `,
  ];

  @property({ attribute: false }) agent!: Agent;
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  @property() problem = "";
  @state() private nameText = "";
  @state() private roleText = "";
  @state() private payment = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.nameText = this.agent.name;
    this.roleText = this.agent.role ?? "";
    this.payment = this.agent.payment ?? "";
  }

  override render() {
    return html`<ui-dialog heading="Edit agent" ?open=${this.open}>
      <div class="fields">
        <ui-field
          label="Name"
          maxlength="120"
          hint="Left empty, it is what the agent calls itself."
          .value=${this.nameText}
          @field-changed=${(event: FieldChangedEvent) => (this.nameText = event.value)}
          @field-entered=${this.#save}
        ></ui-field>
        <ui-field
          label="Role"
          maxlength="60"
          hint="Left empty, it is what the agent says of itself."
          .value=${this.roleText}
          @field-changed=${(event: FieldChangedEvent) => (this.roleText = event.value)}
          @field-entered=${this.#save}
        ></ui-field>
        <div class="roles">${roles.map((role) => html`<button type="button" @click=${() => (this.roleText = role)}>${role}</button>`)}</div>
        <div class="payment">
          <span>Its model calls are paid</span>
          <ui-segmented
            label="How its model calls are paid"
            .segments=${payments}
            value=${this.payment}
            @segment-chosen=${(event: SegmentChosenEvent) => (this.payment = event.value)}
          ></ui-segmented>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => (this.open = false)}>Cancel</ui-button>
        <ui-button wide variant="primary" ?busy=${this.busy} @click=${this.#save}>Save</ui-button>
      </div>
    </ui-dialog>`;
  }

  #save(): void {
    if (this.busy) return;
    const [name, role] = [this.nameText.trim(), this.roleText.trim()];
    this.dispatchEvent(
      new AgentEditedEvent({
        ...(name !== this.agent.name && { name: name || null }),
        ...(role !== (this.agent.role ?? "") && { role: role || null }),
        ...(this.payment !== (this.agent.payment ?? "") && { payment: (this.payment || null) as "tokens" | "plan" | null }),
      }),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "agent-sheet": AgentSheet;
  }
  interface HTMLElementEventMap {
    "agent-edited": AgentEditedEvent;
  }
}
