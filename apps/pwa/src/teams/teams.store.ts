import type { Team } from "@beckon/contracts/teams";
import { cachedView, type View } from "../platform/cached-view.ts";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import type { HandOut, NewTeam, Preview, TeamsApi, Wish } from "./teams.api.ts";

export type TeamsState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** Newest first. */
  teams: Team[];
  handOut: View<HandOut>;
};
type Deps = { replica: Replica; api: TeamsApi };

/** Teams, as the replica holds them; read when a page first asks, and followed from then on. */
export class TeamsStore extends Store<TeamsState> {
  readonly #deps: Deps;
  readonly #reads: ReplicaReads;
  readonly #lost = new LostAnswers();

  constructor(deps: Deps) {
    super({ ready: false, teams: [], handOut: { loading: true } });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["teams"], (db) => this.#read(db));
  }

  /** Reads the replica, and asks the server how it hands out. */
  async load(): Promise<void> {
    const read = this.#reads.load();
    const { replica, api } = this.#deps;
    void cachedView({ replica, key: "/api/hand-out" }, api.handOut, (handOut) => this.set({ handOut }));
    await read;
  }

  /** What a team would be; throws `ApiProblem`. */
  preview(members: Wish[]): Promise<Preview> {
    return this.#deps.api.preview(members);
  }

  /** Starts a team now, never later; throws `ApiProblem`. Asked again after a lost answer it is the same team. */
  async start(wish: NewTeam): Promise<Team> {
    const { replica, api } = this.#deps;
    const asked = this.#lost.send(wish, (key) => api.start(wish, key));
    const put = async (tx: PutTx, made: Team) => {
      const teams = tx.objectStore("teams");
      // The feed, where it was faster, knows it as it is by now.
      if ((await teams.get(made.id)) === undefined) await teams.put(made);
    };
    const team = await keepAnswer(replica, asked, { into: ["teams"], put });
    replica.changed({ teams: [team.id] });
    return team;
  }

  /** What became of this and what follows comes by sync; each throws `ApiProblem`. */
  async keep(id: string, keep: boolean): Promise<void> {
    await this.#deps.api.keep(id, keep);
  }

  async startMember(id: string, member: string): Promise<void> {
    await this.#deps.api.startMember(id, member);
  }

  async dissolve(id: string, tasks: "keep" | "requeue"): Promise<void> {
    await this.#deps.api.dissolve(id, tasks);
  }

  async switchHandOut(on: boolean): Promise<void> {
    this.set({ handOut: { body: await this.#deps.api.switchHandOut(on), at: new Date().toISOString(), loading: false } });
  }

  async #read(db: ReplicaDb): Promise<void> {
    const teams = await db.getAll("teams");
    teams.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    this.set({ ready: true, teams });
  }
}
