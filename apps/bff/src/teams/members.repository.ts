import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { teamMembers as members, teams, teamStarts as starts, type MemberRow, type StartRow } from "./teams.table.ts";

export type { MemberRow, StartRow };
export type NewMember = typeof members.$inferInsert;

export const insertMembers = async (db: Db, rows: readonly NewMember[]): Promise<void> =>
  rows.length === 0 ? undefined : void (await db.insert(members).values([...rows]));

export const membersOf = (db: Db, teamIds: readonly string[]): Promise<MemberRow[]> =>
  teamIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(members)
        .where(inArray(members.teamId, [...teamIds]))
        .orderBy(asc(members.teamId), asc(members.place));

export const updateMember = async (db: Db, id: string, changes: Partial<MemberRow>): Promise<void> =>
  void (await db.update(members).set(changes).where(eq(members.id, id)));

export const deleteMember = async (db: Db, id: string): Promise<void> => void (await db.delete(members).where(eq(members.id, id)));

/** The start that counts of each member, what has not ended, and what was asked for since; oldest first. */
export const startsToSee = (db: Db, teamId: string, since: Date): Promise<StartRow[]> =>
  db
    .select()
    .from(starts)
    .where(
      and(
        eq(starts.teamId, teamId),
        or(
          isNull(starts.endedAt),
          gt(starts.askedAt, since),
          sql`exists (select 1 from ${members} m where m.id = ${starts.memberId} and m.attempt = ${starts.attempt})`,
        ),
      ),
    )
    .orderBy(asc(starts.memberId), asc(starts.attempt));

/** The start that counts of each member of these teams. */
export const currentStarts = (db: Db, teamIds: readonly string[]): Promise<StartRow[]> =>
  teamIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(starts)
        .where(
          and(
            inArray(starts.teamId, [...teamIds]),
            sql`exists (select 1 from ${members} m where m.id = ${starts.memberId} and m.attempt = ${starts.attempt})`,
          ),
        );

/** Every start since, with its process known. */
export const startsSince = (db: Db, teamId: string, since: Date): Promise<StartRow[]> =>
  db
    .select()
    .from(starts)
    .where(and(eq(starts.teamId, teamId), gte(starts.askedAt, since)))
    .orderBy(asc(starts.askedAt));

export const insertStart = async (db: Db, row: typeof starts.$inferInsert): Promise<void> =>
  void (await db.insert(starts).values(row).onConflictDoNothing());

type StartKey = { memberId: string; attempt: number };
const is = ({ memberId, attempt }: StartKey) => and(eq(starts.memberId, memberId), eq(starts.attempt, attempt));

export const updateStart = async (db: Db, key: StartKey, changes: Partial<StartRow>): Promise<void> =>
  void (await db.update(starts).set(changes).where(is(key)));

/** It was asked for: its command is known from now on, also where somebody else had given it up. */
export const putAsked = async (db: Db, row: typeof starts.$inferInsert): Promise<void> => {
  const { commandId, processId, agentName } = row;
  await db
    .insert(starts)
    .values(row)
    .onConflictDoUpdate({ target: [starts.memberId, starts.attempt], set: { commandId, processId, agentName } });
};

/** Takes back what was not asked for; whether there was such a one. */
export const deleteUnasked = async (db: Db, key: StartKey): Promise<boolean> =>
  (
    await db
      .delete(starts)
      .where(and(is(key), isNull(starts.commandId)))
      .returning({ attempt: starts.attempt })
  ).length > 0;

/** Whose processes, or whose commands, these are. */
export const teamsOfStarts = async (
  db: Db,
  by: { processIds: readonly string[] } | { commandIds: readonly string[] },
): Promise<string[]> => {
  const where = "processIds" in by ? inArray(starts.processId, [...by.processIds]) : inArray(starts.commandId, [...by.commandIds]);
  return (await db.selectDistinct({ id: starts.teamId }).from(starts).where(where)).map(({ id }) => id);
};

/** The team of each agent that is or was a member of one; of several the newest. */
export const teamsOfAgents = async (db: Db): Promise<Map<string, string>> => {
  const rows = await db
    .select({ agentId: members.agentId, teamId: members.teamId })
    .from(members)
    .innerJoin(teams, eq(teams.id, members.teamId))
    .where(isNotNull(members.agentId))
    .orderBy(asc(teams.createdAt), asc(teams.id));
  return new Map(rows.map(({ agentId, teamId }) => [agentId as string, teamId]));
};

/** In which team agents of these names were started, and when; the newest first. */
export const startsOfAgents = (
  db: Db,
  names: readonly string[],
): Promise<Pick<StartRow, "teamId" | "agentName" | "askedAt" | "endedAt">[]> =>
  names.length === 0
    ? Promise.resolve([])
    : db
        .select({ teamId: starts.teamId, agentName: starts.agentName, askedAt: starts.askedAt, endedAt: starts.endedAt })
        .from(starts)
        .where(inArray(starts.agentName, [...names]))
        .orderBy(sql`${starts.askedAt} desc`);
