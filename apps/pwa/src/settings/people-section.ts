import type { PairingCode, Person, Role } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import type { Invitation } from "./devices.api.ts";
import type { PeopleState } from "./people.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "./pairing-invite.ts";

const roles: { value: Role; label: string }[] = [
  { value: "owner", label: "Owner" },
  { value: "operator", label: "Operator" },
  { value: "viewer", label: "Viewer" },
];

/** People and their roles, and a code to invite one more. */
@customElement("people-section")
export class PeopleSection extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .person {
        display: grid;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
      }
      .person.me {
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        min-block-size: 60px;
      }
      @media (min-width: 720px) {
        .person {
          grid-template-columns: minmax(0, 1fr) minmax(0, 380px);
          align-items: center;
        }
      }
      .person + .person {
        border-block-start: 1px solid var(--line);
      }
      b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) state!: PeopleState;
  /** The id of the person who is signed in. */
  @property() me = "";
  @property({ attribute: false }) setRole!: (id: string, role: Role) => Promise<void>;
  @property({ attribute: false }) invite!: (invitation: Invitation) => Promise<PairingCode>;
  @state() private name = "";
  @state() private newRole: Role = "operator";
  @state() private code: PairingCode | undefined;
  readonly #attempt = new Attempt(this);

  override render() {
    const problem = this.#attempt.problem || this.state.error;
    return html`<section>
      <h2>People</h2>
      <p class="small">An owner may do everything, an operator answers, a viewer reads.</p>
      ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
      <ui-card flush>${this.state.items.map((person) => this.#person(person))}</ui-card>
      <ui-card
        ><div class="stack">
          <ui-field
            label="Invite somebody: their name"
            maxlength="80"
            .value=${this.name}
            @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
          ></ui-field>
          <ui-segmented
            label="Their role"
            .segments=${roles}
            value=${this.newRole}
            @segment-chosen=${(event: SegmentChosenEvent) => (this.newRole = event.value as Role)}
          ></ui-segmented>
          <div class="actions">
            <ui-button icon="plus" ?disabled=${this.name.trim() === ""} ?busy=${this.#attempt.busy} @click=${this.#invite}
              >Make a pairing code</ui-button
            >
          </div>
          ${this.code ? html`<pairing-invite .code=${this.code}></pairing-invite>` : nothing}
        </div></ui-card
      >
    </section>`;
  }

  #person({ id, name, role }: Person) {
    if (id === this.me)
      return html`<div class="person me">
        <b>${name} (you)</b><span class="small">${roles.find(({ value }) => value === role)?.label}</span>
      </div>`;
    return html`<div class="person">
      <b>${name}</b>
      <ui-segmented
        label=${`Role of ${name}`}
        .segments=${roles}
        value=${role}
        @segment-chosen=${(event: SegmentChosenEvent) => this.#attempt.run(() => this.setRole(id, event.value as Role))}
      ></ui-segmented>
    </div>`;
  }

  async #invite(): Promise<void> {
    await this.#attempt.run(async () => {
      this.code = await this.invite({ person: this.name.trim(), role: this.newRole });
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "people-section": PeopleSection;
  }
}
