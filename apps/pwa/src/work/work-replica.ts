import type { Task } from "@beckon/contracts/tasks";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { Replica, ReplicaChange, TaskChange } from "../platform/replica.ts";

/** What the work slice holds of the replica in memory. */
export type WorkRows = {
  tasks: Map<string, Task>;
  runs: Map<string, WorkflowRun>;
  directories: Map<string, WorkDirectory>;
  changes: Map<string, TaskChange>;
};
export const noRows = (): WorkRows => ({ tasks: new Map(), runs: new Map(), directories: new Map(), changes: new Map() });

const stores = ["tasks", "workflowRuns", "workDirectories", "taskChanges"] as const;
const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
const byTask = (rows: readonly TaskChange[]) => new Map(rows.map((row) => [row.taskId, row]));

/** Rows read at a time: the browser draws between two of them. */
const piece = 400;

export async function readWork(replica: Replica): Promise<WorkRows> {
  const tx = (await replica.db()).transaction(stores, "readonly");
  const [tasks, runs, directories, changes] = await Promise.all([
    inPieces((after) => tx.objectStore("tasks").getAll(after === undefined ? null : IDBKeyRange.lowerBound(after, true), piece)),
    tx.objectStore("workflowRuns").getAll(),
    tx.objectStore("workDirectories").getAll(),
    tx.objectStore("taskChanges").getAll(),
  ]);
  return { tasks: byId(tasks), runs: byId(runs), directories: byId(directories), changes: byTask(changes) };
}

async function inPieces<T extends { id: string }>(read: (after: string | undefined) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const some = await read(all.at(-1)?.id);
    all.push(...some);
    if (some.length < piece) return all;
  }
}

/** Reads again what changed; what is gone from the replica is gone from memory. */
export async function readSomeWork(replica: Replica, rows: WorkRows, changed: ChangedWork): Promise<void> {
  const tx = (await replica.db()).transaction(stores, "readonly");
  const put = <V>(map: Map<string, V>, id: string, value: V | undefined) => (value === undefined ? map.delete(id) : map.set(id, value));
  const again = <V>(ids: ReadonlySet<string>, map: Map<string, V>, get: (id: string) => Promise<V | undefined>) =>
    [...ids].map(async (id) => put(map, id, await get(id)));
  await Promise.all([
    ...again(changed.tasks, rows.tasks, (id) => tx.objectStore("tasks").get(id)),
    ...again(changed.runs, rows.runs, (id) => tx.objectStore("workflowRuns").get(id)),
    ...again(changed.directories, rows.directories, (id) => tx.objectStore("workDirectories").get(id)),
    changed.changes
      ? tx
          .objectStore("taskChanges")
          .getAll()
          .then((all) => (rows.changes = byTask(all)))
      : undefined,
  ]);
}

export type ChangedWork = { tasks: Set<string>; runs: Set<string>; directories: Set<string>; changes: boolean };
export const noChange = (): ChangedWork => ({ tasks: new Set(), runs: new Set(), directories: new Set(), changes: false });
export const isNothing = ({ tasks, runs, directories, changes }: ChangedWork): boolean =>
  tasks.size + runs.size + directories.size === 0 && !changes;

/** Adds what the replica tells to what is still to be read. */
export function note(changed: ChangedWork, { tasks = [], workflowRuns = [], workDirectories = [], taskChanges }: ReplicaChange): void {
  for (const id of tasks) changed.tasks.add(id);
  for (const id of workflowRuns) changed.runs.add(id);
  for (const id of workDirectories) changed.directories.add(id);
  if (taskChanges) changed.changes = true;
}
