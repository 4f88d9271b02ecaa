import type { SharedReport } from "@beckon/contracts/value-reports";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ApiProblem, createApiClient } from "../platform/api-client.ts";
import { pageStyles } from "../shell/page.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "./report-body.ts";

/**
 * A shared report, for whoever has its link: exactly what was frozen. No session, no menu, no other call; the secret stands
 * behind `#`, goes in a body, and so into no log.
 */
@customElement("shared-page")
export class SharedPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      :host {
        max-inline-size: 860px;
        margin-inline: auto;
        padding: max(var(--space-4), env(safe-area-inset-top)) var(--space-4) var(--space-6);
      }
      header {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: var(--touch);
        --icon-size: 26px;
      }
      header ui-icon {
        color: var(--beacon);
      }
      h1 {
        flex: 1;
        font: 650 1.0625rem / 1.3 var(--font);
      }
      @media print {
        header {
          display: none;
        }
        :host {
          max-inline-size: none;
          padding: 0;
        }
      }
    `,
  ];

  @state() private report: SharedReport | undefined;
  @state() private problem: "" | "gone" | "offline" | string = "";

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Shared report · Beckon";
    addEventListener("hashchange", this.#read);
    this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#read);
  }

  override render() {
    const { report } = this;
    return html`<header>
        <ui-icon name="mark"></ui-icon>
        <h1>Shared report</h1>
        ${report ? html`<ui-button @click=${() => print()}>Print</ui-button>` : nothing}
      </header>
      <main>
        ${
          report
            ? html`<p class="small">Read only. This link ends ${formatMoment(report.expiresAt)}.</p>
                <report-body .snapshot=${report.snapshot}></report-body>`
            : this.#renderState()
        }
      </main>`;
  }

  #renderState() {
    if (this.problem === "") return html`<p class="quiet" role="status">Loading</p>`;
    if (this.problem === "gone")
      return html`<ui-card
        ><ui-empty tone="quiet" icon="file" heading="This link shows nothing any more"
          ><p>It has ended, was revoked, or is not complete. Ask whoever sent it for a new one.</p></ui-empty
        ></ui-card
      >`;
    return html`<ui-card
      ><div class="stack">
        <p class="error" role="alert">${this.problem}</p>
        <ui-button icon="refresh" @click=${this.#read}>Try again</ui-button>
      </div></ui-card
    >`;
  }

  readonly #read = (): void => {
    this.report = undefined;
    this.problem = "";
    const secret = location.hash.slice(1);
    if (secret === "" || secret.length > 200) {
      this.problem = "gone";
      return;
    }
    createApiClient()("POST", "/api/shared-reports", { body: { secret } }).then(
      (report) => (this.report = report),
      (error: unknown) => {
        const status = error instanceof ApiProblem ? error.status : 0;
        this.problem = status === 0 ? "No connection." : status < 500 && status !== 429 ? "gone" : (error as ApiProblem).title;
      },
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "shared-page": SharedPage;
  }
}
