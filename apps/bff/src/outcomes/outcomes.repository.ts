import { and, desc, eq, gte, ilike, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import {
  outcomeFindings as findings,
  outcomeParts as parts,
  outcomes as table,
  outcomeSessions as sessions,
  type OutcomeRow,
} from "./outcomes.table.ts";
import { writtenBy } from "./marks.repository.ts";
import type { Finding } from "./outcomes.types.ts";

export type { OutcomeRow };

export const findOutcome = async (db: Db, id: string): Promise<OutcomeRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];
/** Those that stand for these works. */
export const findByWorks = (db: Db, workIds: readonly string[]): Promise<OutcomeRow[]> =>
  workIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(and(inArray(table.workId, [...workIds]), isNull(table.mergedInto)));
export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<OutcomeRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

export const insertOutcome = async (db: Db, row: OutcomeRow): Promise<void> => void (await db.insert(table).values(row));
export const updateOutcome = async (db: Db, id: string, changes: Partial<OutcomeRow>): Promise<void> =>
  void (await db.update(table).set(changes).where(eq(table.id, id)));

export const worksOfType = async (db: Db, taskTypes: readonly string[]): Promise<string[]> =>
  (
    await db
      .select({ workId: table.workId })
      .from(table)
      .where(and(inArray(table.taskType, [...taskTypes]), isNull(table.mergedInto)))
  ).map(({ workId }) => workId);
export const allWorks = async (db: Db): Promise<string[]> =>
  (await db.selectDistinct({ workId: table.workId }).from(table).where(isNull(table.mergedInto))).map(({ workId }) => workId);
export const dueWorks = async (db: Db, now: Date, limit: number): Promise<string[]> =>
  (
    await db
      .select({ workId: table.workId })
      .from(table)
      .where(and(isNotNull(table.nextAt), lte(table.nextAt, now), isNull(table.mergedInto)))
      .orderBy(table.nextAt)
      .limit(limit)
  ).map(({ workId }) => workId);

type Named = (typeof table)["role" | "team" | "model" | "project"];
export type Search = {
  from?: Date;
  to?: Date;
  source?: OutcomeRow["source"] | undefined;
  taskType?: string | undefined;
  agentId?: string | undefined;
  role?: string | undefined;
  team?: string | undefined;
  model?: string | undefined;
  project?: string | undefined;
  grade?: string | undefined;
  state?: string | undefined;
  task?: string | undefined;
  search?: string | undefined;
  demo: boolean;
};

/** Of one side, or, where `demo` is undefined, of both. */
type OfBoth = Omit<Search, "demo"> & { demo: boolean | undefined };

const is = (column: Named, value: string | undefined) => (value === undefined ? undefined : eq(column, value));

const conditions = (query: OfBoth): SQL | undefined => {
  const { grade, state, task, search } = query;
  return and(
    isNull(table.mergedInto),
    query.demo === undefined ? undefined : eq(table.demo, query.demo),
    query.from ? gte(table.acceptedAt, query.from) : undefined,
    query.to ? lt(table.acceptedAt, query.to) : undefined,
    query.source ? eq(table.source, query.source) : undefined,
    query.taskType ? eq(table.taskType, query.taskType) : undefined,
    query.agentId ? eq(table.agentId, query.agentId) : undefined,
    is(table.role, query.role),
    is(table.team, query.team),
    is(table.model, query.model),
    is(table.project, query.project),
    grade === "none" ? isNull(table.grade) : grade ? sql`${table.grade} = ${grade}` : undefined,
    state === "withdrawn" ? isNotNull(table.withdrawn) : isNull(table.withdrawn),
    state && state !== "withdrawn" ? sql`${table.state} = ${state}` : undefined,
    task
      ? inArray(table.workId, sql`(select ${parts.workId} from ${parts} where ${parts.kind} = 'task' and ${parts.ref} = ${task})`)
      : undefined,
    search ? ilike(table.searchText, `%${search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`) : undefined,
  );
};

export const searchOutcomes = (db: Db, query: Search & { before?: { at: Date; id: string }; limit: number }): Promise<OutcomeRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        conditions(query),
        query.before
          ? or(lt(table.acceptedAt, query.before.at), and(eq(table.acceptedAt, query.before.at), lt(table.id, query.before.id)))
          : undefined,
      ),
    )
    .orderBy(desc(table.acceptedAt), desc(table.id))
    .limit(query.limit);
