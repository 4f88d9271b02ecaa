import type { Task, TaskPatch } from "@beckon/contracts/tasks";
import { ApiProblem, type ApiClient } from "../platform/api-client.ts";
import type { Replica, TaskChange } from "../platform/replica.ts";
import { words } from "../platform/words.ts";
import { isOwnChange } from "./own-change.ts";

type Parts = { replica: Replica; request: ApiClient };

/**
 * Keeps a person's change of a task before anything is sent. It names the version that was seen: whoever was
 * faster stands, and the other is told. A second change of one task before the first went is one with it.
 */
export async function addTaskChange(
  replica: Replica,
  task: Pick<Task, "id" | "version">,
  patch: Omit<TaskPatch, "version">,
): Promise<void> {
  const tx = (await replica.db()).transaction("taskChanges", "readwrite", { durability: "strict" });
  const before = await tx.store.get(task.id);
  const open = before?.refused ? undefined : before?.patch;
  await tx.store.put({
    taskId: task.id,
    patch: { ...open, ...patch, version: open?.version ?? task.version },
    at: new Date().toISOString(),
    ...(open && before?.sent && { sent: before.sent }),
  });
  await tx.done;
  replica.changed({ taskChanges: true });
}

/** A refusal was read. */
export async function dismissTaskChange(replica: Replica, taskId: string): Promise<void> {
  await (await replica.db()).delete("taskChanges", taskId);
  replica.changed({ taskChanges: true });
}

/** Sends what waits, one after the other and by one page at a time; stops where the next would fare no better. */
export function flushTaskChanges({ replica, request }: Parts): Promise<void> {
  return navigator.locks.request("beckon-task-changes", async () => {
    const all = await (await replica.db()).getAll("taskChanges");
    const waiting = all.filter(({ refused }) => refused === undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const change of waiting) if (!(await send({ replica, request }, change))) return;
  });
}

async function send({ replica, request }: Parts, change: TaskChange): Promise<boolean> {
  await noteSent(replica, change);
  try {
    const task = await request("PATCH", "/api/tasks/:id", { params: { id: change.taskId }, body: change.patch });
    await settle(replica, change, { task });
    return true;
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : undefined;
    const { status = 0, code = "" } = problem ?? {};
    // Nothing is proven by a dead network, a proxy's page, or a server that is busy.
    if (problem === undefined || status === 401 || status < 400 || status >= 500 || [408, 425, 429].includes(status)) return false;
    // Without a word of our own it is no answer of ours.
    if (code === "" || code.startsWith("http.")) return false;
    const task = isTask(problem.body.task) && problem.body.task.id === change.taskId ? problem.body.task : undefined;
    const by = code === "task.changed_meanwhile" ? await whoChanged(request, problem, change.taskId) : undefined;
    if (task && (await isOwnChange(replica, { task, by, sent: change.sent ?? [] }))) {
      const rest = await seenAs(replica, change, task.version);
      return rest === undefined || send({ replica, request }, rest);
    }
    await settle(replica, change, { task, refused: { reason: words(problem), ...(by !== undefined && { by }) } });
    return true;
  }
}

/** Before it goes: whether an answer will come is not known yet. */
async function noteSent(replica: Replica, { taskId, at, patch }: TaskChange): Promise<void> {
  const tx = (await replica.db()).transaction("taskChanges", "readwrite");
  const now = await tx.store.get(taskId);
  const known = now?.sent ?? [];
  const isKnown = known.some((one) => JSON.stringify(one) === JSON.stringify(patch));
  if (now?.at === at && !isKnown) await tx.store.put({ ...now, sent: [...known, patch] });
  await tx.done;
}

/** What waits, with the task's own version as the one that was seen; nothing where it was taken back, or is sent by whoever changed it again. */
async function seenAs(replica: Replica, change: TaskChange, version: number): Promise<TaskChange | undefined> {
  const tx = (await replica.db()).transaction("taskChanges", "readwrite");
  const now = await tx.store.get(change.taskId);
  const rest = now && { taskId: now.taskId, at: now.at, patch: { ...now.patch, version } };
  if (rest) await tx.store.put(rest);
  await tx.done;
  return rest?.at === change.at ? rest : undefined;
}

/** The answer, if it is still of this change: taken back or changed again meanwhile, only the task is news. */
async function settle(
  replica: Replica,
  change: TaskChange,
  end: { task: Task | undefined; refused?: TaskChange["refused"] },
): Promise<void> {
  const { task, refused } = end;
  const tx = (await replica.db()).transaction(["taskChanges", "tasks"], "readwrite");
  const changes = tx.objectStore("taskChanges");
  const now = await changes.get(change.taskId);
  if (now && now.at === change.at) {
    if (refused) await changes.put({ ...change, refused });
    else await changes.delete(change.taskId);
  } else if (now && task && !refused) await changes.put({ ...now, patch: { ...now.patch, version: task.version } });
  // Signed out meanwhile: nothing of the former person may come back.
  const before = task && (await tx.objectStore("tasks").get(task.id));
  if (task && before && before.version <= task.version) await tx.objectStore("tasks").put(task);
  await tx.done;
  replica.changed({ taskChanges: true, tasks: [change.taskId] });
}

/** Who made the change that stands. */
async function whoChanged(request: ApiClient, problem: ApiProblem, id: string): Promise<string | undefined> {
  if (typeof problem.body.changedBy === "string") return problem.body.changedBy;
  const history = await request("GET", "/api/tasks/:id/history", { params: { id } }).catch(() => undefined);
  return history?.items.at(-1)?.by;
}

const isTask = (value: unknown): value is Task =>
  typeof value === "object" && value !== null && "id" in value && "status" in value && "version" in value;
