import type { Work } from "../platform/db/database.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import { agentsNamed, type AgentRow } from "./agents.repository.ts";
import { chooseAgent, type Hint } from "./choose-agent.ts";
import { agentTopic, type Located } from "./known-sessions.ts";
import { makeAgent } from "./make-agent.ts";
import { ancestorsOf, countSessions, deleteIdle, moveSession, nameAgent } from "./rehome.repository.ts";
import { nameOf, type SessionRow } from "./sessions.repository.ts";

type Late = { hint: Hint; one: Located; parent: SessionRow | undefined; name: string };

/** A run that stands elsewhere now: under another agent, the same by another name, or another run. `gone`: nothing is left of `from`. */
export type Moved = { sessionId: string; from: string; to: AgentRow; parentId: string | null; gone: boolean };
export type Rehomed = { moved: Moved[]; gone: string[] };

/**
 * What is told only after a run's first word changes where its row stands: that it works for another run, and
 * what its agent is called (hooks come before telemetry, which alone may know the name). Changes `located`.
 * Almost always there is nothing of the kind, and nothing is asked of the database.
 */
export const rehome = async (
  work: Work,
  { hints, located, now }: { hints: readonly Hint[]; located: Map<string, Located>; now: Date },
): Promise<Rehomed> => {
  const left = new Set<string>();
  const moved: Omit<Moved, "gone">[] = [];
  for (const late of hints.flatMap((hint) => lateOf(hint, located) ?? [])) {
    const { hint, one, name } = late;
    const parent = late.parent && !(await ancestorsOf(work.db, late.parent.id)).has(one.row.id) ? late.parent : undefined;
    if (!parent && name === one.agent.name) continue;
    const agent = await agentFor(work, { ...late, parent }, now);
    const row = { ...one.row, agentId: agent.id, parentId: parent?.id ?? one.row.parentId, version: one.row.version + 1 };
    await moveSession(work.db, row.id, row);
    if (agent.id !== one.agent.id) left.add(one.agent.id);
    moved.push({ sessionId: row.id, from: one.agent.id, to: agent, parentId: row.parentId });
    located.set(nameOf(hint.name), { row, agent });
  }
  const gone = left.size > 0 ? await deleteIdle(work.db, [...left]) : [];
  return { moved: moved.map((one) => ({ ...one, gone: gone.includes(one.from) })), gone };
};

/** Whether there is something of the kind. */
export const isRehomed = (hints: readonly Hint[], located: ReadonlyMap<string, Located>): boolean =>
  hints.some((hint) => lateOf(hint, located) !== undefined);

const lateOf = (hint: Hint, located: ReadonlyMap<string, Located>): Late | undefined => {
  const one = located.get(nameOf(hint.name));
  if (!one) return undefined;
  const { agent, row } = one;
  const parent = hint.parentKey === undefined ? undefined : located.get(nameOf({ ownerId: hint.owner.id, key: hint.parentKey }))?.row;
  const newParent = row.parentId === null && parent !== undefined && parent.id !== row.id ? parent : undefined;
  // The token's own name stands for an agent that had named nobody; a person's word goes before the agent's.
  const isUnnamed = agent.name === hint.owner.name && agent.givenName === null;
  const name = (isUnnamed ? hint.agent?.name : undefined) ?? agent.name;
  return newParent || name !== agent.name ? { hint, one, parent: newParent, name } : undefined;
};

const agentFor = async (work: Work, { hint, one, parent, name }: Late, now: Date): Promise<AgentRow> => {
  const { vendor, role, host } = one.agent;
  const known = await agentsNamed(work.db, { ownerIds: [hint.owner.id], names: [name] });
  const said = { ...(vendor ? { vendor } : {}), ...(role ? { role } : {}), ...(host ? { host } : {}), ...hint.agent, name };
  const meant: Hint = { ...hint, agent: said };
  const parentId = parent?.agentId ?? (one.agent.parentId || undefined);
  const chosen = chooseAgent(known, meant, parentId);
  if (chosen) return chosen;
  // Nobody else is meant by the old name: it is the same agent, with all that is kept of it.
  if (!parent && (await countSessions(work.db, one.agent.id)) === 1) {
    const row = await nameAgent(work.db, one.agent.id, name);
    if (row) return row;
  }
  return makeAgent(work, known, { hint: meant, parentId, now });
};

/** Tells the apps, and the memories of other processes. */
export const tellRehomed = async (work: Work, feed: ChangeFeed, { moved, gone }: Rehomed): Promise<void> => {
  const agents = [...new Set(moved.map(({ to }) => to.id))];
  await feed.append(
    work,
    ...agents.map((entityId) => ({ kind: "agent" as const, entityId })),
    ...moved.map(({ sessionId }) => ({ kind: "session" as const, entityId: sessionId })),
    ...gone.map((entityId) => ({ kind: "agent" as const, entityId, deleted: true })),
  );
  for (const key of [...agents, ...gone]) work.wake({ topic: agentTopic, key });
};
