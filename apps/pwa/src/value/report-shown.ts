import type { ValueReportLink, ValueReportWhole } from "@beckon/contracts/value-reports";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { ToastEvent } from "@beckon/ui/ui-toast";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { Attempt } from "../platform/attempt.ts";
import { words } from "../platform/words.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { counted } from "./value-words.ts";
import type { LinkMade } from "./value.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-copy";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-select";
import "./report-body.ts";

const spans = [
  { value: "1", label: "For a day" },
  { value: "7", label: "For 7 days" },
  { value: "14", label: "For 14 days" },
  { value: "30", label: "For 30 days" },
  { value: "90", label: "For 90 days" },
];

/** One frozen report: to read, to print, to take away as a file or a picture, to share for a while. */
@customElement("report-shown")
export class ReportShown extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .address {
        padding: var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--ground);
        font: 500 0.8125rem / 1.5 var(--mono);
        overflow-wrap: anywhere;
      }
      .share {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: end;
      }
      /* On a phone in two columns, as far as the text has room: the report begins on the first screen. */
      @media (max-width: 719.98px) {
        .files {
          display: grid;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr));
        }
      }
      @media print {
        .actions,
        .sharing {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) report!: ValueReportWhole;
  @property({ type: Boolean }) mayShare = false;
  /** Why nothing can be shared now; empty where it can. */
  @property() whyNot = "";
  @property({ attribute: false }) share!: (days: number) => Promise<LinkMade>;
  @property({ attribute: false }) revoke!: (linkId: string) => Promise<void>;
  @state() private days = "14";
  /** Told once: it is gone when the page is left. */
  @state() private made: LinkMade | undefined;
  @query("report-body") private body!: HTMLElement;
  readonly #attempt = new Attempt(this);

  override render() {
    const { report } = this;
    const file = (format: string) => `/api/value/reports/${encodeURIComponent(report.id)}/file?format=${format}`;
    return html`<div class="actions files">
        <ui-button icon="file" @click=${() => print()}>Print or PDF</ui-button>
        <ui-button icon="download" label="Picture (PNG)" @click=${this.#picture}>Picture</ui-button>
        <ui-button icon="download" href=${file("csv")} download>Table (CSV)</ui-button>
        <ui-button icon="download" href=${file("json")} download>Data (JSON)</ui-button>
      </div>
      <report-body .snapshot=${report.snapshot} hash=${report.hash}></report-body>
      ${this.mayShare ? this.#renderSharing() : nothing}`;
  }

  #renderSharing() {
    return html`<section class="sharing">
      <h2>Share it</h2>
      <ui-card>
        <div class="stack">
          <p class="small">Whoever has the link sees exactly this report, and nothing else, until it ends. No account is needed.</p>
          <div class="share">
            <ui-select
              label="How long"
              .choices=${spans}
              value=${this.days}
              @choice-made=${(event: ChoiceMadeEvent) => (this.days = event.value)}
            ></ui-select>
            <ui-button ?busy=${this.#attempt.busy} ?disabled=${this.whyNot !== "" || this.#attempt.busy} @click=${() => void this.#share()}
              >Make a link</ui-button
            >
          </div>
          ${this.made ? this.#renderMade(this.made) : nothing}
          ${this.whyNot ? html`<p class="small" role="status">${this.whyNot}</p>` : nothing}
          ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
        </div>
      </ui-card>
      ${this.report.links.length > 0 ? html`<ui-card flush>${this.report.links.map((link) => this.#renderLink(link))}</ui-card>` : nothing}
    </section>`;
  }

  #renderMade({ url }: LinkMade) {
    return html`<p class="address" data-url>${url}</p>
      <div class="actions"><ui-copy worded text=${url} label="Copy the link"></ui-copy></div>
      <p class="small">It is shown this once: only its fingerprint is kept.</p>`;
  }

  #renderLink(link: ValueReportLink) {
    const { expiresAt, revokedAt, views, createdAt, by } = link;
    const state = revokedAt
      ? `Revoked ${formatMoment(revokedAt)}`
      : Date.parse(expiresAt) <= Date.now()
        ? `Ended ${formatMoment(expiresAt)}`
        : `Until ${formatMoment(expiresAt)}`;
    const isOpen = !revokedAt && Date.parse(expiresAt) > Date.now();
    return html`<ui-row
      >${state}<span slot="detail"
        >Made ${formatMoment(createdAt)} by ${shownWords(short(by.name ?? by.kind, 80))} · looked at ${counted(views, "time")}</span
      >${
        isOpen
          ? html`<ui-button
              slot="end"
              variant="quiet"
              ?disabled=${this.whyNot !== "" || this.#attempt.busy}
              @click=${() => void this.#revoke(link.id)}
              >Revoke</ui-button
            >`
          : nothing
      }</ui-row
    >`;
  }

  async #share(): Promise<void> {
    await this.#attempt.run(async () => (this.made = await this.share(Number(this.days))));
  }

  async #revoke(linkId: string): Promise<void> {
    const done = await this.#attempt.run(() => this.revoke(linkId));
    if (done && this.made?.link.id === linkId) this.made = undefined;
  }

  async #picture(): Promise<void> {
    try {
      const { handOver, pictureOf } = await import("@beckon/ui/picture/save-picture");
      await handOver(await pictureOf(this.body, `${this.report.title} · Beckon`), "value-report.png");
    } catch (error) {
      this.dispatchEvent(new ToastEvent({ text: words(error), icon: "alert" }));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "report-shown": ReportShown;
  }
}
