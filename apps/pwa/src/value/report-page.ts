import { consume } from "@lit/context";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { Attempt } from "../platform/attempt.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { navigate } from "../shell/router.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { ValueEye } from "./value-eye.ts";
import { addressOf, filtersOf, rangeWords } from "./value-look.ts";
import { valueContext } from "./value.context.ts";
import type { Part, ValueStore } from "./value.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-switch";
import "./report-shown.ts";

/** What stands around a page stays off the paper. It is here and not in the shell, which is a part of the first screen. */
const onPaper = new CSSStyleSheet();
onPaper.replaceSync(
  "@media print { header, app-nav, app-banners, ui-toast { display: none !important } .frame { padding: 0 !important } main { padding: 0 !important } }",
);

/** Reports: freeze what a look shows, and open what was frozen. */
@customElement("report-page")
export class ReportPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @consume({ context: valueContext }) private value!: ValueStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @state() private titleText = "";
  @state() private names = false;
  @state() private titles = false;
  #root: Document | ShadowRoot | undefined;
  readonly #attempt = new Attempt(this);
  /** From the address: one report that is open. */
  readonly #id = new URLSearchParams(location.search).get("id")?.slice(0, 60) || undefined;
  readonly #parts: readonly Part[] = this.#id ? [] : ["reports"];
  readonly #eye = new ValueEye(this, { path: "report", parts: this.#parts, value: () => this.value, connection: () => this.connection });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode() as Document | ShadowRoot;
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets, onPaper];
    if (this.#id) this.value.show(this.#eye.look, ["report"], this.#id);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#root) this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((sheet) => sheet !== onPaper);
    this.#root = undefined;
  }

  override render() {
    const why = this.connection.state.state === "offline" ? "No connection. Reports are made and shared only with one." : "";
    const mayFreeze = mayControl(this.session.state);
    const mayShare = this.session.state.session?.person.role === "owner";
    const id = this.#id;
    if (id) {
      const { report } = this.value.state;
      if (!report.body || report.body.id !== id) return renderMissing(report, () => this.value.refresh());
      return html`${renderViewAge(report)}<report-shown
          .report=${report.body}
          .share=${(days: number) => this.value.makeLink(id, days)}
          .revoke=${(linkId: string) => this.value.revokeLink(id, linkId)}
          ?mayShare=${mayShare}
          whyNot=${why}
        ></report-shown>`;
    }
    return html`${mayFreeze ? this.#renderNew(why) : nothing} ${this.#renderList()}`;
  }

  #renderNew(why: string) {
    const range = rangeWords(this.#eye.look, formatMoment);
    return html`<ui-card>
      <div class="stack">
        <p class="quiet">
          Freezes the figures of “${range}” as they are now. What is frozen is never computed
          again.${filtersOf(this.#eye.look) > 0 ? " The filters are frozen with it: it is not of the whole fleet, and says so." : nothing}
        </p>
        <ui-field
          label="Title"
          maxlength="120"
          placeholder=${`Value, ${range.toLowerCase()}`}
          .value=${this.titleText}
          @field-changed=${(event: FieldChangedEvent) => (this.titleText = event.value)}
        ></ui-field>
        <ui-switch label="Name agents, teams and projects" ?on=${this.names} @switch-turned=${() => (this.names = !this.names)}></ui-switch>
        <ui-switch
          label="List the titles of the outcomes"
          ?on=${this.titles}
          @switch-turned=${() => (this.titles = !this.titles)}
        ></ui-switch>
        <div class="actions">
          <ui-button
            variant="primary"
            ?busy=${this.#attempt.busy}
            ?disabled=${why !== "" || this.#attempt.busy}
            @click=${() => void this.#freeze(range)}
            >Freeze a report</ui-button
          >
        </div>
        ${why ? html`<p class="small" role="status">${why}</p>` : nothing}
        ${this.#attempt.problem ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      </div>
    </ui-card>`;
  }

  #renderList() {
    const { reports } = this.value.state;
    if (!reports.body) return renderMissing(reports, () => this.value.refresh());
    const { items } = reports.body;
    if (items.length === 0)
      return html`<ui-card
        ><ui-empty tone="quiet" icon="file" heading="No report yet"
          ><p>A report is a picture of the figures at one moment, to print or to share.</p></ui-empty
        ></ui-card
      >`;
    const now = Date.now();
    return html`${renderViewAge(reports)}
      <section>
        <h2>Reports</h2>
        <ui-card flush
          >${items.map((report) => {
            const open = report.links.filter(({ revokedAt, expiresAt }) => !revokedAt && Date.parse(expiresAt) > now).length;
            return html`<ui-row href=${`/value/report?id=${encodeURIComponent(report.id)}`}
              >${shownWords(short(report.title, 120))}<span slot="detail"
                >${formatMoment(report.createdAt)},
                ${shownWords(short(report.by.name ?? report.by.kind, 80))}${open > 0 ? ` · shared by ${open === 1 ? "a link" : `${open} links`}` : ""}</span
              ></ui-row
            >`;
          })}</ui-card
        >
      </section>`;
  }

  async #freeze(range: string): Promise<void> {
    let id: string | undefined;
    const made = await this.#attempt.run(async () => {
      const title = this.titleText.trim() || `Value, ${range.toLowerCase()}`;
      const groups = this.names
        ? (["agent", "role", "team", "model", "project", "taskType"] as const)
        : (["role", "model", "taskType"] as const);
      const report = await this.value.makeReport(this.#eye.look, {
        title,
        include: { groups: [...groups], trend: true, assumptions: true, inputs: true, titles: this.titles },
      });
      id = report.id;
    });
    if (!made || !id) return;
    this.dispatchEvent(new ToastEvent({ text: "Frozen.", icon: "check" }));
    navigate(`${addressOf("report", { range: "90d" })}?id=${encodeURIComponent(id)}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "report-page": ReportPage;
  }
}
