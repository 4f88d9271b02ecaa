import { consume } from "@lit/context";
import type { AuditEntry } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import { auditWords, detailWords } from "./audit-words.ts";
import type { AuditStore } from "./audit.store.ts";
import type { DevicesStore } from "./devices.store.ts";
import { auditContext, devicesContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";

/** Who did what, and when; each entry opens to its details. */
@customElement("audit-page")
export class AuditPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      details + details {
        border-block-start: 1px solid var(--line);
      }
      details {
        content-visibility: auto;
        contain-intrinsic-size: auto 62px;
      }
      summary {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        align-items: center;
        min-block-size: 60px;
        padding: 10px var(--space-4);
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      b {
        font-weight: 600;
      }
      time {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        padding: 0 var(--space-4) var(--space-4);
        font-size: 0.8125rem;
      }
      dt {
        color: var(--ink-faint);
      }
      dd {
        overflow-wrap: anywhere;
        color: var(--ink-soft);
      }
    `,
  ];

  @consume({ context: auditContext }) private audit!: AuditStore;
  @consume({ context: devicesContext }) private devices!: DevicesStore;
  readonly #attempt = new Attempt(this);

  constructor() {
    super();
    new StoreController(this, () => this.audit);
    new StoreController(this, () => this.devices);
  }

  protected override firstUpdated(): void {
    void this.audit.load();
    void this.devices.load();
  }

  override render() {
    const { items, cursor, asOf, error } = this.audit.state;
    const deviceNames = new Map(this.devices.state.items.map(({ id, name }) => [id, name]));
    return html`<div class="narrow stack">
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${
        items.length > 0
          ? html`<ui-card flush
              >${repeat(
                items,
                ({ id }) => id,
                (item) => entry(item, deviceNames),
              )}</ui-card
            >`
          : asOf
            ? html`<ui-empty tone="quiet" icon="log" heading="Nothing is written down yet"></ui-empty>`
            : nothing
      }
      ${cursor ? html`<ui-button wide ?busy=${this.#attempt.busy} @click=${() => this.#attempt.run(() => this.audit.more())}>Show more</ui-button>` : nothing}
    </div>`;
  }
}

/** A device is written down by its id; its name is said where it is known. */
function entry({ at, actor, action, subject, detail }: AuditEntry, deviceNames: Map<string, string>) {
  const device = actor.device === undefined ? undefined : (deviceNames.get(actor.device) ?? actor.device);
  const who = actor.name ?? (actor.kind === "system" ? "Beckon" : actor.kind);
  return html`<details>
    <summary>
      <span
        ><b>${auditWords(action)}</b><span class="small"><br />${who}${device ? ` on ${device}` : ""}</span></span
      >
      <time datetime=${at}>${formatMoment(at)}</time>
    </summary>
    <dl>
      <dt>subject</dt>
      <dd>${subject}</dd>
      ${Object.entries(detail).map(
        ([key, value]) =>
          html`<dt>${detailWords(key)}</dt>
            <dd>${typeof value === "string" ? value : JSON.stringify(value)}</dd>`,
      )}
    </dl>
  </details>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "audit-page": AuditPage;
  }
}
