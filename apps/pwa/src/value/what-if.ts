import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueResult } from "@beckon/metrics/value/types";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ScenarioFigures } from "./value-model.ts";
import type { ValueStore } from "./value.store.ts";

/** A person who types is not computed for at every letter. */
const pauseMs = 200;

/** The figures as they stand and as they would be, and three scenarios of the latter; computed while a person writes. */
export class WhatIf implements ReactiveController {
  before: ValueResult | undefined;
  after: ValueResult | undefined;
  scenarios: readonly ScenarioFigures[] = [];
  problem = "";
  readonly #host: ReactiveControllerHost;
  readonly #store: () => Pick<ValueStore, "compute" | "scenarios">;
  #inputs: ValueInputs | undefined;
  #terms = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(host: ReactiveControllerHost, store: () => Pick<ValueStore, "compute" | "scenarios">) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  /** Called at every render; asks only where something differs. Terms that are wrong just now leave the last result. */
  look(inputs: ValueInputs | undefined, terms: ValueTerms | null): void {
    const said = JSON.stringify(terms);
    if (!inputs || terms === null || (inputs === this.#inputs && said === this.#terms)) return;
    const isFirst = inputs !== this.#inputs;
    this.#inputs = inputs;
    this.#terms = said;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#compute(inputs, terms, isFirst), this.after ? pauseMs : 0);
  }

  async #compute(inputs: ValueInputs, terms: ValueTerms, isFirst: boolean): Promise<void> {
    const turn = (this.#turn += 1);
    const store = this.#store();
    try {
      if (isFirst || !this.before) this.before = await store.compute(inputs);
      const after = await store.compute(inputs, terms);
      const scenarios = terms.rate && terms.realisation ? await store.scenarios(inputs, terms) : [];
      if (turn !== this.#turn) return;
      Object.assign(this, { after, scenarios, problem: "" });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.#host.requestUpdate();
  }
}
