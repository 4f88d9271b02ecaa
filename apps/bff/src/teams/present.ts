import type { Team, TeamMember } from "@beckon/contracts/teams";
import type { TeamBudget } from "../budgets/of-teams.ts";
import type { Db } from "../platform/db/database.ts";
import { currentStarts, membersOf, type MemberRow, type StartRow } from "./members.repository.ts";
import { openQuestions, type QuestionRow } from "./questions.repository.ts";
import type { TeamRow } from "./teams.repository.ts";
import type { TeamsDeps } from "./teams.types.ts";

/** Teams as people see them. */
export const present =
  ({ hosts, tasks, budgets }: Pick<TeamsDeps, "hosts" | "tasks" | "budgets">) =>
  async (db: Db, rows: readonly TeamRow[]): Promise<Team[]> => {
    const ids = rows.map(({ id }) => id);
    const members = await membersOf(db, ids);
    const starts = new Map((await currentStarts(db, ids)).map((start) => [start.memberId, start]));
    const questions = await openQuestions(db, ids);
    const limits = await budgets.ofTeams(db, ids);
    const hostIds = [...members, ...rows].flatMap(({ hostId }) => hostId ?? []);
    const names = new Map((await hosts.known(db, [...new Set(hostIds)])).map(({ id, name }) => [id, name]));
    const titles = new Map(
      (
        await tasks.findAll(
          db,
          rows.flatMap(({ taskId }) => taskId ?? []),
        )
      ).map(({ id, title }) => [id, title]),
    );
    return rows.map((row) => ({
      ...head(row, { names, titles, limit: limits.get(row.id) }),
      members: members
        .filter(({ teamId }) => teamId === row.id)
        .map((member) =>
          toMember(member, { start: starts.get(member.id), names, asked: questions.find(({ memberId }) => memberId === member.id) }),
        ),
    }));
  };

type Names = ReadonlyMap<string, string>;

const head = (
  row: TeamRow,
  { names, titles, limit }: { names: Names; titles: Names; limit: TeamBudget | undefined },
): Omit<Team, "members"> => ({
  id: row.id,
  name: row.name,
  origin: row.origin,
  ...some("hostId", row.hostId),
  ...some("hostName", row.hostId === null ? null : names.get(row.hostId)),
  ...(row.undeclared ? { undeclared: true } : {}),
  state: row.state,
  keep: row.keep,
  restartsPerHour: row.restartsPerHour,
  ...taskOf(row, titles),
  ...(row.spentAt ? { spent: { micros: row.spentMicros, unpriced: row.unpriced, asOf: row.spentAt.toISOString() } } : {}),
  ...(limit
    ? {
        budget: {
          micros: limit.micros,
          ...some("warnedAt", limit.warnedAt?.toISOString()),
          ...some("reachedAt", limit.reachedAt?.toISOString()),
          ...some("requestId", limit.requestId),
        },
      }
    : {}),
  ...some("reason", row.reason),
  ...(row.by ? { by: row.by } : {}),
  createdAt: row.createdAt.toISOString(),
  ...some("startedAt", row.startedAt?.toISOString()),
  ...some("endedAt", row.endedAt?.toISOString()),
  ...(row.dissolveTasks ? { tasks: row.dissolveTasks, givenBack: row.givenBack } : {}),
});

const taskOf = ({ taskId, taskWanted }: TeamRow, titles: Names): Pick<Team, "task"> =>
  taskId === null ? {} : { task: { id: taskId, title: titles.get(taskId) ?? taskWanted?.title ?? "A task that is gone" } };

const toMember = (
  row: MemberRow,
  { start, names, asked }: { start: StartRow | undefined; names: Names; asked: QuestionRow | undefined },
): TeamMember => ({
  id: row.id,
  ...some("role", row.role),
  ...some("profile", row.profile),
  ...some("hostId", row.hostId),
  ...some("hostName", row.hostId === null ? null : names.get(row.hostId)),
  ...some("agent", row.agentName),
  state: row.state,
  ...some("problem", row.problem),
  ...some("commandId", start?.commandId),
  ...some("processId", start?.processId),
  ...some("agentId", row.agentId),
  ...some("sessionId", start?.sessionId),
  ...some("startedAt", start?.startedAt?.toISOString()),
  ...some("endedAt", start?.endedAt?.toISOString()),
  starts: row.starts,
  ...some("nextTryAt", row.nextTryAt?.toISOString()),
  ...some("requestId", asked?.requestId),
});

const some = <K extends string>(key: K, value: string | null | undefined) =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
