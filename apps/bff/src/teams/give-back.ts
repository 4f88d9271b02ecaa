import type { Actor } from "@beckon/contracts/access";
import type { Db } from "../platform/db/database.ts";
import { expected } from "./carry-out.ts";
import { startsSince, updateMember, type StartRow } from "./members.repository.ts";
import { findTeams, lockTeam, updateTeam, type TeamRow } from "./teams.repository.ts";
import { tendQueue, type TeamsDeps } from "./teams.types.ts";

const mostTasks = 200;

/** What a member had to do waits for others again. What stands in a file is as the file says. */
export const giveBack = async (deps: TeamsDeps, teamId: string, { memberId, by }: { memberId: string; by: Actor }): Promise<void> => {
  const { db } = deps.database;
  const [team] = await findTeams(db, [teamId]);
  if (!team) return;
  const agentIds = new Set((await runsOf(deps, db, team, memberId)).map(({ agentId }) => agentId));
  let count = 0;
  for (const agent of agentIds) {
    const { items } = await deps.tasks.search({ agent, status: ["assigned", "in_progress", "blocked"], scope: "team", limit: mostTasks });
    for (const { id } of items) {
      const given = await deps.tasks.change({ name: by.name ?? "Beckon", actor: by }, id, { agent: null }).catch(expected);
      if (given) count += 1;
    }
  }
  await deps.database.transaction(async (work) => {
    const now = await lockTeam(work.db, teamId);
    if (!now) return;
    await updateMember(work.db, memberId, { gaveBack: true });
    await updateTeam(work.db, teamId, { givenBack: now.givenBack + count });
    await deps.feed.append(work, { kind: "team", entityId: teamId });
    await deps.jobs.enqueue(work, tendQueue, { id: teamId });
  });
};

/** The runs of a team's processes since it began; of one member, where it is named. */
export const runsOf = async (deps: TeamsDeps, db: Db, team: TeamRow, memberId?: string) => {
  const starts = (await startsSince(db, team.id, team.startedAt ?? team.createdAt)).filter(
    (start) => start.processId !== null && (memberId === undefined || start.memberId === memberId),
  );
  const processes = new Map(
    (
      await deps.hosts.processes(
        db,
        starts.flatMap(({ processId }) => processId ?? []),
      )
    ).map((one) => [one.id, one]),
  );
  const hosts = new Map((await deps.hosts.all(db)).map(({ id, name }) => [id, name]));
  return deps.agents.runsOf(
    db,
    starts.flatMap((start: StartRow) => {
      const process = processes.get(start.processId ?? "");
      const host = hosts.get(process?.hostId ?? "");
      if (!process || host === undefined) return [];
      return [
        { process: process.id, sessionId: process.sessionId, agent: process.agent, host, from: process.startedAt, to: process.endedAt },
      ];
    }),
  );
};
