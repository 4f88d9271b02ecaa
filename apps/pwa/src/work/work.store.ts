import type { Task, TaskPatch } from "@beckon/contracts/tasks";
import type { UsageSum } from "@beckon/contracts/usage";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { ApiClient } from "../platform/api-client.ts";
import { cachedView, type View } from "../platform/cached-view.ts";
import type { Replica, ReplicaChange, TaskChange } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { keepFirstBoard, readFirstBoard } from "./first-board.ts";
import { addTaskChange, dismissTaskChange, flushTaskChanges } from "./task-changes.ts";
import { type NewTask, type TaskAction, type TaskHistory, tasksApi, type Suggestion, type TasksApi } from "./tasks.api.ts";
import type { WorkSeen } from "./work-eye.ts";
import { isNothing, noChange, noRows, note, readSomeWork, readWork, type WorkRows } from "./work-replica.ts";

export type WorkState = {
  /** All that the replica holds is here. */
  ready: boolean;
  tasks: Task[];
  runs: WorkflowRun[];
  directories: WorkDirectory[];
  /** A person's changes that the server has not taken, by task. */
  changes: ReadonlyMap<string, TaskChange>;
};
type Deps = { replica: Replica; request: ApiClient; /** Milliseconds in which changes are gathered. */ pauseMs?: number };
/** What became of each of many: how many were done, and why the first of the others was not. */
export type BulkEnd = { done: number; refused: number; code?: string };

/** Tasks, workflow runs and work directories as the replica holds them; read when a page first asks, and followed from then on. */
export class WorkStore extends Store<WorkState> {
  readonly #deps: Deps;
  readonly #api: TasksApi;
  #rows: WorkRows = noRows();
  #changed = noChange();
  #work: Promise<void> = Promise.resolve();
  #wanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: Deps) {
    super({ ready: false, tasks: [], runs: [], directories: [], changes: new Map() });
    this.#deps = deps;
    this.#api = tasksApi(deps.request);
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

