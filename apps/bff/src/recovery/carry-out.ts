import type { Work } from "../platform/db/database.ts";
import { changeRecovery, findRecovery, hasOpen, nextItems, type ItemRow, type RecoveryRow, type Way } from "./recovery.repository.ts";
import { callOffItems, reload, takeUpItems } from "./do-coordinations.ts";
import { sendProcesses, sendRun } from "./do-commands.ts";
import { haltTasks, restoreTasks } from "./do-tasks.ts";
import { most, type RecoveryDeps } from "./recovery.types.ts";

/**
 * Does what waits of a recovery, a group of alike items in one transaction each, until nothing is left that can be done now.
 * May run at any time, twice at once and in several processes: what one has taken the others do not find.
 */
export const carryOut =
  (deps: RecoveryDeps) =>
  async (id: string): Promise<void> => {
    for (;;) {
      const row = await findRecovery(deps.database.db, id);
      if (!row || row.state === "done" || row.state === "resumed") return;
      const way: Way = row.state === "resuming" ? "back" : "do";
      const waiting = await nextItems(deps.database.db, id, { way, limit: most.atOnce });
      const [first] = waiting;
      if (!first) return finish(deps, row, way);
      const alike = waiting.findIndex(({ kind, act, hostId }) => kind !== first.kind || act !== first.act || hostId !== first.hostId);
      await doAlike(deps, { row, way }, alike < 0 ? waiting : waiting.slice(0, alike));
    }
  };

/** What is being done, on whose word, and which way. */
export type Doing = { row: RecoveryRow; way: Way };

const doAlike = async (deps: RecoveryDeps, doing: Doing, items: readonly ItemRow[]): Promise<void> => {
  const [first] = items as [ItemRow, ...ItemRow[]];
  switch (first.kind) {
    case "process":
      return sendProcesses(deps, doing, items);
    case "run":
      for (const item of items) await sendRun(deps, doing, item);
      return;
    case "task":
      return doing.way === "do" ? haltTasks(deps, doing, items) : restoreTasks(deps, doing, items);
    case "coordination":
      return doing.way === "do" ? callOffItems(deps, doing, items) : takeUpItems(deps, doing, items);
    case "apps":
      return reload(deps, doing, items);
  }
};

/** When each item is settled it is over; told once, whoever notices. */
const finish = async (deps: RecoveryDeps, { id, action }: RecoveryRow, way: Way): Promise<void> => {
  if (await hasOpen(deps.database.db, id, way)) return;
  await deps.database.transaction(async (work) => {
    const at = deps.clock();
    const ended =
      way === "do"
        ? await changeRecovery(work.db, { id, from: "running" }, { state: "done", endedAt: at })
        : await changeRecovery(work.db, { id, from: "resuming" }, { state: "resumed", resumedAt: at });
    if (!ended) return;
    await tell(deps, work, id);
    await deps.audit.append(work, {
      actor: (way === "do" ? ended.by : ended.resumedBy) ?? ended.by,
      action: way === "do" ? "recovery.done" : "recovery.resumed",
      subject: id,
      detail: { what: action },
    });
  });
};

export const tell = ({ feed }: Pick<RecoveryDeps, "feed">, work: Work, id: string): Promise<void> =>
  feed.append(work, { kind: "recovery", entityId: id });
