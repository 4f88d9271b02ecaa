import type { Agent, Session } from "@beckon/contracts/agents";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { keepAnswer } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import type { AgentPatch, FleetApi } from "./fleet.api.ts";
import { type FleetRows, readFleet, readSomeOfFleet } from "./fleet-replica.ts";

/** How a person looks at the fleet; it lasts while the app is open, so that going back finds the same. */
export type FleetLook = {
  q: string;
  by: "state" | "machine";
  /** Only this state. */
  state?: string | undefined;
  /** The agent that was opened last, and how far from the window's top its card stood: there it is again after going back. */
  opened?: { id: string; top: number };
};
export type FleetState = {
  /** All that the replica holds is here. */
  ready: boolean;
  agents: Agent[];
  sessions: Session[];
  look: FleetLook;
};
type Deps = { replica: Replica; api: FleetApi; /** Milliseconds in which changes are gathered. */ pauseMs?: number };

/** The agents and their runs, as the replica holds them; read when a page first asks, and followed from then on. */
export class FleetStore extends Store<FleetState> {
  readonly #deps: Deps;
  #rows: FleetRows = { agents: new Map(), sessions: new Map() };
  #work: Promise<void> = Promise.resolve();
  #wanted = false;
  #changed = { agents: new Set<string>(), sessions: new Set<string>() };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: Deps) {
    super({ ready: false, agents: [], sessions: [], look: { q: "", by: "state" } });
    this.#deps = deps;
    deps.replica.subscribe((change) => this.#note(change));
  }

  /** Reads the replica; a second call costs nothing. */
  async load(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#readAll();
    }
    await this.#work;
  }

  lookAt(look: Partial<FleetLook>): void {
    this.set({ look: { ...this.state.look, ...look } });
  }

  /** Name, role, payment; `null` takes a word back. Needs the server; throws `ApiProblem`. */
  async change(id: string, patch: AgentPatch): Promise<void> {
    const { replica, api } = this.#deps;
    await keepAnswer(replica, api.change(id, patch), { into: ["agents"], put: (tx, agent) => tx.objectStore("agents").put(agent) });
    replica.changed({ agents: [id] });
  }

  /** All runs of an agent, newest first, from the server; throws `ApiProblem`. */
  sessionsOf(agentId: string, cursor?: string): ReturnType<FleetApi["sessions"]> {
    return this.#deps.api.sessions(agentId, cursor);
  }

  /** The first news is shown at once; what follows on its heels is gathered, so that a busy fleet is drawn some times a second. */
  #note(change: ReplicaChange): void {
    if (!this.#wanted) return;
    if (change.reset) return this.#readAll();
    for (const id of change.agents ?? []) this.#changed.agents.add(id);
    for (const id of change.sessions ?? []) this.#changed.sessions.add(id);
    if (this.#timer === undefined) this.#readChanged();
  }

  #readChanged(): void {
    const changed = this.#changed;
    this.#timer = undefined;
    if (changed.agents.size + changed.sessions.size === 0) return;
    this.#changed = { agents: new Set(), sessions: new Set() };
    this.#timer = setTimeout(() => this.#readChanged(), this.#deps.pauseMs ?? 80);
    this.#inTurn(() => readSomeOfFleet(this.#deps.replica, this.#rows, changed));
  }

  #readAll(): void {
    this.#inTurn(async () => {
      this.#rows = await readFleet(this.#deps.replica);
    });
  }

  /** Reads follow each other, so that an older one never overwrites a newer. */
  #inTurn(read: () => Promise<void>): void {
    this.#work = this.#work.then(read).then(
      () => this.set({ ready: true, agents: [...this.#rows.agents.values()], sessions: [...this.#rows.sessions.values()] }),
      () => {
        // The replica is being closed or upgraded; what is on the screen stays until the next read.
      },
    );
  }
}
