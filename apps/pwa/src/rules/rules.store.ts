import type { AttentionHabit } from "@beckon/contracts/attention";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Rule, RuleProposal, RuleReplay } from "@beckon/contracts/rules";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import type { RulesApi, RuleWish } from "./rules.api.ts";

export type RulesState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** Those that are on first, then the newest. */
  rules: Rule[];
  /** Newest first. */
  proposals: RuleProposal[];
  /** Of the agents that rules name. */
  agentNames: ReadonlyMap<string, string>;
};
type Deps = { replica: Replica; api: RulesApi };

/** Rules and proposals, as the replica holds them; read when a page first asks, and followed from then on. */
export class RulesStore extends Store<RulesState> {
  readonly #deps: Deps;
  readonly #lost = new LostAnswers();
  readonly #reads: ReplicaReads;

  constructor(deps: Deps) {
    super({ ready: false, rules: [], proposals: [], agentNames: new Map() });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["rules", "ruleProposals"], (db) => this.#read(db));
  }

  /** Reads the replica; a second call costs nothing. */
  async load(): Promise<void> {
    await this.#reads.load();
  }

  find(id: string): Rule | undefined {
    return this.state.rules.find((rule) => rule.id === id);
  }

  /** Writes a rule, off; asked again after a lost answer it is the same one. Throws `ApiProblem`. */
  async write(wish: RuleWish): Promise<Rule> {
    return this.#put(this.#lost.send({ ...wish, until: undefined }, (key) => this.#deps.api.write(wish, key)));
  }

  /** Throws `ApiProblem`, as all that follow. */
  async edit(id: string, wish: RuleWish): Promise<Rule> {
    return this.#put(this.#deps.api.edit(id, wish));
  }

  replay(wish: RuleWish, days: number): Promise<RuleReplay> {
    return this.#deps.api.replay(wish, days);
  }

  async switchOn(id: string, replay: { replayId: string; against?: number }): Promise<void> {
    await this.#put(this.#deps.api.on(id, replay));
  }

  async switchOff(id: string): Promise<void> {
    await this.#put(this.#deps.api.off(id));
  }

  async remove(id: string): Promise<void> {
    await this.#deps.api.remove(id);
    await (await this.#deps.replica.db()).delete("rules", id);
    this.#deps.replica.changed({ rules: [id] });
    await this.#reads.load();
  }

  async dismiss(id: string): Promise<void> {
    await this.#deps.api.dismiss(id);
    await (await this.#deps.replica.db()).delete("ruleProposals", id);
    this.#deps.replica.changed({ ruleProposals: [id] });
  }

  /** A habit as it is now. Throws `ApiProblem`. */
  habit(id: string): Promise<AttentionHabit> {
    return this.#deps.api.habit(id);
  }

  /** What a rule has answered, newest first. */
  async answers(id: string, cursor?: string): Promise<{ items: { request: DecisionRequest; why: string[] }[]; cursor?: string }> {
    return this.#deps.api.answers(id, cursor);
  }

  async #put(asked: Promise<Rule>): Promise<Rule> {
    const { replica } = this.#deps;
    const put = async (tx: PutTx, got: Rule) => {
      const before = await tx.objectStore("rules").get(got.id);
      // The feed may have been faster.
      if (!before || before.version <= got.version) await tx.objectStore("rules").put(got);
    };
    const rule = await keepAnswer(replica, asked, { into: ["rules"], put });
    replica.changed({ rules: [rule.id] });
    await this.#reads.load();
    return rule;
  }

  async #read(db: ReplicaDb): Promise<void> {
    const tx = db.transaction(["rules", "ruleProposals", "agents"], "readonly");
    const [rules, proposals] = await Promise.all([tx.objectStore("rules").getAll(), tx.objectStore("ruleProposals").getAll()]);
    const ids = new Set([...rules, ...proposals.map((each) => each.rule)].flatMap(({ scope }) => scope.agentId ?? []));
    const agents = await Promise.all([...ids].map((id) => tx.objectStore("agents").get(id)));
    rules.sort((a, b) => Number(b.state === "on") - Number(a.state === "on") || (a.id < b.id ? 1 : -1));
    proposals.sort((a, b) => (a.at < b.at ? 1 : -1));
    this.set({
      ready: true,
      rules,
      proposals,
      agentNames: new Map(agents.flatMap((agent) => (agent ? [[agent.id, agent.name]] : []))),
    });
  }
}
