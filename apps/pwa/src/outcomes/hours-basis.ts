import { consume } from "@lit/context";
import type { HoldOuts, OutcomeBaseline } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SessionStore } from "../access/session.store.ts";
import { mayControl } from "../controls/may-control.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { Attempt } from "../platform/attempt.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { connectionContext, sessionContext } from "../platform/contexts.ts";
import { StoreController } from "../platform/store-controller.ts";
import { pageStyles } from "../shell/page.styles.ts";
import { renderMissing, renderViewAge } from "../teamwork/teamwork-parts.ts";
import { counted, hours, percent, span } from "../value/value-words.ts";
import type { HoursSaidEvent } from "./outcome-events.ts";
import { outcomesContext } from "./outcomes.context.ts";
import type { OutcomesStore } from "./outcomes.store.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-row";
import "@beckon/ui/ui-select";
import "./hours-sheet.ts";

type HoldOut = HoldOuts["items"][number];
const shares = [0, 20_000, 50_000, 100_000, 200_000, 500_000];
/** From so many on the measured hours count in place of what was said. */
const enough = 5;

/** What the hours of outcomes rest on: what people said of each type of task, and the tasks that were left to people to measure it. */
@customElement("hours-basis")
export class HoursBasis extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      ui-row ui-button {
        margin-inline-end: calc(-1 * var(--space-2));
      }
    `,
  ];

  @consume({ context: outcomesContext }) private outcomes!: OutcomesStore;
  @consume({ context: sessionContext }) private session!: SessionStore;
  @consume({ context: connectionContext }) private connection!: ConnectionStore;
  @state() private sheet: { baseline?: OutcomeBaseline; holdOut?: HoldOut; done?: boolean } | undefined;
  readonly #attempt = new Attempt(this);

  constructor() {
    super();
    for (const store of [() => this.outcomes, () => this.session, () => this.connection]) new StoreController<object>(this, store);
    this.addEventListener("hours-said", (event: HoursSaidEvent) => void this.#say(event));
    this.addEventListener("dialog-closed", (event) => {
      // The page around has sheets of its own.
      event.stopPropagation();
      this.sheet = undefined;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.outcomes.showBaselines();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.outcomes.leave();
  }

  override render() {
    const { baselines, holdOuts } = this.outcomes.state;
    const may = mayControl(this.session.state);
    const off = this.connection.state.state === "offline";
    return html`<section>
        <h2>What work takes people</h2>
        <p class="small">
          Hours of a person without agents, by type of task. Said before the work began they are grade B, afterwards C; from ${enough}
          measured hold-outs on, their hours count, grade A.
        </p>
        ${off && may ? html`<p class="small" role="status">No connection. It is changed only with one.</p>` : nothing}
        ${renderViewAge(baselines)}
        ${baselines.body ? this.#renderBaselines(baselines.body.items, { may, off }) : renderMissing(baselines, () => this.outcomes.refresh())}
      </section>
      <section>
        <h2>Hold-outs</h2>
        ${holdOuts.body ? this.#renderHoldOuts(holdOuts.body, { may, off }) : renderMissing(holdOuts, () => this.outcomes.refresh())}
      </section>
      ${this.#attempt.problem && !this.sheet ? html`<p class="error" role="alert">${this.#attempt.problem}</p>` : nothing}
      ${
        this.sheet
          ? html`<hours-sheet
              .baseline=${this.sheet.baseline}
              .holdOut=${this.sheet.holdOut}
              ?busy=${this.#attempt.busy}
              ?done=${this.sheet.done ?? false}
              problem=${this.#attempt.problem}
            ></hours-sheet>`
          : nothing
      }`;
  }

  #renderBaselines(items: readonly OutcomeBaseline[], { may, off }: { may: boolean; off: boolean }) {
    return html`<ui-card flush
        >${items.map(
          (baseline) =>
            html`<ui-row
              >${baseline.taskType}<span slot="detail">${baselineWords(baseline)}</span>${
                may
                  ? html`<ui-button
                      slot="end"
                      square
                      variant="quiet"
                      icon="edit"
                      label=${`Say what ${baseline.taskType} takes people`}
                      ?disabled=${off}
                      @click=${() => (this.sheet = { baseline })}
                    ></ui-button>`
                  : nothing
              }</ui-row
            >`,
        )}</ui-card
      >${may ? html`<ui-button icon="plus" ?disabled=${off} @click=${() => (this.sheet = {})}>Another type…</ui-button>` : nothing}`;
  }

  #renderHoldOuts({ settings, items }: HoldOuts, { may, off }: { may: boolean; off: boolean }) {
    const choices = [...new Set([...shares, settings.share])]
      .toSorted((a, b) => a - b)
      .map((share) => ({ value: String(share), label: share === 0 ? "None" : percent(share) }));
    return html`<p class="small">
        Of new tasks of the team this share is drawn by lot and left to people: no agent is given them. What they took is the best measure
        there is.
      </p>
      ${
        may && !off
          ? html`<ui-card
              ><ui-select
                label="Share of new tasks"
                .choices=${choices}
                value=${String(settings.share)}
                @choice-made=${({ value }: ChoiceMadeEvent) => void this.#share(Number(value))}
              ></ui-select
            ></ui-card>`
          : html`<p>${settings.share === 0 ? "None is drawn." : `${percent(settings.share)} of new tasks.`}</p>`
      }
      ${
        items.length === 0
          ? html`<p class="small">No task was left to people yet.</p>`
          : html`<ui-card flush>${items.map((holdOut) => this.#renderHoldOut(holdOut, { may, off }))}</ui-card>`
      }`;
  }

  #renderHoldOut(holdOut: HoldOut, { may, off }: { may: boolean; off: boolean }) {
    const { title, taskType, markedAt, milliHours, measuredBy } = holdOut;
    const by = measuredBy ? ` by ${shownWords(short(measuredBy, 60))}` : "";
    return html`<ui-row
      >${shownText(short(title, 140))}<span slot="detail"
        >${taskType} · since ${formatMoment(markedAt)} ·
        ${milliHours === undefined ? "not measured yet" : `${hours(milliHours)}, measured${by}`}</span
      >${
        may
          ? html`<ui-button slot="end" variant="quiet" ?disabled=${off} @click=${() => (this.sheet = { holdOut })}
              >${milliHours === undefined ? "Hours…" : "Correct…"}</ui-button
            >`
          : nothing
      }</ui-row
    >`;
  }

  async #share(share: number): Promise<void> {
    if (await this.#attempt.run(() => this.outcomes.setHoldOutShare(share)))
      this.#tell(share === 0 ? "No task is drawn any more." : `${percent(share)} of new tasks.`);
  }

  async #say({ said }: HoursSaidEvent): Promise<void> {
    const done = await this.#attempt.run(() =>
      "baseline" in said
        ? this.outcomes.setBaseline(said.taskType, said.baseline)
        : this.outcomes.measureHoldOut(said.taskId, said.milliHours),
    );
    if (!done || !this.sheet) return;
    this.sheet = { ...this.sheet, done: true };
    this.#tell("Saved.");
  }

  #tell(text: string): void {
    this.dispatchEvent(new ToastEvent({ text, icon: "check" }));
  }
}

/** "4.0–14 h, likely 8.0 h, said 3 Nov by Ada · measured on 6 hold-outs: 5.1–9.0 h". */
const baselineWords = ({ hours: said, setAt, setBy, history, words }: OutcomeBaseline): string => {
  const when = setAt ? `, said ${formatMoment(setAt)}${setBy?.name ? ` by ${shownWords(short(setBy.name, 60))}` : ""}` : "";
  const parts = [
    said ? `${span(said, hours)}, likely ${hours(said.p50)}${when}` : "nothing said",
    history.n > 0 && `${counted(history.n, "hold-out")} measured${history.hours ? `: ${span(history.hours, hours)}, grade A` : ""}`,
    words.length > 0 && `also ${words.map((word) => `“${shownWords(short(word, 60))}”`).join(", ")}`,
  ];
  return parts.filter(Boolean).join(" · ");
};

declare global {
  interface HTMLElementTagNameMap {
    "hours-basis": HoursBasis;
  }
}
