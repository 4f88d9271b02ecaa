import { and, arrayContains, arrayOverlaps, eq, inArray, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import {
  outcomeCommits as commits,
  outcomeFamilies as families,
  outcomeIncidents as incidents,
  outcomeSessions as sessions,
  outcomeTraces as traces,
  type CommitRow,
  type TraceRow,
} from "./outcomes.table.ts";
import type { TraceKind } from "./outcomes.types.ts";

export type { CommitRow, TraceRow };

export const saveTrace = async (db: Db, row: TraceRow): Promise<void> =>
  void (await db
    .insert(traces)
    .values(row)
    .onConflictDoUpdate({
      target: [traces.sessionId, traces.kind, traces.ref],
      set: { at: sql`least(${traces.at}, excluded.at)`, lastAt: sql`greatest(${traces.lastAt}, excluded.last_at)` },
    }));

export const tracesOf = (db: Db, wanted: readonly { kind: TraceKind; ref: string }[]): Promise<TraceRow[]> =>
  wanted.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(traces)
        .where(or(...wanted.map(({ kind, ref }) => and(eq(traces.kind, kind), eq(traces.ref, ref)))));

export const saveFamily = async (db: Db, row: { sessionId: string; parentId: string }): Promise<void> =>
  void (await db
    .insert(families)
    .values(row)
    .onConflictDoUpdate({ target: families.sessionId, set: { parentId: row.parentId } }));

/** Of each run the one that began all of them; itself, where nobody began it. */
export const rootsOf = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const rows = rowsOf<{ id: string; root: string }>(
    await db.execute(sql`
      with recursive up as (
        select id, id as root, 0 as depth from unnest(${sql.param([...ids])}::text[]) as wanted(id)
        union all
        select up.id, f.parent_id, up.depth + 1 from up join outcome_family f on f.session_id = up.root where up.depth < 8
      )
      select distinct on (id) id, root from up order by id, depth desc`),
  );
  return new Map(rows.map(({ id, root }) => [id, root]));
};

/** Where no run began another, there is nothing to look for. */
const hasFamilies = async (db: Db): Promise<boolean> => rowsOf(await db.execute(sql`select from outcome_family limit 1`)).length > 0;

/** All runs that these began, and that those began. */
export const begunBy = async (db: Db, ids: readonly string[]): Promise<string[]> => {
  if (!(await hasFamilies(db))) return [];
  return rowsOf<{ id: string }>(
    await db.execute(sql`
      with recursive down as (
        select f.session_id as id from outcome_family f where f.parent_id = any(${sql.param([...ids])}::text[])
        union
        select f.session_id from down join outcome_family f on f.parent_id = down.id
      )
      select id from down`),
  ).map(({ id }) => id);
};

/** The runs that these began, and those that they began. */
export const familiesOf = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> => {
  if (ids.length === 0 || !(await hasFamilies(db))) return new Map();
  const rows = rowsOf<{ root: string; id: string }>(
    await db.execute(sql`
      with recursive down as (
        select f.parent_id as root, f.session_id as id, 1 as depth from outcome_family f where f.parent_id = any(${sql.param([...ids])}::text[])
        union
        select down.root, f.session_id, down.depth + 1 from down join outcome_family f on f.parent_id = down.id where down.depth < 8
      )
      select distinct root, id from down order by root, id`),
  );
  return new Map([...Map.groupBy(rows, ({ root }) => root)].map(([root, own]) => [root, own.map(({ id }) => id)]));
};

export const saveCommit = async (db: Db, row: CommitRow): Promise<void> =>
  void (await db
    .insert(commits)
    .values(row)
    .onConflictDoUpdate({
      target: commits.sha,
      set: {
        at: sql`least(${commits.at}, excluded.at)`,
        sessionId: sql`coalesce(${commits.sessionId}, excluded.session_id)`,
        byAgent: sql`${commits.byAgent} or excluded.by_agent`,
        branches: sql`(select coalesce(array_agg(distinct b order by b), '{}') from unnest(${commits.branches} || excluded.branches) as b)`,
        reverts: sql`case when excluded.reverts <> '{}' then excluded.reverts else ${commits.reverts} end`,
        facts: sql`case when excluded.facts ->> 'title' <> '' then excluded.facts else ${commits.facts} end`,
      },
    }));

/** Commits of these branches, with these hashes, of these runs, or that take back one of those. */
export const findCommits = (
  db: Db,
  by: { branches?: readonly string[]; shas?: readonly string[]; reverting?: readonly string[]; sessions?: readonly string[] },
): Promise<CommitRow[]> => {
  const { branches = [], shas = [], reverting = [], sessions: ofSessions = [] } = by;
  const wanted = [
    branches.length > 0 ? arrayOverlaps(commits.branches, [...branches]) : undefined,
    shas.length > 0 ? inArray(commits.sha, [...shas]) : undefined,
    ofSessions.length > 0 ? inArray(commits.sessionId, [...ofSessions]) : undefined,
    ...reverting.map((sha) => arrayContains(commits.reverts, [sha])),
  ].filter((one) => one !== undefined);
  return wanted.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(commits)
        .where(or(...wanted))
        .orderBy(commits.at, commits.sha)
        .limit(2_000);
};

/** Commits that a run told of before it said of which repository they are. */
export const placeCommits = async (db: Db, { sessionId, repository }: { sessionId: string; repository: string }): Promise<CommitRow[]> =>
  db
    .update(commits)
    .set({
      branches: sql`(select coalesce(array_agg(case when b like e'\n%' then ${repository}::text || b else b end), '{}') from unnest(${commits.branches}) as b)`,
    })
    .where(and(eq(commits.sessionId, sessionId), sql`exists (select 1 from unnest(${commits.branches}) as b where b like e'\n%')`))
    .returning();

export type Link = typeof sessions.$inferSelect;

export const replaceLinks = async (db: Db, workId: string, links: readonly Link[]): Promise<void> => {
  await db.delete(sessions).where(eq(sessions.workId, workId));
  if (links.length > 0) await db.insert(sessions).values([...links]);
};
export const linksOf = (db: Db, workIds: readonly string[]): Promise<Link[]> =>
  workIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(sessions)
        .where(inArray(sessions.workId, [...workIds]))
        .orderBy(sessions.workId, sessions.sessionId);

/** On what these runs worked. */
export const linksOfSessions = (db: Db, ids: readonly string[]): Promise<Link[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(sessions)
        .where(inArray(sessions.sessionId, [...ids]))
        .orderBy(sessions.workId, sessions.sessionId);

export const saveIncident = async (db: Db, row: typeof incidents.$inferSelect): Promise<void> =>
  void (await db.insert(incidents).values(row).onConflictDoNothing());
export const deleteIncident = async (db: Db, issue: string): Promise<string[]> =>
  (await db.delete(incidents).where(eq(incidents.issue, issue)).returning({ pull: incidents.pull })).map(({ pull }) => pull);
export const incidentsOf = (db: Db, pulls: readonly string[]): Promise<(typeof incidents.$inferSelect)[]> =>
  pulls.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(incidents)
        .where(inArray(incidents.pull, [...pulls]))
        .orderBy(incidents.at);

/** What these runs told is gone. */
export const forgetSessions = async (db: Db, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await db.delete(traces).where(inArray(traces.sessionId, [...ids]));
  await db.delete(families).where(inArray(families.sessionId, [...ids]));
  await db.delete(sessions).where(inArray(sessions.sessionId, [...ids]));
  await db.delete(commits).where(inArray(commits.sessionId, [...ids]));
};
