import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import { LostAnswers } from "../platform/lost-answers.ts";
import { newerCommand } from "../platform/newer-row.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { mostTasks, type CommandWish, type ControlsApi } from "./controls.api.ts";

export type ControlsState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** By name. */
  hosts: Host[];
  /** Newest first. */
  commands: Command[];
};
/** `more`: there is more than what was read. */
export type AgentWork = { titles: string[]; more: boolean; best?: { agentId: string; name: string; reason: string } };
type Deps = { replica: Replica; api: ControlsApi; now?: () => number; /** Milliseconds in which changes are gathered. */ pauseMs?: number };

/** Machines and commands, as the replica holds them; read when a page first asks, and followed from then on. */
export class ControlsStore extends Store<ControlsState> {
  readonly #deps: Deps;
  readonly #lost: LostAnswers;
  readonly #reads: ReplicaReads;

  constructor(deps: Deps) {
    super({ ready: false, hosts: [], commands: [] });
    this.#deps = deps;
    this.#lost = new LostAnswers(deps.now);
    this.#reads = new ReplicaReads(deps.replica, ["hosts", "commands"], (db) => this.#read(db), deps.pauseMs ?? 80);
  }

  /** Reads the replica; a second call costs nothing. */
  async load(): Promise<void> {
    await this.#reads.load();
  }

  /**
   * Asks for an action now. It never waits in the outbox: hours later nobody would expect it any more. Throws
   * `ApiProblem`; asked again after a lost answer it is the same command.
   */
  async send(wish: CommandWish): Promise<Command[]> {
    return this.#put(this.#lost.send(wish, (key) => this.#deps.api.send(wish, key)).then(({ commands }) => commands));
  }

  /** Takes back what nobody has begun; throws `ApiProblem` where it is too late. */
  async cancel(id: string): Promise<void> {
    await this.#put(this.#deps.api.cancel(id).then((command) => [command]));
  }

  /** An agent's open work that can go elsewhere, and who fits the first of it best; throws `ApiProblem`. */
  async workOf(agentId: string): Promise<AgentWork> {
    const { items } = await this.#deps.api.tasks(agentId);
    // As the server moves them: not what stands in files, and no list of a run's own.
    const tasks = items.filter(({ scope, file, origin }) => scope === "team" && file === undefined && origin !== "hook");
    const [first] = tasks;
    const found = first ? (await this.#deps.api.suggestions(first.id).catch(() => ({ items: [] }))).items : [];
    const best = found.find((one) => one.agentId !== agentId);
    return { titles: tasks.map(({ title }) => title), more: items.length >= mostTasks, ...(best && { best }) };
  }

  /** The last lines of a process, newest last; throws `ApiProblem`. */
  async output(host: string, process: string): Promise<string[]> {
    return (await this.#deps.api.output(host, process)).output;
  }

  /** Takes a machine that is away off the list; throws `ApiProblem`. */
  async forget(id: string): Promise<void> {
    await this.#deps.api.forget(id);
    await (await this.#deps.replica.db()).delete("hosts", id);
    this.#deps.replica.changed({ hosts: [id] });
  }

  /** As a single call answers them, ahead of the feed, which may have been faster. */
  async #put(asked: Promise<Command[]>): Promise<Command[]> {
    const { replica } = this.#deps;
    const put = async (tx: PutTx, all: Command[]) => {
      const stored = tx.objectStore("commands");
      for (const command of all) await stored.put(newerCommand(await stored.get(command.id), command));
    };
    const commands = await keepAnswer(replica, asked, { into: ["commands"], put });
    replica.changed({ commands: commands.map(({ id }) => id) });
    return commands;
  }

  async #read(db: ReplicaDb): Promise<void> {
    const tx = db.transaction(["hosts", "commands"], "readonly");
    const [hosts, commands] = await Promise.all([tx.objectStore("hosts").getAll(), tx.objectStore("commands").getAll()]);
    hosts.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
    commands.sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
    this.set({ ready: true, hosts, commands });
  }
}
