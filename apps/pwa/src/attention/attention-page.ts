import { consume } from "@lit/context";
import type { AttentionWait } from "@beckon/contracts/attention";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { FiredAlerts } from "../alerts/fired-alerts.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { PageEye } from "../platform/page-eye.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { whyNotNow } from "../rules/why-not-now.ts";
import { teamworkStyles } from "../teamwork/teamwork-page.styles.ts";
import { addressOf, type AttentionLook, daysOf, type Range, readLook } from "./attention-look.ts";
import { timesWords } from "./attention-words.ts";
import { attentionContext } from "./attention.context.ts";
import type { AttentionStore } from "./attention.store.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-empty";
import "@beckon/ui/ui-segmented";
import "./habit-card.ts";
import "./people-card.ts";
import "./wait-list.ts";
import "./waiting-card.ts";

const segments = [
  { value: "7d", label: "7 d" },
  { value: "30d", label: "30 d" },
  { value: "90d", label: "90 d" },
];

/** How long agents waited for people, what that took of them, and what could be answered without them. */
@customElement("attention-page")
export class AttentionPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    teamworkStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
      }
      ui-chart > p.small {
        padding-block-start: 0;
      }
    `,
  ];

  @consume({ context: attentionContext }) private attention!: AttentionStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private waits: { items: AttentionWait[]; cursor?: string } | undefined;
  readonly #attempt = new Attempt(this);
  readonly #fired = new FiredAlerts(this);

  readonly #eye = new PageEye<AttentionLook>(this, {
    look: readLook(location.search),
    address: addressOf,
    show: (look) => this.attention.show(look, ["summary", "habits"]),
    store: () => this.attention,
    connection: () => this.connection,
  });

  constructor() {
    super();
    new StoreController(this, () => this.session);
  }

  protected override firstUpdated(): void {
    void this.#fired.load().catch(() => undefined);
  }

  override render() {
    const { summary } = this.attention.state;
    return html`<div class="bar">
        <ui-segmented
          label="Time range"
          .segments=${segments}
          value=${this.#eye.look.range}
          @segment-chosen=${(event: SegmentChosenEvent) => this.#turn({ range: event.value as Range })}
        ></ui-segmented>
        ${this.#renderFilters()}
      </div>
      ${renderViewAge(summary)} ${summary.body ? this.#renderFigures() : renderMissing(summary, () => this.attention.refresh())}`;
  }

  #renderFilters() {
    const { agent, project } = this.#eye.look;
    const name = this.attention.state.summary.body?.waiting.byAgent.find(({ agentId }) => agentId === agent)?.name ?? "one agent";
    const chip = (word: unknown, off: Partial<AttentionLook>) =>
      html`<ui-button icon="cross" @click=${() => this.#turn(off)}>${word}</ui-button>`;
    return html`${agent ? chip(shownText(short(name, 40)), { agent: undefined }) : nothing}
    ${project ? chip(shownText(short(project, 40)), { project: undefined }) : nothing}`;
  }

  #renderFigures() {
    const { body } = this.attention.state.summary;
    if (!body) return nothing;
    const { person, rule, expired, withdrawn } = body.answers.ended;
    const nothingAsked = body.waiting.n + person + rule + expired + withdrawn === 0;
    if (nothingAsked) return this.#renderNone();
    const days = daysOf(this.#eye.look);
    return html`<div class="columns">
      <div class="column">
        <waiting-card .summary=${body} days=${days} .alerts=${this.#fired.all(body.window.from)} stamp=${this.#stamp(body.asOf)}
          ><wait-list
            .items=${this.waits?.items}
            ?more=${this.waits?.cursor !== undefined}
            ?busy=${this.#attempt.busy}
            problem=${this.#attempt.problem}
            @waits-wanted=${() => this.#readWaits()}
          ></wait-list
        ></waiting-card>
        ${this.#renderHabits()}
      </div>
      <div class="column"><people-card .summary=${body} stamp=${this.#stamp(body.asOf)}></people-card></div>
    </div>`;
  }

  #renderHabits() {
    const { habits } = this.attention.state;
    if (!habits.body) return renderMissing(habits, () => this.attention.refresh());
    const { items, n, currency, answers } = habits.body;
    const whyNot = whyNotNow(this.connection.state);
    const may = mayControl(this.session.state);
    return html`<ui-chart flush heading="Costliest habits" stamp=${this.#stamp(habits.body.asOf)}>
      <span slot="aside">${n > items.length ? `${items.length} of ${n}` : nothing}</span>
      ${whyNot && may && items.some(({ rule }) => rule) ? html`<p class="small" role="status">${whyNot}</p>` : nothing}
      ${
        items.length === 0
          ? html`<p class="small">Nothing was approved or denied three times or more (${timesWords(answers, "answer")}).</p>`
          : items.map((habit) => html`<habit-card .habit=${habit} currency=${currency} ?mayAct=${may} whyNot=${whyNot}></habit-card>`)
      }
    </ui-chart>`;
  }

  #renderNone() {
    const narrowed = this.#eye.look.agent !== undefined || this.#eye.look.project !== undefined;
    return html`<ui-card
      ><ui-empty tone="quiet" icon="clock" heading="Nobody was asked anything in this time">
        <p>
          When an agent asks, it waits here from the first second: how long, at which hours, and what the answers took of people’s time.
        </p>
        ${
          narrowed
            ? html`<ui-button @click=${() => this.#turn({ agent: undefined, project: undefined })}>No filters</ui-button>`
            : this.#eye.look.range === "90d"
              ? html`<ui-button href="/connect">Connect an agent</ui-button>`
              : html`<ui-button @click=${() => this.#turn({ range: "90d" })}>Look at the last 90 days</ui-button>`
        }
      </ui-empty></ui-card
    >`;
  }

  async #readWaits(): Promise<void> {
    await this.#attempt.run(async () => {
      const { waits } = this;
      const { look } = this.#eye;
      const page = await this.attention.waits(look, waits?.cursor);
      if (look !== this.#eye.look) return;
      this.waits = { items: [...(waits?.items ?? []), ...page.items], ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
    });
  }

  #turn(change: Partial<AttentionLook>): void {
    this.waits = undefined;
    this.#eye.turn(change);
  }

  #stamp(asOf: string): string {
    return `Last ${daysOf(this.#eye.look)} days · as of ${formatMoment(asOf)} · Beckon`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "attention-page": AttentionPage;
  }
}