export const countOutcomes = (db: Db, query: Search): Promise<number> => db.$count(table, conditions(query));

/** What value is made of, of one outcome, in the order of `windowRows`. Instants in milliseconds since 1970. */
export type WindowRow = [
  id: string,
  acceptedAt: number,
  p10: number | null,
  p50: number | null,
  p90: number | null,
  grade: OutcomeRow["grade"],
  basisKind: string | null,
  basisAt: string | null,
  agentShare: number,
  counterfactual: number,
  d: number,
  state: OutcomeRow["state"],
  agentId: string | null,
  role: string | null,
  team: string | null,
  model: string | null,
  project: string | null,
  taskType: string,
  reviewMinutes: number | null,
  declaredReviewMinutes: number | null,
  holdOut: boolean,
  writtenDownAt: number | null,
  workId: string,
  /** Null: none. */
  reworkSessions: string[] | null,
  part: number,
  demo: boolean,
];
const millis = (column: typeof table.acceptedAt | typeof table.writtenDownAt) => sql`(date_part('epoch', ${column}) * 1000)::bigint`;

const declaredMinutes = sql<number>`(${table.given} ->> 'declaredReviewMinutes')::int`;

/** Outcomes in 128 parts by their id, to tell which of many somebody has written to. */
const part = sql`(hashtext(${table.id}) & 127)`;

/** What tells one state of each part from all others, as `marksOf` does for all of them. */
export const partsWritten = async (db: Db): Promise<ReadonlyMap<number, string>> =>
  new Map(
    rowsOf<{ part: number; written: string }>(
      await db.execute(sql`select ${part} as part, count(*) || ' ' || ${writtenBy(sql`${table}`)} as written from ${table} group by 1`),
    ).map(({ part, written }) => [part, written]),
  );

/** What was accepted, in no order; withdrawn ones are not in it. By columns: row by row drivers take ten times as long. `only`: of these parts. */
export const windowRows = async (db: Db, query: OfBoth, only?: readonly number[]): Promise<WindowRow[]> => {
  const fields = [
    ...[table.id, millis(table.acceptedAt), table.p10, table.p50, table.p90, table.grade],
    ...[sql`${table.basis} ->> 'kind'`, sql`${table.basis} ->> 'at'`],
    ...[table.agentShare, table.counterfactual, table.d, table.state],
    ...[table.agentId, table.role, table.team, table.model, table.project, table.taskType],
    ...[table.reviewMinutes, declaredMinutes, table.holdOut, millis(table.writtenDownAt)],
    ...[table.workId, sql`nullif(${table.reworkSessions}, '[]')`, part, table.demo],
  ];
  const columns = sql.join(
    fields.map((field) => sql`json_agg(${field})`),
    sql`, `,
  );
  const [found] = rowsOf<{ columns: unknown[][] }>(
    await db.execute(sql`select json_build_array(${columns}) as columns from ${table}
      where ${conditions(query)} ${only === undefined ? sql`` : sql`and ${part} = any(${sql.param([...only])}::int[])`}`),
  );
  const [ids, ...others] = found?.columns ?? [];
  return (ids ?? []).map((id, place) => [id, ...others.map((column) => column[place])] as WindowRow);
};

/** The runs of each work. By columns, as `windowRows`. */
export const sessionsOfWorks = async (db: Db): Promise<ReadonlyMap<string, readonly string[]>> => {
  const [found] = rowsOf<{ columns: [string[] | null, string[][] | null] }>(
    await db.execute(sql`
      select json_build_array(json_agg(work_id), json_agg(runs)) as columns
      from (select work_id, json_agg(session_id) as runs from ${sessions} group by work_id) as works`),
  );
  const [works, runs] = found?.columns ?? [];
  return new Map((works ?? []).map((id, place) => [id, runs?.[place] ?? []]));
};

/** The runs with an outcome. */
export const linkedSessions = async (db: Db): Promise<{ real: string[]; demo: string[] }> => {
  const found = rowsOf<{ demo: boolean; ids: string[] }>(
    await db.execute(sql`
      select demo, json_agg(session_id) as ids from (
        select distinct s.session_id, o.demo from outcome_session s join outcome o on o.work_id = s.work_id
        where o.merged_into is null and o.withdrawn is null) as linked
      group by demo`),
  );
  const of = (demo: boolean) => found.find((row) => row.demo === demo)?.ids ?? [];
  return { real: of(false), demo: of(true) };
};

