import type { Budget, SpendAlarm } from "@beckon/contracts/budgets";
import type { Agent } from "@beckon/contracts/agents";
import { cachedView, type View } from "../platform/cached-view.ts";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import type { BudgetChange, BudgetsApi, HoursQuery, NewBudget, SpendHours } from "./budgets.api.ts";

/** What a budget may be of, by name: as far as this device knows. */
export type Scopes = { agents: Named[]; teams: Named[]; tasks: Named[]; projects: string[] };
export type Named = { id: string; name: string };

export type BudgetsState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** Who needs somebody first, then in the order of their making. */
  budgets: Budget[];
  /** Newest first. */
  alarms: SpendAlarm[];
  /** When the replica was last the server's word. */
  asOf?: string;
  hours: View<SpendHours>;
};
type Deps = { replica: Replica; api: BudgetsApi };

const urgency = { asking: 0, stop_failed: 1, stopping: 2, continued: 3, warned: 4, stopped: 5, within: 6 } as const;

/** Budgets, as the replica holds them; read when a page first asks, and followed from then on. */
export class BudgetsStore extends Store<BudgetsState> {
  readonly #deps: Deps;
  readonly #reads: ReplicaReads;
  #asked: { key: string; abort: AbortController } | undefined;
  readonly #lost = new LostAnswers();

  constructor(deps: Deps) {
    super({ ready: false, budgets: [], alarms: [], hours: { loading: true } });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["budgets", "spendAlarms", "asOf"], (db) => this.#read(db));
  }

  async load(): Promise<void> {
    await this.#reads.load();
  }

  /** Spend by hour: what is kept at once, then what the server says now. */
  showHours(query: HoursQuery): void {
    const { replica, api } = this.#deps;
    const key = `/api/budgets/hours?${new URLSearchParams(query as Record<string, string>).toString()}`;
    const isOther = this.#asked?.key !== key;
    this.#asked?.abort.abort();
    const abort = new AbortController();
    this.#asked = { key, abort };
    if (isOther) this.set({ hours: { loading: true } });
    void cachedView(
      { replica, key, signal: abort.signal },
      () => api.hours(query),
      (hours) => this.set({ hours }),
    );
  }

  /** Sets a budget now, never later; throws `ApiProblem`. Asked again after a lost answer it is the same one. */
  async add(wish: NewBudget): Promise<void> {
    await this.#put(this.#lost.send(wish, (key) => this.#deps.api.set(wish, key)));
  }

  /** Throws `ApiProblem`. */
  async change(id: string, change: BudgetChange): Promise<void> {
    await this.#put(this.#deps.api.change(id, change));
  }

  /** Throws `ApiProblem`. */
  async remove(id: string): Promise<void> {
    const { replica, api } = this.#deps;
    await api.remove(id);
    await (await replica.db()).delete("budgets", id);
    replica.changed({ budgets: [id] });
  }

  /** What can have a budget, from what this device holds. */
  async scopes(): Promise<Scopes> {
    const db = await this.#deps.replica.db();
    const real = (await db.getAll("agents")).filter((agent: Agent) => agent.demo !== true);
    const sessions = await db.getAll("sessions");
    const ids = new Set(real.map(({ id }) => id));
    const projects = sessions.filter(({ agentId }) => ids.has(agentId)).flatMap(({ project }) => project ?? []);
    const tasks = (await db.getAll("tasks")).filter(({ demo, endedAt, scope }) => !demo && !endedAt && scope === "team");
    const teams = (await db.getAll("teams")).filter(({ state }) => state === "active" || state === "off");
    return {
      agents: real.map(({ id, name }) => ({ id, name })),
      teams: teams.map(({ id, name }) => ({ id, name })),
      tasks: tasks.map(({ id, title }) => ({ id, name: title })),
      projects: [...new Set(projects)].toSorted(),
    };
  }

  async #put(asked: Promise<Budget>): Promise<void> {
    const { replica } = this.#deps;
    const { id } = await keepAnswer(replica, asked, { into: ["budgets"], put: (tx, budget) => tx.objectStore("budgets").put(budget) });
    replica.changed({ budgets: [id] });
  }

  async #read(db: ReplicaDb): Promise<void> {
    const [budgets, alarms, asOf] = await Promise.all([db.getAll("budgets"), db.getAll("spendAlarms"), db.get("meta", "asOf")]);
    budgets.sort((a, b) => urgency[a.current.standing] - urgency[b.current.standing] || (a.createdAt < b.createdAt ? -1 : 1));
    alarms.sort((a, b) => (a.at < b.at ? 1 : -1));
    this.set({ ready: true, budgets, alarms, ...(typeof asOf === "string" ? { asOf } : {}) });
  }
}
