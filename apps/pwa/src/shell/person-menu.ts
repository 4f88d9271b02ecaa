import type { Session } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-menu";

const roleWords = { owner: "Owner", operator: "Operator", viewer: "Viewer" } as const;

/**
 * Who is signed in, and the places that are needed less often.
 * @fires keys-wanted The list of keys is wanted.
 */
@customElement("person-menu")
export class PersonMenu extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .me {
        display: grid;
        place-items: center;
        inline-size: 34px;
        block-size: 34px;
        border: 1px solid var(--line-strong);
        border-radius: 50%;
        background: var(--raised);
        color: var(--ink-soft);
        font: 600 var(--text-xs) / 1 var(--font);
      }
      .who {
        display: block;
        padding: var(--space-2) var(--space-3) var(--space-3);
        font: 400 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
        border-block-end: 1px solid var(--line);
        margin-block-end: var(--space-2);
        overflow-wrap: anywhere;
      }
      .who b {
        display: block;
        font-size: var(--text-s);
        color: var(--ink);
      }
      a,
      button {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        inline-size: 100%;
        min-block-size: 46px;
        padding: 0 var(--space-3);
        border: 0;
        border-radius: 12px;
        background: none;
        color: var(--ink);
        font: 500 var(--text-s) / 1.2 var(--font);
        text-decoration: none;
        cursor: pointer;
      }
      :is(a, button):hover {
        background: color-mix(in srgb, var(--ink) 6%, transparent);
      }
      ui-icon {
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** It was opened: the app does not start with entries that nobody sees. */
  @state() private opened = false;

  override render() {
    const { person } = this.session;
    return html`<ui-menu label=${`${initials(person.name)}, menu of ${person.name}`} @menu-opens=${() => (this.opened = true)}>
      <span slot="trigger" class="me">${initials(person.name)}</span>${this.opened ? this.#renderEntries() : nothing}
    </ui-menu>`;
  }

  #renderEntries() {
    const { person, device } = this.session;
    return html`<span class="who"><b>${person.name}</b>${roleWords[person.role]} · ${device.name}</span>
      <a href="/history"><ui-icon name="history"></ui-icon>History</a>
      <a href="/teamwork/recovery"><ui-icon name="octagon"></ui-icon>Stop, reset, resume</a>
      <a href="/settings/rules"><ui-icon name="check"></ui-icon>Rules</a>
      <a href="/connect"><ui-icon name="connect"></ui-icon>Connect an agent</a>
      <a href="/settings"><ui-icon name="settings"></ui-icon>Settings</a>
      <button type="button" @click=${() => this.dispatchEvent(new Event("keys-wanted"))}><ui-icon name="list"></ui-icon>Keys</button>`;
  }
}

/** "Ada King" → "AK"; one letter where there is one word. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

declare global {
  interface HTMLElementTagNameMap {
    "person-menu": PersonMenu;
  }
}
