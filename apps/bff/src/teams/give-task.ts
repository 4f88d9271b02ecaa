import type { Actor } from "@beckon/contracts/access";
import { expected } from "./carry-out.ts";
import { membersOf } from "./members.repository.ts";
import { findTeams, lockTeam, updateTeam } from "./teams.repository.ts";
import type { TeamsDeps } from "./teams.types.ts";

const lives = new Set(["running", "paused"]);

/** Makes the task of a team, if that is wanted, and gives it to the first member that is here. */
export const giveTask = async (deps: TeamsDeps, teamId: string, actor: Actor): Promise<void> => {
  const { db } = deps.database;
  const [team] = await findTeams(db, [teamId]);
  if (!team) return;
  const by = { name: actor.name ?? "Beckon", actor };
  const taskId =
    team.taskId ?? (team.taskWanted && (await deps.tasks.create(by, team.taskWanted, { idempotencyKey: `team:${teamId}` })).task.id);
  if (!taskId) return;
  const first = (await membersOf(db, [teamId])).find(({ agentId, state }) => agentId !== null && lives.has(state));
  // Whoever has it already keeps it, and what is over is over.
  const [task] = await deps.tasks.findAll(db, [taskId]);
  if (first?.agentId && task?.status === "pending" && team.taskMember === null)
    await deps.tasks.change(by, taskId, { agent: { id: first.agentId } }).catch(expected);
  if (taskId === team.taskId && !first) return;
  await deps.database.transaction(async (work) => {
    if (!(await lockTeam(work.db, teamId))) return;
    await updateTeam(work.db, teamId, { taskId, ...(first && team.taskMember === null ? { taskMember: first.id } : {}) });
    await deps.feed.append(work, { kind: "team", entityId: teamId });
  });
};