  /** What was last seen at an address, at once; nothing where that is not known. */
  first(address: string): Promise<WorkSeen | undefined> {
    return readFirstBoard(this.#deps.replica, address).catch(() => undefined);
  }

  /** A full disk only makes the next look slower. */
  async keepFirst(address: string, seen: WorkSeen): Promise<void> {
    await keepFirstBoard(this.#deps.replica, address, seen).catch(() => undefined);
  }

  /** Kept first, then sent; without network it waits. Another's change since the one seen refuses it. */
  async change(task: Pick<Task, "id" | "version">, patch: Omit<TaskPatch, "version">): Promise<void> {
    await addTaskChange(this.#deps.replica, task, patch);
    void this.send();
  }

  /** Tries what waits. */
  async send(): Promise<void> {
    await flushTaskChanges(this.#deps).catch(() => undefined);
  }

  async dismiss(taskId: string): Promise<void> {
    await dismissTaskChange(this.#deps.replica, taskId);
  }

  /** These need the server, and throw `ApiProblem`. */
  async create(input: NewTask): Promise<Task> {
    return this.#keep(this.#api.create(input));
  }

  async retry(id: string): Promise<Task> {
    return this.#keep(this.#api.retry(id));
  }

  async boost(id: string): Promise<Task> {
    return this.#keep(this.#api.boost(id));
  }

  async bulk(ids: string[], action: TaskAction): Promise<BulkEnd> {
    const { results } = await this.#keepAll(this.#api.bulk(ids, action), (answer) => answer.results.flatMap(({ task }) => task ?? []));
    const refused = results.filter(({ ok }) => !ok);
    return { done: results.length - refused.length, refused: refused.length, ...(refused[0]?.code && { code: refused[0].code }) };
  }

  /** With all of its texts, and also where the replica has it no more. */
  one(id: string): Promise<Task> {
    return this.#api.one(id);
  }

  suggestions = async (id: string): Promise<Suggestion[]> => (await this.#api.suggestions(id)).items;
  templates = async () => (await this.#api.templates()).items;
  fromTemplate = async (id: string): Promise<Task> => this.#keep(this.#api.fromTemplate(id));
  addTemplate = (name: string, task: NewTask) => this.#api.addTemplate({ name, task: templateOf(task) });
  removeTemplate = (id: string) => this.#api.removeTemplate(id);

  /** What happened to a task, and its other attempts. */
  history(id: string, tell: (view: View<TaskHistory>) => void, signal?: AbortSignal): Promise<void> {
    return this.#view(`/api/tasks/${id}/history`, () => this.#api.history(id), { tell, signal });
  }

  /** Durations, waits and agents side by side of some days. */
  workflows(
    query: Parameters<TasksApi["workflows"]>[0],
    tell: (view: View<Awaited<ReturnType<TasksApi["workflows"]>>>) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    // Not by its instants: a later look finds what was kept.
    const { from: _from, to: _to, ...filters } = query;
    return this.#view(`/api/workflows/summary ${JSON.stringify(filters)}`, () => this.#api.workflows(query), { tell, signal });
  }

  /** What the calls made for a task cost, by column. */
  cost(task: Pick<Task, "id" | "createdAt">, tell: (view: View<UsageSum>) => void, signal?: AbortSignal): Promise<void> {
    const query = { task: task.id, from: task.createdAt };
    return this.#view(`/api/usage/summary task=${task.id}`, () => this.#deps.request("GET", "/api/usage/summary", { query }), {
      tell,
      signal,
    });
  }

  run(id: string): Promise<WorkflowRun> {
    return this.#api.run(id);
  }

  #view<T>(key: string, ask: () => Promise<T>, { tell, signal }: { tell: (view: View<T>) => void; signal?: AbortSignal | undefined }) {
    return cachedView({ replica: this.#deps.replica, key, ...(signal && { signal }) }, ask, tell);
  }

  #keep(asked: Promise<Task>): Promise<Task> {
    return this.#keepAll(asked, (task) => [task]);
  }

  /** What a single call answers, ahead of the feed. */
  async #keepAll<T>(asked: Promise<T>, tasksOf: (answer: T) => Task[]): Promise<T> {
    const { replica } = this.#deps;
    const put = async (tx: PutTx, got: T) => {
      const tasks = tx.objectStore("tasks");
      for (const task of tasksOf(got)) {
        const before = await tasks.get(task.id);
        if (!before || before.version <= task.version) await tasks.put(task);
      }
    };
    const answer = await keepAnswer(replica, asked, { into: ["tasks"], put });
    replica.changed({ tasks: tasksOf(answer).map(({ id }) => id) });
    return answer;
  }

  /** The first news is shown at once; what follows on its heels is gathered, so that a busy board is drawn some times a second. */
  #note(change: ReplicaChange): void {
    if (!this.#wanted) return;
    if (change.reset) return this.#readAll();
    note(this.#changed, change);
    if (this.#timer === undefined) this.#readChanged();
  }

  #readChanged(): void {
    const changed = this.#changed;
    this.#timer = undefined;
    if (isNothing(changed)) return;
    this.#changed = noChange();
    this.#timer = setTimeout(() => this.#readChanged(), this.#deps.pauseMs ?? 80);
    this.#inTurn(() => readSomeWork(this.#deps.replica, this.#rows, changed));
  }

  #readAll(): void {
    this.#inTurn(async () => {
      this.#rows = await readWork(this.#deps.replica);
    });
  }

  /** Reads follow each other, so that an older one never overwrites a newer. */
  #inTurn(read: () => Promise<void>): void {
    this.#work = this.#work.then(read).then(
      () => this.#show(),
      () => {
        // The replica is being closed or upgraded; what is on the screen stays until the next read.
      },
    );
  }

  #show(): void {
    const { tasks, runs, directories, changes } = this.#rows;
    this.set({
      ready: true,
      tasks: [...tasks.values()],
      runs: [...runs.values()],
      directories: [...directories.values()],
      changes: new Map(changes),
    });
  }
}

/** What of a task is the same each time. */
function templateOf({ title, body, priority, role, project, labels, estimate }: NewTask) {
  return { title, body, priority, role, project, labels, estimate };
}
