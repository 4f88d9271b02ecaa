import type { Outcome, OutcomeCosts, OutcomeInput, OutcomePage, OutcomePatch } from "@beckon/contracts/outcomes";
import type { View } from "../platform/cached-view.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { uuid7 } from "../platform/uuid7.ts";
import { Followed } from "../platform/followed.ts";
import { outcomesKey, type OutcomesLook, queryOf } from "./outcomes-look.ts";
import type { OutcomesApi } from "./outcomes.api.ts";

export type OutcomesState = {
  page: View<OutcomePage>;
  costs: View<OutcomeCosts>;
  /** Of one task, on its own page. */
  ofTask: View<OutcomePage>;
};
type Deps = { replica: Replica; api: OutcomesApi; now?: () => number; pauseMs?: number };

/** Outcomes as the server last told them, followed while a page shows them. */
export class OutcomesStore extends Store<OutcomesState> {
  readonly #deps: Deps;
  readonly #page: Followed<OutcomePage>;
  readonly #costs: Followed<OutcomeCosts>;
  readonly #ofTask: Followed<OutcomePage>;
  #shown = new Set<Followed<never>>();

  constructor(deps: Deps) {
    super({ page: { loading: true }, costs: { loading: true }, ofTask: { loading: true } });
    this.#deps = deps;
    const how = { replica: deps.replica, pauseMs: deps.pauseMs ?? 2_000 };
    this.#page = new Followed<OutcomePage>(how, (page) => this.set({ page }));
    this.#costs = new Followed<OutcomeCosts>(how, (costs) => this.set({ costs }));
    this.#ofTask = new Followed<OutcomePage>(how, (ofTask) => this.set({ ofTask }));
    deps.replica.subscribe((change) => this.#note(change));
  }

  show(look: OutcomesLook): void {
    const { api } = this.#deps;
    this.#shown = new Set([this.#page, this.#costs] as unknown as Followed<never>[]);
    this.#page.want({ key: outcomesKey(look), ask: (signal) => api.list({ ...queryOf(look, this.#now()), limit: 50 }, { signal }) });
    this.#costs.want({
      key: `outcomes:costs:${look.range}:${look.from ?? ""}:${look.to ?? ""}`,
      ask: (signal) => {
        const { from, to } = queryOf(look, this.#now());
        return api.costs({ from, to }, { signal });
      },
    });
  }

  /** The outcome of one task, whenever it was accepted. */
  showTask(task: string): void {
    const { api } = this.#deps;
    this.#shown = new Set([this.#ofTask] as unknown as Followed<never>[]);
    const to = () => new Date(this.#now() + 60_000).toISOString();
    this.#ofTask.want({
      key: `outcomes:task:${task}`,
      ask: (signal) => api.list({ task, from: new Date(0).toISOString(), to: to(), limit: 1 }, { signal }),
    });
  }

  leave(): void {
    for (const one of this.#shown) one.stop();
    this.#shown = new Set();
  }

  refresh(): void {
    if (!document.hidden) for (const one of this.#shown) one.refresh();
  }

  /** The next page. Throws `ApiProblem`. */
  more(look: OutcomesLook, cursor: string): Promise<OutcomePage> {
    return this.#deps.api.list({ ...queryOf(look, this.#now()), cursor, limit: 50 });
  }

  /** Throws `ApiProblem`. `key`: the same wish again is the same outcome. */
  async accept(input: OutcomeInput, key = uuid7()): Promise<Outcome> {
    return this.#after(await this.#deps.api.accept(input, key));
  }

  /** Throws `ApiProblem`; 409 where somebody else was faster. */
  async correct(id: string, patch: OutcomePatch): Promise<Outcome> {
    return this.#after(await this.#deps.api.correct(id, patch));
  }

  async withdraw(id: string, reason: string): Promise<Outcome> {
    return this.#after(await this.#deps.api.withdraw(id, reason));
  }

  async restore(id: string): Promise<Outcome> {
    return this.#after(await this.#deps.api.restore(id));
  }

  #after(outcome: Outcome): Outcome {
    this.refresh();
    return outcome;
  }

  #note(change: ReplicaChange): void {
    if (change.value || change.reset) this.refresh();
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}
