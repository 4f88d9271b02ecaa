import type { HealingMode, HealingPlan, HealingRule, HealingRun } from "@beckon/contracts/healing";
import { ApiProblem } from "../platform/api-client.ts";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { HealingApi, RuleWish } from "./healing.api.ts";

export type HealingState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** Newest first. */
  runs: HealingRun[];
  /** The rule that stands, or stood last. */
  rule?: HealingRule | undefined;
  mode: HealingMode;
  /** The dry run of this mode, as the server saw it last. */
  plan?: HealingPlan | undefined;
  looking: boolean;
  /** Why there is no newer one. */
  problem?: string | undefined;
};
type Deps = { replica: Replica; api: HealingApi };

/** Runs and the rule as the replica holds them; the dry run is asked for when somebody looks. */
export class HealingStore extends Store<HealingState> {
  readonly #deps: Deps;
  readonly #reads: ReplicaReads;
  #asking: AbortController | undefined;
  readonly #lost = new LostAnswers();

  constructor(deps: Deps) {
    super({ ready: false, runs: [], mode: "smart", looking: false });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["healingRuns", "healingRules"], (db) => this.#read(db));
  }

  /** Reads the replica; a second call costs nothing. */
  async load(): Promise<void> {
    await this.#reads.load();
  }

  /** The dry run of a mode, as of now. What stood there of another mode goes at once. */
  async look(mode: HealingMode = this.state.mode): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.set({ mode, looking: true, problem: undefined, ...(mode === this.state.mode ? {} : { plan: undefined }) });
    try {
      const plan = await this.#deps.api.preview({ mode }, asking.signal);
      if (!asking.signal.aborted) this.set({ plan, looking: false });
    } catch (error) {
      if (!asking.signal.aborted) this.set({ looking: false, problem: words(error) });
    }
  }

  /** Carries out the plan that is shown. Throws `ApiProblem`; where the plan is another by now, that one is shown. */
  async run(): Promise<void> {
    const { plan } = this.state;
    if (!plan) return;
    const { mode, hash } = plan;
    try {
      await this.#keep(this.#lost.send(hash, (key) => this.#deps.api.run({ mode, planHash: hash }, key)));
      void this.look();
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 409) void this.look();
      throw error;
    }
  }

  /** It runs by itself from now on. Throws `ApiProblem`. */
  async switchOn(wish: RuleWish): Promise<void> {
    await this.#keepRule(this.#deps.api.switchOn(wish));
  }

  /** Throws `ApiProblem`. */
  async switchOff(): Promise<void> {
    await this.#keepRule(this.#deps.api.switchOff());
  }

  async #keep(asked: Promise<HealingRun>): Promise<void> {
    const { replica } = this.#deps;
    const put = async (tx: PutTx, run: HealingRun) => {
      const runs = tx.objectStore("healingRuns");
      // The feed may have been faster, and know more.
      if (!(await runs.get(run.id))) await runs.put(run);
    };
    const { id } = await keepAnswer(replica, asked, { into: ["healingRuns"], put });
    replica.changed({ healingRuns: [id] });
  }

  async #keepRule(asked: Promise<HealingRule>): Promise<void> {
    const { replica } = this.#deps;
    const { id } = await keepAnswer(replica, asked, {
      into: ["healingRules"],
      put: (tx, rule) => tx.objectStore("healingRules").put(rule),
    });
    replica.changed({ healingRules: [id] });
  }

  async #read(db: ReplicaDb): Promise<void> {
    const tx = db.transaction(["healingRuns", "healingRules"], "readonly");
    const [runs, rules] = await Promise.all([tx.objectStore("healingRuns").getAll(), tx.objectStore("healingRules").getAll()]);
    runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    rules.sort((a, b) => (a.at < b.at ? 1 : -1));
    this.set({ ready: true, runs, rule: rules[0] });
  }
}
