import type { Db, Work } from "../platform/db/database.ts";
import { nobody } from "./assignee.ts";
import { commit } from "./commit.ts";
import { openDraft, step, type Draft } from "./draft.ts";
import { liveAgents } from "./live-agents.ts";
import { matchTasks, type Waiting, type Worker } from "./match-tasks.ts";
import { agentRecords, type AgentRecord } from "./task-search.repository.ts";
import { lockRows, lockWaiting, type TaskRow } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";
import { oneOfEach } from "./twins.ts";

const mostAtOnce = 200;
const recordDays = 30;

export type StuckTask = { id: string; title: string; createdAt: Date };
export type HandedOut = {
  given: { taskId: string; agentId: string; reason: string }[];
  /** What nobody who is here could do, by role; empty: any. */
  stuck: Map<string, StuckTask[]>;
  /** Who is here and has nothing to do, for what is stuck. */
  free: { agentId: string; name: string; role?: string }[];
};

/** Gives what waits to those who fit best and have nothing to do; the reason stands in each task's history. The caller sees to it that one does so at a time. */
export const handOut =
  (deps: TasksDeps) =>
  async (work: Work, by: string): Promise<HandedOut> => {
    const rows = await lockWaiting(work.db, mostAtOnce);
    if (rows.length === 0) return { given: [], stuck: new Map(), free: [] };
    const workers = await workersFor(deps, work.db, rows);
    const tasks = rows.map(({ id, role, labels, ownerId }): Waiting => ({ id, role, labels, owner: ownerId }));
    const { matches, stuck } = matchTasks(tasks, workers);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const drafts = matches.map(({ taskId, agentId, reason }) => {
      const worker = workers.find((one) => one.agentId === agentId) as Worker;
      return give(byId.get(taskId) as TaskRow, { worker, at: deps.clock(), by, reason: reason.slice(worker.name.length + 1) });
    });
    await commit(deps, work, drafts);
    const taken = new Set(matches.map(({ agentId }) => agentId));
    return {
      given: matches,
      stuck: new Map([...stuck].map(([role, all]) => [role, all.map(({ id }) => byId.get(id) as TaskRow)])),
      free: workers.filter(({ active, agentId }) => active === 0 && !taken.has(agentId)),
    };
  };

/**
 * Takes back what was given to an agent that is gone before it began. Gives those that nobody has to look at any more:
 * begun, ended, given to somebody else, or taken back now.
 */
export const takeBack =
  (deps: TasksDeps) =>
  async (work: Work, given: readonly { taskId: string; agentId: string }[], by: string): Promise<string[]> => {
    if (given.length === 0) return [];
    const here = new Set((await oneOfEach(deps, work.db, await liveAgents(deps, work.db))).flatMap(({ ids }) => ids));
    const rows = new Map((await lockRows(work.db, { ids: given.map(({ taskId }) => taskId) })).map((row) => [row.id, row]));
    const over: string[] = [];
    const drafts = given.flatMap(({ taskId, agentId }): Draft[] => {
      const row = rows.get(taskId);
      if (row?.status === "assigned" && row.agentId === agentId && here.has(agentId)) return [];
      over.push(taskId);
      if (row?.status !== "assigned" || row.agentId !== agentId) return [];
      const draft = openDraft(row);
      Object.assign(draft.row, nobody);
      step(draft, "pending", { at: deps.clock(), by, kind: "unassigned", detail: `${row.agentName} went away before it began` });
      return [draft];
    });
    await commit(deps, work, drafts);
    return over;
  };

/** Gives all that waits for a role, or for nobody in particular, to one agent, at a person's word. How many. */
export const giveTo =
  (deps: TasksDeps) =>
  async (work: Work, { role, agentId, by, reason }: { role: string; agentId: string; by: string; reason: string }): Promise<number> => {
    const rows = await lockWaiting(work.db, mostAtOnce);
    const worker = (await workersFor(deps, work.db, [])).find((one) => one.agentId === agentId);
    if (!worker) return 0;
    const wanted = rows.filter((row) => (row.role ?? "") === role && (row.ownerId === "" || row.ownerId === worker.owner));
    await commit(
      deps,
      work,
      wanted.map((row) => give(row, { worker, at: deps.clock(), by, reason })),
    );
    return wanted.length;
  };

const give = (row: TaskRow, { worker, at, by, reason }: { worker: Worker; at: Date; by: string; reason: string }): Draft => {
  const draft = openDraft(row);
  Object.assign(draft.row, { agentId: worker.agentId, agentName: worker.name, agentOwnerId: worker.owner, sessionId: null });
  step(draft, "assigned", { at, by, kind: "assigned", detail: `to ${worker.name}: ${reason}` });
  return draft;
};

/** Agents that are here, with their open work and their record. */
const workersFor = async (deps: TasksDeps, db: Db, rows: readonly TaskRow[]): Promise<Worker[]> => {
  const own = await oneOfEach(
    deps,
    db,
    (await liveAgents(deps, db)).filter(({ agent }) => !agent.demo),
  );
  const agentIds = own.flatMap(({ ids }) => ids);
  const since = new Date(deps.clock().getTime() - recordDays * 86_400_000);
  const records = new Map<string, Map<string, AgentRecord>>();
  const kinds = new Map(rows.map((row) => [kindOf(row), row]));
  for (const [kind, { role, project }] of kinds) {
    const found = await agentRecords(db, { agentIds, role, project, since });
    records.set(kind, new Map(found.map((record) => [record.agentId, record])));
  }
  const loads = new Map((await agentRecords(db, { agentIds, role: null, project: null, since })).map((one) => [one.agentId, one.active]));
  const kindOfTask = new Map(rows.map((row) => [row.id, kindOf(row)]));
  return own.map(({ agent, state, ids, owner }) => ({
    agentId: agent.id,
    name: agent.name,
    ...(agent.role ? { role: agent.role } : {}),
    state,
    active: ids.reduce((sum, id) => sum + (loads.get(id) ?? 0), 0),
    owner,
    like: ({ id }) => {
      const record = records.get(kindOfTask.get(id) ?? "")?.get(agent.id);
      return { completed: record?.completed ?? 0, failed: record?.failed ?? 0 };
    },
  }));
};

const kindOf = ({ role, project }: TaskRow): string => JSON.stringify([role, project]);
