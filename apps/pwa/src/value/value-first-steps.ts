import type { ValueSummary } from "@beckon/contracts/value";
import { baseStyles } from "@beckon/ui/base.styles";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { toneStyles } from "../fleet/tone.styles.ts";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-row";

type Step = { done: boolean; name: string; detail: string; href: string };

/** What is still to be done before it can be said what the fleet is worth, the next thing first; gone when all is done. */
@customElement("value-first-steps")
export class ValueFirstSteps extends LitElement {
  static override styles = [baseStyles, toneStyles];

  @property({ attribute: false }) summary!: ValueSummary;

  /** All done: it takes no room either. */
  protected override willUpdate(): void {
    this.hidden = stepsOf(this.summary).every(({ done }) => done);
  }

  override render() {
    const steps = stepsOf(this.summary);
    if (this.hidden) return nothing;
    return html`<ui-card flush
      >${steps.map(
        ({ done, name, detail, href }) =>
          html`<ui-row href=${href}
            ><ui-icon slot="start" class=${done ? "good" : "beacon"} name=${done ? "check" : "ring"}></ui-icon>${name}<span slot="detail"
              >${done ? "Done" : detail}</span
            ></ui-row
          >`,
      )}</ui-card
    >`;
  }
}

/** The three things that value is made of: what it cost, what came of it, what an hour is worth. */
export function stepsOf({ cost, counts, assumptions, why }: Pick<ValueSummary, "cost" | "counts" | "assumptions" | "why">): Step[] {
  const lacks = Object.values(why);
  return [
    {
      done: cost.billed !== null || cost.listPrice !== null,
      name: "Connect your agents",
      detail: "What they cost comes by itself",
      href: "/connect",
    },
    {
      done: counts.outcomes + counts.withoutHours > 0,
      name: "Say what was accepted",
      detail: "Connect GitHub for merged pull requests, accept tasks, or write one down",
      href: "/value/outcomes",
    },
    {
      done: assumptions !== null && !lacks.includes("no_rate") && !lacks.includes("no_realisation"),
      name: "Set your hourly rate",
      detail: "And how much of the freed time is really used",
      href: "/value/assumptions",
    },
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "value-first-steps": ValueFirstSteps;
  }
}
