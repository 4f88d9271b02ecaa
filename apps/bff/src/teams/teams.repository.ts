import type { TeamState } from "@beckon/contracts/teams";
import { and, desc, eq, gt, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { teams as table, type TeamRow } from "./teams.table.ts";

export type { TeamRow };
export type NewTeam = typeof table.$inferInsert;

/** Nothing where this caller has used the key before. */
export const insertTeam = async (db: Db, row: NewTeam): Promise<TeamRow | undefined> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning())[0];

export const findTeams = (db: Db, ids: readonly string[]): Promise<TeamRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** Locked until the transaction ends: what is done with one team follows one another. */
export const lockTeam = async (db: Db, id: string): Promise<TeamRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<TeamRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** Those that this machine's configuration has ever declared and nobody has forgotten, locked in one order for everybody. */
export const lockDeclared = (db: Db, hostId: string): Promise<TeamRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.hostId, hostId), eq(table.origin, "config")))
    .orderBy(table.id)
    .for("update");

export const updateTeam = async (db: Db, id: string, changes: Partial<TeamRow>): Promise<void> =>
  void (await db.update(table).set(changes).where(eq(table.id, id)));

export const deleteTeam = async (db: Db, id: string): Promise<void> => void (await db.delete(table).where(eq(table.id, id)));

/** Those that somebody has to look after. */
export const busyTeams = async (db: Db): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(inArray(table.state, ["active", "dissolving"]))
      .orderBy(table.id)
      .limit(1_000)
  ).map(({ id }) => id);

type TeamSearch = {
  state?: TeamState | undefined;
  search?: string | undefined;
  before?: { at: Date; id: string } | undefined;
  limit: number;
};

/** Newest first. */
export const searchTeams = (db: Db, { state, search, before, limit }: TeamSearch): Promise<TeamRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        state ? eq(table.state, state) : undefined,
        search ? sql`${table.searchText} like ${`%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`}` : undefined,
        before ? sql`(${table.createdAt}, ${table.id}) < (${before.at.toISOString()}::timestamptz, ${before.id})` : undefined,
      ),
    )
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(limit);

/** What a phone holds: all that is not over, and what ended since. */
export const teamsForReplica = (db: Db, since: Date, limit: number): Promise<TeamRow[]> =>
  db
    .select()
    .from(table)
    .where(or(inArray(table.state, ["off", "active", "dissolving"]), gt(table.endedAt, since)))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(limit);

export const pruneTeams = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(table).where(and(eq(table.state, "dissolved"), isNotNull(table.endedAt), lt(table.endedAt, before))));

/** Those at work by name, the oldest first. */
export const teamNames = (db: Db, most: number): Promise<{ id: string; name: string }[]> =>
  db
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(inArray(table.state, ["active", "dissolving"]))
    .orderBy(table.createdAt, table.id)
    .limit(most);
