import type { Task, TaskInput } from "@beckon/contracts/tasks";
import type { Db, Work } from "../platform/db/database.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { storable } from "../platform/storable.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { findAssignee, nobody } from "./assignee.ts";
import { commit, settle } from "./commit.ts";
import { hold } from "./dependencies.ts";
import { newDraft, newRow } from "./new-row.ts";
import { deadlineInPast, deadlineTooFar } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import { findByIdempotencyKey, insertRows, lockRows, type TaskRow } from "./tasks.repository.ts";
import type { TaskActor, TasksDeps } from "./tasks.types.ts";

/** Jobs are kept for forty days. */
const farthestDays = 30;

export type Created = { task: Task; created: boolean };
export type CreateOptions = { idempotencyKey?: string | undefined; origin?: Task["origin"] };

/** Makes a task. The same key again from the same token is the same task, as it is by then. */
export const create =
  (deps: TasksDeps) =>
  (actor: TaskActor, input: TaskInput, options: CreateOptions = {}): Promise<Created> =>
    inOneGo(deps.database, (work) => createIn(deps, work, { actor, input, options }));

export const createIn = async (
  deps: TasksDeps,
  work: Work,
  { actor, input, options }: { actor: TaskActor; input: TaskInput; options: CreateOptions },
): Promise<Created> => {
  const now = deps.clock();
  const owner = tokenIn(actor);
  const ownerId = owner?.id ?? "";
  const { key } = input;
  const idempotencyKey = options.idempotencyKey === undefined ? null : sha256(options.idempotencyKey);
  const before = await findBefore(work.db, { ownerId, key, idempotencyKey });
  if (before) return { task: toTask(before), created: false };

  const dependencies = [...new Set(input.dependencies ?? [])];
  const known = await hold(work.db, dependencies);
  const assignee = input.agent ? await findAssignee(deps, work.db, { ref: input.agent, owner: actor.owner }) : nobody;
  const row = newRow({
    id: newId("tk", now.getTime()),
    ownerId,
    idempotencyKey,
    key: key ?? null,
    title: input.title,
    body: input.body ?? null,
    status: assignee.agentName === null ? "pending" : "assigned",
    priority: input.priority ?? "medium",
    ...assignee,
    role: input.role ?? null,
    model: input.model ?? null,
    project: input.project ?? null,
    labels: [...new Set(input.labels ?? [])],
    dependencies,
    estimate: input.estimate ?? null,
    links: input.links ?? [],
    deadlineAt: deadlineOf(input.deadlineAt, now),
    origin: options.origin ?? (owner ? "rest" : "app"),
    createdAt: now,
    demo: owner?.demo ?? false,
  });
  const [made] = await insertRows(work.db, [row]);
  // Two with one key at the same instant: the other was faster.
  if (!made) return { task: toTask((await findBefore(work.db, { ownerId, key, idempotencyKey })) as TaskRow), created: false };
  const draft = newDraft(row, actor.name);
  settle(draft, known, now);
  await commit(deps, work, [draft]);
  return { task: toTask(draft.row), created: true };
};

/** A script with an admin token is a token too: what it made is known by its key. */
const tokenIn = ({ owner, actor }: TaskActor) =>
  owner ?? (actor.kind === "agent" && actor.id ? { id: actor.id, name: "", demo: false } : undefined);

type Before = { ownerId: string; key: string | undefined; idempotencyKey: string | null };

const findBefore = async (db: Db, { ownerId, key, idempotencyKey }: Before): Promise<TaskRow | undefined> => {
  if (idempotencyKey !== null) {
    const row = await findByIdempotencyKey(db, ownerId, idempotencyKey);
    if (row) return row;
  }
  return key === undefined ? undefined : newest(await lockRows(db, { names: [{ ownerId, run: "", key }] }));
};

/** The last attempt. */
export const newest = (rows: readonly TaskRow[]): TaskRow | undefined => rows.toSorted((a, b) => b.attempt - a.attempt)[0];

const at = (detail: string) => ({ detail, extra: { errors: [{ pointer: "/deadlineAt", detail }] } });

export const deadlineOf = (instant: string | null | undefined, now: Date): Date | null => {
  if (instant === null || instant === undefined) return null;
  const deadline = storable(instant);
  if (deadline <= now) throw deadlineInPast(at("lies in the past"));
  if (deadline.getTime() > now.getTime() + farthestDays * 86_400_000) throw deadlineTooFar(at(`at most ${farthestDays} days ahead`));
  return deadline;
};
