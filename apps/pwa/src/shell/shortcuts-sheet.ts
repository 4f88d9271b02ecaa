import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@beckon/ui/ui-dialog";

const groups: [string, [string, string][]][] = [
  [
    "Move",
    [
      ["j", "next"],
      ["k", "previous"],
      ["Enter", "open"],
      ["Esc", "back"],
    ],
  ],
  [
    "Answer",
    [
      ["a", "approve"],
      ["d", "deny"],
      ["1 … 9", "choose an option"],
      ["e", "edit the command"],
      ["s", "ask me again later"],
    ],
  ],
  [
    "Go to",
    [
      ["g n", "Now"],
      ["g f", "Fleet"],
      ["g w", "Work"],
      ["g t", "Teamwork"],
      ["g v", "Value"],
      ["g h", "History"],
      ["g c", "Connect"],
      ["g s", "Settings"],
      ["/", "search"],
      ["?", "these keys"],
    ],
  ],
];

/** All keys, on one page. */
@customElement("shortcuts-sheet")
export class ShortcutsSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
        gap: var(--space-5);
        padding-block: var(--space-2) var(--space-4);
      }
      h3 {
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      dl div {
        display: grid;
        grid-template-columns: 88px minmax(0, 1fr);
        align-items: baseline;
        padding-block: 5px;
      }
      dd {
        color: var(--ink);
      }
      kbd {
        padding: 2px 7px;
        border: 1px solid var(--line-strong);
        border-block-end-width: 2px;
        border-radius: 7px;
        background: var(--ground);
        color: var(--ink);
        font: 600 var(--text-xs) / 1.4 var(--mono);
        white-space: nowrap;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;

  override render() {
    return html`<ui-dialog heading="Keys" ?open=${this.open} @dialog-closed=${() => (this.open = false)}>
      <div class="groups">
        ${groups.map(
          ([name, keys]) =>
            html`<section>
              <h3>${name}</h3>
              <dl>
                ${keys.map(
                  ([key, does]) =>
                    html`<div>
                      <dt>${key.split(" ").map((part) => (part === "…" ? " … " : html`<kbd>${part}</kbd> `))}</dt>
                      <dd>${does}</dd>
                    </div>`,
                )}
              </dl>
            </section>`,
        )}
      </div>
    </ui-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "shortcuts-sheet": ShortcutsSheet;
  }
}