/** What people said that they spent on reviewing, of what was accepted in the window. */
/** What people said that they spent on reviewing, of what was accepted in a window: by itself, where there are too many outcomes to be kept. */
export const declaredReviews = async (db: Db, query: Search): Promise<DeclaredReview[]> => {
  const rows = await db
    .select({ acceptedAt: table.acceptedAt, reviewMinutes: declaredMinutes })
    .from(table)
    .where(and(conditions(query), sql`${table.given} ? 'declaredReviewMinutes'`))
    .orderBy(table.acceptedAt, table.id);
  return rows.map(({ acceptedAt, reviewMinutes }) => ({ acceptedAt: acceptedAt.getTime(), reviewMinutes }));
};
export type DeclaredReview = { acceptedAt: number; reviewMinutes: number };

export const findingsOf = async (db: Db, ids: readonly string[]): Promise<{ outcomeId: string; finding: Finding }[]> =>
  ids.length === 0
    ? []
    : db
        .select({ outcomeId: findings.outcomeId, finding: findings.finding })
        .from(findings)
        .where(inArray(findings.outcomeId, [...ids]))
        .orderBy(findings.at, findings.tip);
export const saveFinding = async (db: Db, outcomeId: string, finding: Finding): Promise<void> => {
  const row = { outcomeId, tip: finding.tip, at: new Date(finding.tipAt), finding };
  await db
    .insert(findings)
    .values(row)
    .onConflictDoUpdate({ target: [findings.outcomeId, findings.tip], set: row });
};
export const moveFindings = async (db: Db, { from, to }: { from: string; to: string }): Promise<void> => {
  await db.execute(
    sql`insert into outcome_finding select ${to}, tip, at, finding from outcome_finding where outcome_id = ${from} on conflict do nothing`,
  );
  await db.delete(findings).where(eq(findings.outcomeId, from));
};

/** Works with a pull request of this repository, or with commits of it that their runs told; newest first. */
export const outcomesOfRepository = async (
  db: Db,
  { repository, before, limit, id: only }: { repository: string; before?: { at: Date; id: string }; limit: number; id?: string },
): Promise<OutcomeRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        isNull(table.mergedInto),
        isNull(table.withdrawn),
        only ? eq(table.id, only) : undefined,
        sql`(exists (select 1 from outcome_part p where p.work_id = ${table.workId} and p.kind = 'pull_request' and p.facts ->> 'repository' = ${repository})
          or exists (select 1 from outcome_session s join outcome_commit c on c.session_id = s.session_id
            where s.work_id = ${table.workId} and exists (select 1 from unnest(c.branches) as b where starts_with(b, ${`${repository}
`}))))`,
        before ? or(lt(table.acceptedAt, before.at), and(eq(table.acceptedAt, before.at), lt(table.id, before.id))) : undefined,
      ),
    )
    .orderBy(desc(table.acceptedAt), desc(table.id))
    .limit(limit);

/** Each run that worked on outcomes that count, with these in the order of their acceptance. */
export const sharedSessions = async (
  db: Db,
  { only, demo }: { only?: readonly string[] | undefined; demo?: boolean | undefined } = {},
): Promise<{ sessionId: string; outcomes: string[] }[]> =>
  rowsOf(
    await db.execute(sql`
      select s.session_id as "sessionId", array_agg(o.id order by o.accepted_at, o.id) as outcomes
      from outcome_session s join outcome o on o.work_id = s.work_id and o.merged_into is null and o.withdrawn is null
        ${demo === undefined ? sql`` : sql`and o.demo = ${demo}`}
      ${only === undefined ? sql`` : sql`where s.session_id = any(${sql.param([...only])}::text[])`}
      group by s.session_id order by s.session_id`),
  );

/** Runs that took results back. */
export const reworkSessions = async (db: Db): Promise<string[]> =>
  rowsOf<{ id: string }>(
    await db.execute(sql`
      select distinct jsonb_array_elements_text(rework_sessions) as id from outcome
      where rework_sessions <> '[]' and merged_into is null and withdrawn is null`),
  ).map(({ id }) => id);

export const deleteOfWorks = async (db: Db, workIds: readonly string[]): Promise<void> =>
  void (await db.delete(table).where(inArray(table.workId, [...workIds])));
