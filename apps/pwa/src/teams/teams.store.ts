import type { Team } from "@beckon/contracts/teams";
import { putNewTeam } from "../platform/apply-sync.ts";
import { cachedView, type View } from "../platform/cached-view.ts";
import { LostAnswers } from "../platform/lost-answers.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
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
  #work: Promise<void> = Promise.resolve();
  #wanted = false;
  readonly #lost = new LostAnswers();

  constructor(deps: Deps) {
    super({ ready: false, teams: [], handOut: { loading: true } });
    this.#deps = deps;
    deps.replica.subscribe((change) => this.#note(change));
  }

  /** Reads the replica, and asks the server how it hands out. */
  async load(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#read();
    }
    const { replica, api } = this.#deps;
    void cachedView({ replica, key: "/api/hand-out" }, api.handOut, (handOut) => this.set({ handOut }));
    await this.#work;
  }

  /** What a team would be; throws `ApiProblem`. */
  preview(members: Wish[]): Promise<Preview> {
    return this.#deps.api.preview(members);
  }

  /** Starts a team now, never later; throws `ApiProblem`. Asked again after a lost answer it is the same team. */
  async start(wish: NewTeam): Promise<Team> {
    const team = await this.#lost.send(wish, (key) => this.#deps.api.start(wish, key));
    await putNewTeam(this.#deps.replica, team);
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

  #note({ reset, teams = [] }: ReplicaChange): void {
    if (this.#wanted && (reset || teams.length > 0)) this.#read();
  }

  /** There are few: all are read anew. Reads follow each other, so that an older one never overwrites a newer. */
  #read(): void {
    this.#work = this.#work
      .then(async () => {
        const teams = await (await this.#deps.replica.db()).getAll("teams");
        teams.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
        this.set({ ready: true, teams });
      })
      .catch(() => {
        // The replica is being closed or upgraded; what is on the screen stays until the next read.
      });
  }
}
