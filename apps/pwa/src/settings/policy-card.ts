import { passing } from "@beckon/contracts/notification-defaults";
import type { NotificationPolicies, NotificationPolicy, NoticeTiming } from "@beckon/contracts/notification-policy";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { policyCardStyles } from "./policy-card.styles.ts";
import { kindWords, policySentences } from "./policy-words.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-switch";

const scopes = [
  { value: "person", label: "All my devices" },
  { value: "device", label: "This one differs" },
];
const timings = [
  { value: "now", label: "Now" },
  { value: "digest", label: "Digest" },
  { value: "off", label: "Off" },
];
const isTime = (value: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

/** Something of the policy is to be another. */
export class PolicyChanged extends Event {
  readonly change: Partial<NotificationPolicy>;
  constructor(change: Partial<NotificationPolicy>) {
    super("policy-changed", { bubbles: true, composed: true });
    this.change = change;
  }
}
/** The device is to have a policy of its own, or the person's again. */
export class PolicyScoped extends Event {
  readonly differs: boolean;
  constructor(differs: boolean) {
    super("policy-scoped", { bubbles: true, composed: true });
    this.differs = differs;
  }
}

/**
 * When this device rings for what.
 * @fires policy-changed
 * @fires policy-scoped
 */
@customElement("policy-card")
export class PolicyCard extends LitElement {
  static override styles = [baseStyles, pageStyles, policyCardStyles];

  @property({ attribute: false }) policies!: NotificationPolicies;
  /** Why nothing can be changed now; empty where it can. */
  @property() why = "";

  override render() {
    const { effective: policy, device, held } = this.policies;
    return html`<h2>When it rings</h2>
      <ui-card
        ><div class="stack">
          <p class="tonight">${policySentences(policy).map((sentence) => html`<span>${sentence} </span>`)}</p>
          ${
            held
              ? html`<p class="small held">
                  <ui-icon name="clock"></ui-icon>${held.count === 1 ? "1 waits" : `${held.count} wait`} now, until
                  ${formatMoment(held.until)}
                </p>`
              : nothing
          }
          ${this.why ? html`<p class="small">${this.why}</p>` : nothing}
          <fieldset ?disabled=${this.why !== ""} ?inert=${this.why !== ""}>
            <ui-segmented
              label="For which devices"
              .segments=${scopes}
              value=${device ? "device" : "person"}
              @segment-chosen=${({ value }: SegmentChosenEvent) => this.dispatchEvent(new PolicyScoped(value === "device"))}
            ></ui-segmented>
            ${this.#renderQuiet(policy)}
            <details>
              <summary>What rings, and what is gathered<ui-icon name="down"></ui-icon></summary>
              <div class="kinds">${kindWords.map(({ kind, label, hint }) => this.#renderKind(policy, { kind, label, hint }))}</div>
              ${this.#renderDigest(policy)}
            </details>
          </fieldset>
        </div></ui-card
      >`;
  }

  #renderQuiet({ quiet, timeZone }: NotificationPolicy) {
    const set = (change: { from?: string; to?: string }) => {
      const wanted = { from: "22:00", to: "07:00", ...quiet, ...change };
      if (isTime(wanted.from) && isTime(wanted.to) && wanted.from !== wanted.to) this.#change({ quiet: wanted });
    };
    return html`<ui-switch
        label="Quiet hours"
        hint=${quiet ? `By the clock of ${timeZone.replaceAll("_", " ")}. What is critical rings all the same.` : "At night only what is critical rings."}
        ?on=${quiet !== null}
        ?disabled=${this.why !== ""}
        @switch-turned=${({ on }: SwitchTurnedEvent) => this.#change({ quiet: on ? { from: "22:00", to: "07:00" } : null })}
      ></ui-switch>
      ${
        quiet
          ? html`<div class="two">
              <ui-field
                type="time"
                label="From"
                .value=${quiet.from}
                @field-changed=${({ value }: FieldChangedEvent) => set({ from: value })}
              ></ui-field>
              <ui-field
                type="time"
                label="Until"
                .value=${quiet.to}
                @field-changed=${({ value }: FieldChangedEvent) => set({ to: value })}
              ></ui-field>
            </div>`
          : nothing
      }`;
  }

  #renderKind({ kinds }: NotificationPolicy, { kind, label, hint }: (typeof kindWords)[number]) {
    return html`<div class="kind">
      <span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
      <ui-segmented
        label=${label}
        .segments=${passing.includes(kind) ? timings.filter(({ value }) => value !== "digest") : timings}
        value=${kinds[kind]}
        @segment-chosen=${({ value }: SegmentChosenEvent) => this.#change({ kinds: { ...kinds, [kind]: value as NoticeTiming } })}
      ></ui-segmented>
    </div>`;
  }

  #renderDigest({ kinds, digestAt }: NotificationPolicy) {
    if (!Object.values(kinds).includes("digest")) return nothing;
    const [first = "08:00", second = ""] = digestAt;
    const set = (times: string[]) => {
      const chosen = [...new Set(times.filter(isTime))];
      if (chosen.length > 0) this.#change({ digestAt: chosen });
    };
    return html`<div class="two">
      <ui-field
        type="time"
        label="Digest at"
        .value=${first}
        @field-changed=${({ value }: FieldChangedEvent) => isTime(value) && set([value, second])}
      ></ui-field>
      <ui-field
        type="time"
        label="And at, if twice a day"
        .value=${second}
        @field-changed=${({ value }: FieldChangedEvent) => set([first, value])}
      ></ui-field>
    </div>`;
  }

  #change(change: Partial<NotificationPolicy>): void {
    this.dispatchEvent(new PolicyChanged(change));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "policy-card": PolicyCard;
  }
  interface HTMLElementEventMap {
    "policy-changed": PolicyChanged;
    "policy-scoped": PolicyScoped;
  }
}
