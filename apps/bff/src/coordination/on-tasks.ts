import { hasEnded, type Task } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { findCases } from "./cases.repository.ts";
import type { Owner, Party, Telling, Word } from "./coordination.types.ts";
import { taskName, taskWord } from "./facts.ts";
import { settle, type SettleDeps } from "./settle.ts";
import { caseKey, inTime } from "./words.ts";

/** A change of a task, and which agent made it; a person's assignment is no coordination of agents. */
export type TaskChange = {
  task: Task;
  /** Absent for a task that is new. */
  from?: Task["status"];
  owner: Owner;
  by?: { id?: string | undefined; name: string; role?: string | undefined } | undefined;
  via: "call" | "signal" | "file";
  events: readonly { at: Date }[];
};

/** Tasks that agents told of by calls; what comes as signals is heard there. In the transaction that changes them. */
export const onTasks =
  (deps: SettleDeps) =>
  async (work: Work, changes: readonly TaskChange[]): Promise<void> => {
    const heard = changes.filter(({ task, owner, via }) => via === "call" && task.scope === "team" && owner.id !== "");
    const tellings = [...(await givenAgain(work, heard)), ...heard.flatMap(tellingOf)];
    if (tellings.length > 0) await settle(deps, work, { tellings });
  };

/** Each attempt at a task is one of its own; a key is the same in all of them. */
const nameOf = ({ id, key, attempt }: Pick<Task, "id" | "key" | "attempt">, owner: Owner): string => {
  const name = taskName(owner.id, { taskId: key ?? id });
  return key !== undefined && attempt > 1 ? `${name}\n${attempt}` : name;
};

const tellingOf = ({ task, from, owner, by, events }: TaskChange): Telling[] => {
  const who = by?.id === undefined ? undefined : (by as Party);
  // A person or the clock ends what agents told of, and nothing else is theirs to tell.
  if (!who && (!hasEnded(task.status) || (from !== undefined && hasEnded(from)))) return [];
  const word: Word = {
    ...taskWord(task.status),
    at: whenOf(task, events),
    ...(who ? { byId: who.id as string, byName: who.name } : {}),
    ...(who?.role ? { byRole: who.role } : {}),
    task: task.id,
    what: task.title,
    ...(task.status === "failed" && task.error ? { message: task.error.slice(0, 2_000).toWellFormed() } : {}),
  };
  return [{ name: nameOf(task, owner), owner, word, ...(who ? {} : { known: true }) }];
};

/** When it happened: what is told late, or is noticed late, is of its own time. */
const whenOf = ({ endedAt, updatedAt }: Task, events: TaskChange["events"]) => endedAt ?? events.at(-1)?.at.toISOString() ?? updatedAt;

/** Whoever gave what is tried again gives it again, whoever asked for that. */
const givenAgain = async (work: Work, changes: readonly TaskChange[]): Promise<Telling[]> => {
  const retried = changes.flatMap(({ task, from, owner }) => {
    if (from !== undefined || task.retryOf === undefined) return [];
    const before = nameOf({ ...task, id: task.retryOf, attempt: task.attempt - 1 }, owner);
    return [{ task, owner, key: caseKey(before) }];
  });
  if (retried.length === 0) return [];
  const cases = await findCases(
    work.db,
    retried.map(({ key }) => key),
  );
  return retried.flatMap(({ task, owner, key }): Telling[] => {
    const own = cases.find((one) => one.key === key && one.ownerId === owner.id);
    const maker = own?.words.filter(({ byId }) => byId !== undefined).sort(inTime)[0];
    if (!maker) return [];
    const { byId, byName, byRole } = maker;
    const word: Word = {
      kind: "open",
      at: task.createdAt,
      byId: byId as string,
      byName: byName as string,
      ...(byRole ? { byRole } : {}),
      task: task.id,
      what: task.title,
    };
    return [{ name: nameOf(task, owner), owner, word }];
  });
};
