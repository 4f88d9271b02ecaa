import type { Db } from "../platform/db/database.ts";
import { newest } from "./create.ts";
import { taskNotFound } from "./tasks.errors.ts";
import { lockRows, type TaskRow } from "./tasks.repository.ts";
import type { TaskActor } from "./tasks.types.ts";

export const isTaskId = (value: string) => /^tk_[0-9A-Za-z]{16,40}$/.test(value);

/** Whether a token may act on it: it made the task, or the task was given to one of its agents. */
export const mayAct = (row: Pick<TaskRow, "ownerId" | "agentOwnerId">, { owner }: Pick<TaskActor, "owner">): boolean =>
  owner === undefined || row.ownerId === owner.id || row.agentOwnerId === owner.id;

/** What people made and gave to nobody may be begun by whoever can claim it. */
export const mayTake = (row: Pick<TaskRow, "ownerId" | "agentName" | "directoryId">): boolean =>
  row.ownerId === "" && row.agentName === null && row.directoryId === null;

/** By our id, or by the reporter's own; locked. Another's is as good as none. */
export const lockTask = async (db: Db, actor: TaskActor, idOrKey: string, starting = false): Promise<TaskRow> => {
  const ownerId = actor.owner?.id ?? (actor.actor.kind === "agent" ? actor.actor.id : undefined);
  const byId = isTaskId(idOrKey) ? await lockRows(db, { ids: [idOrKey] }) : [];
  const found = byId.length > 0 || ownerId === undefined ? byId : await lockRows(db, { names: [{ ownerId, run: "", key: idOrKey }] });
  const row = newest(found);
  if (!row || !(mayAct(row, actor) || (starting && mayTake(row)))) throw taskNotFound();
  return row;
};
