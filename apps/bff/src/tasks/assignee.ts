import type { Db } from "../platform/db/database.ts";
import { agentUnknown } from "./tasks.errors.ts";
import type { TaskRow } from "./tasks.table.ts";
import type { SignalOwner, TasksDeps } from "./tasks.types.ts";

export type Assignee = Pick<TaskRow, "agentId" | "agentName" | "agentOwnerId">;
type AgentRef = { id: string } | { name: string };

export const nobody: Assignee = { agentId: null, agentName: null, agentOwnerId: null };

/**
 * Whom a task is given to. By name it is the agent of this name that was seen last, of this token where the token
 * acts alone; a name that nobody bears yet stands as it is, for whoever will.
 */
export const findAssignee = async (
  { agents }: Pick<TasksDeps, "agents">,
  db: Db,
  { ref, owner }: { ref: AgentRef; owner: SignalOwner | undefined },
): Promise<Assignee> => {
  const ids = "id" in ref ? [ref.id] : await idsOf(agents, db, ref.name);
  const owners = new Map((await agents.called(db, [], ids)).map(({ id, ownerId }) => [id, ownerId]));
  const found = await agents.find(db, ids);
  const agent = ids
    .flatMap((id) => found.find((one) => one.id === id) ?? [])
    .find(({ id }) => owner === undefined || owners.get(id) === owner.id);
  if (agent) return { agentId: agent.id, agentName: agent.name, agentOwnerId: owners.get(agent.id) ?? null };
  if ("id" in ref) throw agentUnknown({ extra: { errors: [{ pointer: "/agent/id", detail: "is no agent" }] } });
  return { agentId: null, agentName: ref.name, agentOwnerId: null };
};

/** What a person calls an agent, before what agents call themselves; the one that was seen last first. */
const idsOf = async (agents: Pick<TasksDeps["agents"], "called" | "listIn">, db: Db, name: string): Promise<string[]> => {
  const given = (await agents.listIn(db)).filter((agent) => agent.name === name).map(({ id }) => id);
  const own = (await agents.called(db, [name])).map(({ id }) => id);
  return [...new Set([...given, ...own])].slice(0, 100);
};
