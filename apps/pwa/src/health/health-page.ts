import { consume } from "@lit/context";
import type { ComponentState, HealthComponent, HealthReport } from "@beckon/contracts/health";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText } from "../decisions/shown-text.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { groupsOf, headlineOf, latencyWords, stateWords, uptimeSpan, uptimeWords } from "./health-view.ts";
import { healthContext } from "./health.context.ts";
import type { HealthStore } from "./health.store.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

/** The server looks once a minute; asking twice as often shows it within half of that. */
const everyMs = 30_000;

/** Colour never stands alone: the state is a word beside it. */
const signs: Record<ComponentState, { icon: IconName; tone: string }> = {
  up: { icon: "check", tone: "good" },
  degraded: { icon: "alert", tone: "beacon" },
  down: { icon: "cross", tone: "bad" },
  unknown: { icon: "clock", tone: "tone-quiet" },
};

/** How the server's parts, and what is connected to it, stand. */
@customElement("health-page")
export class HealthPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    toneStyles,
    css`
      .headline {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: var(--space-1) var(--space-3);
      }
      .headline ui-icon {
        --icon-size: 28px;
        grid-row: span 2;
      }
      .headline strong {
        font: 650 var(--text-l) / 1.25 var(--font);
        overflow-wrap: anywhere;
      }
      .uptime {
        display: block;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        color: var(--ink);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        margin: 0;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @consume({ context: healthContext }) private health!: HealthStore;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new StoreController(this, () => this.health);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      if (document.visibilityState === "visible") void this.health.load();
    }, everyMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override firstUpdated(): void {
    void this.health.load();
  }

  override render() {
    const { body, at, error } = this.health.state;
    return html`<div class="narrow stack sections">
      ${error ? html`<p class="error" role="alert">${error}${body ? ". What stands here is older." : ""}</p>` : nothing}
      ${body ? [headline(body, at), ...groupsOf(body.components).map(group), troubles(body), about(body)] : nothing}
    </div>`;
  }
}

const headline = ({ components }: HealthReport, at: string | undefined) => {
  const { state, words } = headlineOf(components);
  return html`<ui-card
    ><div class="headline">
      <ui-icon name=${signs[state].icon} class=${signs[state].tone}></ui-icon>
      <strong>${shownText(words)}</strong>
      <span class="small"
        >${components.length === 0 ? "The first look comes within a minute" : "Looked at once a minute"} · as of
        ${at ? html`<ui-age at=${at} as="ago"></ui-age>` : "now"}</span
      >
    </div></ui-card
  >`;
};

const group = ({ heading, components }: ReturnType<typeof groupsOf>[number]) =>
  html`<section>
    <h2>${heading}</h2>
    <ui-card flush>${repeat(components, ({ id }) => id, row)}</ui-card>
  </section>`;

const row = (component: HealthComponent) => {
  const { kind, name, state, words, since, latencyMs, lastAt, lastError, uptime } = component;
  const shown = uptimeWords(uptime);
  return html`<ui-row .href=${kind === "host" ? "/fleet" : undefined}>
    <ui-icon slot="start" name=${signs[state].icon} class=${signs[state].tone}></ui-icon>
    ${shownText(name)}
    <span slot="detail">
      ${stateWords[state]} for <ui-age at=${since} as="short"></ui-age> ·
      ${words}${latencyMs === undefined || kind === "jobs" ? nothing : ` · ${latencyWords(latencyMs)}`}
      ${lastAt && kind !== "database" ? html` · last sign <ui-age at=${lastAt} as="ago"></ui-age>` : nothing}
      ${lastError ? html`<span class=${state === "up" ? "" : "bad"}> · ${state === "up" ? "last error" : "error"} ${formatMoment(lastError.at)}: ${shownText(lastError.message)}</span>` : nothing}
    </span>
    ${shown ? html`<span slot="end"><span class="uptime">${shown}</span> ${uptimeSpan(uptime)}</span>` : nothing}
  </ui-row>`;
};

const troubles = ({ process }: HealthReport) =>
  html`<section>
    <h2>Told in the log</h2>
    <ui-card flush>
      ${process.troubles.map(
        ({ level, message, count, lastAt }) =>
          html`<ui-row
            ><ui-icon slot="start" name="alert" class=${level === "warn" ? "beacon" : "bad"}></ui-icon>${shownText(message)}<span
              slot="detail"
              >${level === "warn" ? "Warning" : "Error"}, ${count === 1 ? "once" : `${count.toLocaleString()} times`}</span
            ><span slot="end"><ui-age at=${lastAt} as="ago"></ui-age></span
          ></ui-row>`,
      )}
      <ui-row href="/teamwork/failures"
        ><ui-icon slot="start" name="teamwork"></ui-icon>Failures of teamwork, by pattern<span slot="detail"
          >What agents ran into with each other, and how often</span
        ></ui-row
      >
    </ui-card>
    ${process.troubles.length === 0 ? html`<p class="small">This process has warned of nothing since it started.</p>` : nothing}
  </section>`;

const about = ({ process }: HealthReport) =>
  html`<section>
    <h2>The process that answered</h2>
    <ui-card class="small"
      ><dl>
        <dt>Version</dt>
        <dd>${process.version}</dd>
        <dt>Started</dt>
        <dd>${formatMoment(process.startedAt)}, <ui-age at=${process.startedAt} as="ago"></ui-age></dd>
        <dt>Memory</dt>
        <dd>${Math.round(process.memoryBytes / 1_048_576).toLocaleString()} MiB</dd>
        <dt>Open apps</dt>
        <dd>${process.streams.toLocaleString()}</dd>
      </dl></ui-card
    >
  </section>`;

declare global {
  interface HTMLElementTagNameMap {
    "health-page": HealthPage;
  }
}
