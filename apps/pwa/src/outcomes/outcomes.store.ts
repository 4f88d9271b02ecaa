import type {
  HoldOuts,
  Outcome,
  OutcomeBaselineInput,
  OutcomeBaselines,
  OutcomeCosts,
  OutcomeInput,
  OutcomePage,
  OutcomePatch,
} from "@beckon/contracts/outcomes";
import type { View } from "../platform/cached-view.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { uuid7 } from "../platform/uuid7.ts";
import { FollowedParts } from "../platform/followed-parts.ts";
import { outcomesKey, type OutcomesLook, queryOf } from "./outcomes-look.ts";
import type { OutcomesApi } from "./outcomes.api.ts";

export type OutcomesState = {
  page: View<OutcomePage>;
  costs: View<OutcomeCosts>;
  /** Of one task, on its own page. */
  ofTask: View<OutcomePage>;
  /** What a type of task takes people, as it was said and as it was measured. */
  baselines: View<OutcomeBaselines>;
  holdOuts: View<HoldOuts>;
};
type Part = keyof OutcomesState;
type Bodies = { [P in Part]: NonNullable<OutcomesState[P]["body"]> };
const parts: readonly Part[] = ["page", "costs", "ofTask", "baselines", "holdOuts"];
type Deps = {
  replica: Replica;
  api: OutcomesApi;
  now?: () => number;
  pauseMs?: number;
  /** Time alone moves a window. */ everyMs?: number;
};
const loading = { loading: true };

/** Outcomes as the server last told them, followed while a page shows them. */
export class OutcomesStore extends Store<OutcomesState> {
  readonly #deps: Deps;
  readonly #parts: FollowedParts<Bodies>;

  constructor(deps: Deps) {
    super({ page: loading, costs: loading, ofTask: loading, baselines: loading, holdOuts: loading });
    this.#deps = deps;
    const { replica, pauseMs = 2_000, everyMs = 60_000 } = deps;
    this.#parts = new FollowedParts<Bodies>({ replica, pauseMs, everyMs }, parts, (part, view) => this.set({ [part]: view }));
    deps.replica.subscribe((change) => this.#note(change));
  }

  show(look: OutcomesLook): void {
    const { api } = this.#deps;
    this.#parts.show(["page", "costs"]);
    this.#parts.want("page", {
      key: outcomesKey(look),
      ask: (signal) => api.list({ ...queryOf(look, this.#now()), limit: 50 }, { signal }),
    });
    this.#parts.want("costs", {
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
    const to = () => new Date(this.#now() + 60_000).toISOString();
    this.#parts.show(["ofTask"]);
    this.#parts.want("ofTask", {
      key: `outcomes:task:${task}`,
      ask: (signal) => api.list({ task, from: new Date(0).toISOString(), to: to(), limit: 1 }, { signal }),
    });
  }

  /** What hours are judged by: the baselines, and the tasks that no agent is given. */
  showBaselines(): void {
    const { api } = this.#deps;
    this.#parts.show(["baselines", "holdOuts"]);
    this.#parts.want("baselines", { key: "outcomes:baselines", ask: (signal) => api.baselines({ signal }) });
    this.#parts.want("holdOuts", { key: "outcomes:hold-outs", ask: (signal) => api.holdOuts({ signal }) });
  }

  leave(): void {
    this.#parts.leave();
  }

  refresh(): void {
    this.#parts.refresh();
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

  /** Throws `ApiProblem`. `hours` null: nothing is said of this type any more. */
  async setBaseline(taskType: string, input: OutcomeBaselineInput): Promise<void> {
    await this.#deps.api.setBaseline(taskType, input);
    this.refresh();
  }

  /** Throws `ApiProblem`. `share` in millionths of the new tasks of the team. */
  async setHoldOutShare(share: number): Promise<void> {
    await this.#deps.api.setHoldOutShare(share);
    this.refresh();
  }

  /** Throws `ApiProblem`. */
  async measureHoldOut(taskId: string, milliHours: number): Promise<void> {
    await this.#deps.api.measureHoldOut(taskId, milliHours);
    this.refresh();
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
