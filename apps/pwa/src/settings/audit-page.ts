import { consume } from "@lit/context";
import type { AuditEntry } from "@beckon/contracts/access";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { FieldChangedEvent, UiField } from "@beckon/ui/ui-field";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { html, LitElement, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { StoreController } from "../platform/store-controller.ts";
import { KeysController } from "../shell/keys.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { Attempt } from "../platform/attempt.ts";
import { auditAddress, isNarrowed, kindChoices, type AuditLook } from "./audit-look.ts";
import { auditStyles } from "./audit-page.styles.ts";
import { aboutWords, auditWords, detailWords } from "./audit-words.ts";
import type { AuditStore } from "./audit.store.ts";
import type { DevicesStore } from "./devices.store.ts";
import { auditContext, devicesContext } from "./settings.contexts.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";
import "./audit-chain.ts";

const pauseMs = 250;

/** Who did what, and when; each entry opens to its details. Says whether it is still what was written down. */
@customElement("audit-page")
export class AuditPage extends LitElement {
  static override styles = [baseStyles, pageStyles, auditStyles];

  @consume({ context: auditContext }) private audit!: AuditStore;
  @consume({ context: devicesContext }) private devices!: DevicesStore;
  @query("ui-field") private field!: UiField;
  readonly #attempt = new Attempt(this);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is typed, before it is asked for. */
  #wanted: AuditLook | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.audit);
    new StoreController(this, () => this.devices);
    new KeysController(this, { "/": () => this.field.focus() });
  }

  protected override firstUpdated(): void {
    void this.audit.load();
    void this.audit.check();
    void this.devices.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const { items, cursor, asOf, error, look, check, checking, unchecked } = this.audit.state;
    const deviceNames = new Map(this.devices.state.items.map(({ id, name }) => [id, name]));
    return html`<div class="narrow stack">
      <audit-chain
        .check=${check}
        problem=${unchecked ?? ""}
        ?busy=${checking ?? false}
        @check-wanted=${() => void this.audit.check()}
      ></audit-chain>
      ${this.#renderBar(look)} ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <p class="visually-hidden" role="status">
        ${isNarrowed(look) && asOf ? `${items.length}${cursor ? " or more" : ""} found` : nothing}
      </p>
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
            ? this.#renderNone(look)
            : nothing
      }
      ${cursor ? html`<ui-button wide ?busy=${this.#attempt.busy} @click=${() => this.#attempt.run(() => this.audit.more())}>Show more</ui-button>` : nothing}
    </div>`;
  }

  #renderBar(look: AuditLook) {
    return html`<div class="bar">
      <ui-field
        unlabelled
        type="search"
        label="Search who did what, to what, and its details"
        placeholder="Search"
        maxlength="200"
        .value=${this.#wanted?.q ?? look.q}
        @field-changed=${(event: FieldChangedEvent) => this.#narrow({ q: event.value }, pauseMs)}
      ></ui-field>
      <ui-select
        label="What it is about"
        .choices=${kindChoices}
        value=${look.kind}
        @choice-made=${(event: ChoiceMadeEvent) => this.#narrow({ kind: event.value }, 0)}
      ></ui-select>
      <ui-button square icon="download" label="Download as CSV" title="Download as CSV" href=${auditAddress(look)}></ui-button>
    </div>`;
  }

  #renderNone(look: AuditLook) {
    return isNarrowed(look)
      ? html`<ui-empty tone="quiet" icon="search" heading="Nothing found">Try other words, or everything.</ui-empty>`
      : html`<ui-empty tone="quiet" icon="log" heading="Nothing is written down yet"></ui-empty>`;
  }

  /** Asks when the hand rests. */
  #narrow(change: Partial<AuditLook>, afterMs: number): void {
    const look = { ...(this.#wanted ?? this.audit.state.look), ...change };
    this.#wanted = look;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#wanted = undefined;
      void this.audit.narrow(look);
    }, afterMs);
  }
}

/** A device is written down by its id; its name is said where it is known. */
function entry({ at, actor, action, subject, detail }: AuditEntry, deviceNames: Map<string, string>) {
  const device = actor.device === undefined ? undefined : (deviceNames.get(actor.device) ?? actor.device);
  const about = aboutWords(detail);
  const who = actor.name ?? (actor.kind === "system" ? "Beckon" : actor.kind);
  return html`<details>
    <summary>
      <span
        ><b>${auditWords(action)}</b>${about ? html` <bdi>${about}</bdi>` : nothing}<span class="small"
          ><br />${who}${device ? ` on ${device}` : ""}</span
        ></span
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
