import type { Host } from "@beckon/contracts/hosts";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { words } from "../platform/words.ts";
import type { NewTeam, Preview, Wish } from "./teams.api.ts";
import { microsOf, type Offer, offersOf } from "./team-words.ts";
import { renderPreview } from "./team-preview.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-switch";

const longest = 120;
const mostMembers = 50;
/** So many roles get one member each to begin with. */
const firstRoles = 2;

/** This team is to be started. */
export class TeamConfirmed extends Event {
  readonly team: NewTeam;
  constructor(team: NewTeam) {
    super("team-confirmed", { bubbles: true, composed: true });
    this.team = team;
  }
}

/**
 * What a team is to be: so many of each role, and where they would run.
 * @fires team-confirmed Yes, start it.
 * @fires dialog-closed It was closed.
 */
@customElement("start-team-sheet")
export class StartTeamSheet extends LitElement {
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      .roles {
        display: grid;
        gap: var(--space-2);
      }
      .role {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto 40px auto;
        gap: var(--space-2);
        align-items: center;
      }
      .role b {
        display: block;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      output {
        font: 650 var(--text-m) / 1.2 var(--font);
        font-variant-numeric: tabular-nums;
        text-align: center;
      }
      small,
      .where {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .where {
        display: grid;
        gap: var(--space-1);
        min-block-size: 44px;
      }
      h3 {
        font: 600 0.8125rem / 1.4 var(--font);
        color: var(--ink-soft);
      }
      .short {
        color: var(--bad);
        font-weight: 550;
      }
    `,
  ];

  @property({ attribute: false }) hosts: readonly Host[] = [];
  @property() name = "";
  @property({ attribute: false }) preview!: (members: Wish[]) => Promise<Preview>;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private counts = new Map<string, number>();
  @state() private task = "";
  @state() private budget = "";
  @state() private keep = false;
  @state() private would: Preview | undefined;
  @state() private away = "";
  #asked = "";

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    const free = offersOf(this.hosts).filter((offer) => offer.free > 0);
    this.counts = new Map(free.slice(0, firstRoles).map((offer) => [keyOf(offer), 1]));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("counts" as keyof StartTeamSheet)) void this.#look();
  }

  override render() {
    const offers = offersOf(this.hosts);
    const count = this.#count();
    const micros = microsOf(this.budget);
    return html`<ui-dialog heading="Start a team" ?open=${!this.done}>
      <div class="stack">
        <div class="roles">${offers.map((offer) => this.#renderRole(offer, count))}</div>
        <div class="where" aria-live="polite">
          ${this.away ? html`<p class="problem">${this.away}</p>` : count === 0 ? html`<p>Nobody is chosen yet.</p>` : renderPreview(this.would, this.#wishes())}
        </div>
        <ui-field
          label="Task (the first member gets it)"
          maxlength="300"
          .value=${this.task}
          @field-changed=${(event: FieldChangedEvent) => (this.task = event.value)}
        ></ui-field>
        <ui-field
          label="Budget in dollars (API equivalent)"
          hint="At 80 % it is noted; when it is spent, you are asked."
          maxlength="12"
          error=${micros === null ? "An amount such as 5 or 5.50" : ""}
          .value=${this.budget}
          @field-changed=${(event: FieldChangedEvent) => (this.budget = event.value)}
        ></ui-field>
        <ui-field
          label="Name"
          maxlength="80"
          .value=${this.name}
          @field-changed=${(event: FieldChangedEvent) => (this.name = event.value)}
        ></ui-field>
        <ui-switch
          ?on=${this.keep}
          label="Keep at strength"
          hint="Who ends by itself is started again, 5 times an hour at most."
          @switch-turned=${({ on }: SwitchTurnedEvent) => (this.keep = on)}
        ></ui-switch>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
        <ui-button
          wide
          variant="primary"
          ?busy=${this.busy}
          ?disabled=${count === 0 || micros === null || this.name.trim() === "" || this.would?.places.length === 0}
          @click=${() => this.#confirm(micros ?? undefined)}
          >Start ${count === 0 ? "" : count}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #renderRole(offer: Offer, all: number) {
    const key = keyOf(offer);
    const count = this.counts.get(key) ?? 0;
    const name = shownWords(short(offer.name, longest));
    const set = (to: number) => (this.counts = new Map([...this.counts, [key, to]]));
    return html`<div class="role" role="group" aria-label=${name}>
      <span><b>${shownText(short(offer.name, longest))}</b><small>${offer.free} of ${offer.most} free</small></span>
      <ui-button square label=${`One ${name} less`} ?disabled=${count <= 0} @click=${() => set(count - 1)}>−</ui-button>
      <output>${count}</output>
      <ui-button
        square
        icon="plus"
        label=${`One ${name} more`}
        ?disabled=${count >= offer.free || all >= mostMembers}
        @click=${() => set(count + 1)}
      ></ui-button>
    </div>`;
  }

  #wishes(): Wish[] {
    return offersOf(this.hosts).flatMap((offer) => {
      const count = this.counts.get(keyOf(offer)) ?? 0;
      return count === 0 ? [] : [offer.by === "role" ? { role: offer.name, count } : { profile: offer.name, count }];
    });
  }

  #count(): number {
    return this.#wishes().reduce((sum, { count }) => sum + count, 0);
  }

  /** The server says where; the last that was asked for counts. */
  async #look(): Promise<void> {
    const wishes = this.#wishes();
    const asked = JSON.stringify(wishes);
    if (asked === this.#asked || wishes.length === 0) return;
    this.#asked = asked;
    try {
      const would = await this.preview(wishes);
      if (this.#asked !== asked) return;
      this.would = would;
      this.away = "";
    } catch (error) {
      if (this.#asked === asked) this.away = words(error);
    }
  }

  #confirm(budgetMicros: number | undefined): void {
    const task = this.task.trim();
    this.dispatchEvent(
      new TeamConfirmed({
        name: this.name.trim(),
        members: this.#wishes(),
        ...(task === "" ? {} : { task: { title: task } }),
        ...(budgetMicros === undefined ? {} : { budgetMicros }),
        keep: this.keep,
      }),
    );
  }
}

const keyOf = ({ by, name }: Offer): string => `${by} ${name}`;

declare global {
  interface HTMLElementTagNameMap {
    "start-team-sheet": StartTeamSheet;
  }
  interface HTMLElementEventMap {
    "team-confirmed": TeamConfirmed;
  }
}
