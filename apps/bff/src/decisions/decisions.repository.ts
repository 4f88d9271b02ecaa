import type { Decision, DecisionRequest, DecisionStatus } from "@beckon/contracts/decisions";
import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, ne, or, sql, type SQL } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { toDecisionRequest } from "./decisions.mapper.ts";
import { decisionRequests as table, type NewDecisionRequestRow } from "./decisions.table.ts";
import type { StoredDecision } from "./decisions.types.ts";

/** What the service may know of a row beside the request itself. */
export type Stored = {
  request: DecisionRequest;
  ownerId: string;
  inputHash: string;
  callbackUrl: string | undefined;
  /** The device or script whose answer stands. */
  answererId: string | undefined;
};

type Row = typeof table.$inferSelect;
export const toStored = (row: Row): Stored => ({
  request: toDecisionRequest(row),
  ownerId: row.ownerId,
  inputHash: row.inputHash,
  callbackUrl: row.callbackUrl ?? undefined,
  answererId: row.decision?.answererId,
});

/** Nothing when the owner has used this idempotency key before. */
export const insertRequest = async (db: Db, row: NewDecisionRequestRow): Promise<Stored | undefined> => {
  const [inserted] = await db
    .insert(table)
    .values(row)
    .onConflictDoNothing({ target: [table.ownerId, table.idempotencyKey] })
    .returning();
  return inserted && toStored(inserted);
};

export const findRequest = async (db: Db, id: string): Promise<Stored | undefined> => {
  const [row] = await db.select().from(table).where(eq(table.id, id));
  return row && toStored(row);
};

export const findByKey = async (db: Db, ownerId: string, key: string): Promise<Stored | undefined> => {
  const [row] = await db
    .select()
    .from(table)
    .where(and(eq(table.ownerId, ownerId), eq(table.idempotencyKey, key)));
  return row && toStored(row);
};

export const findRequests = async (db: Db, ids: string[]): Promise<DecisionRequest[]> =>
  ids.length === 0 ? [] : (await db.select().from(table).where(inArray(table.id, ids))).map(toDecisionRequest);

/** Longest wait first. */
export const listPending = async (db: Db, limit: number): Promise<DecisionRequest[]> =>
  (await db.select().from(table).where(eq(table.status, "pending")).orderBy(asc(table.askedAt)).limit(limit)).map(toDecisionRequest);

export const listResolved = async (db: Db, since: Date, limit: number): Promise<DecisionRequest[]> =>
  (
    await db
      .select()
      .from(table)
      .where(and(ne(table.status, "pending"), gte(table.askedAt, since)))
      .orderBy(desc(table.askedAt), desc(table.id))
      .limit(limit)
  ).map(toDecisionRequest);

export type Search = {
  status?: DecisionStatus | "resolved";
  q?: string;
  agent?: string;
  from?: Date;
  to?: Date;
  before?: { askedAt: Date; id: string };
  limit: number;
};

const escapeLike = (value: string) => value.replace(/[\\%_]/g, "\\$&");

/** Newest first; `before` continues after the last row of the page before. */
export const searchRequests = async (db: Db, search: Search): Promise<DecisionRequest[]> => {
  const conditions: (SQL | undefined)[] = [
    search.status === "resolved" ? ne(table.status, "pending") : search.status ? eq(table.status, search.status) : undefined,
    search.q ? sql`${table.searchText} like ${`%${escapeLike(search.q.toLowerCase())}%`}` : undefined,
    search.agent ? sql`(${table.agentId} = ${search.agent} or ${table.agent}->>'name' = ${search.agent})` : undefined,
    search.from ? gte(table.askedAt, search.from) : undefined,
    search.to ? lte(table.askedAt, search.to) : undefined,
    search.before
      ? sql`(${table.askedAt}, ${table.id}) < (${search.before.askedAt.toISOString()}::timestamptz, ${search.before.id})`
      : undefined,
  ];
  const rows = await db
    .select()
    .from(table)
    .where(and(...conditions))
    .orderBy(desc(table.askedAt), desc(table.id))
    .limit(search.limit);
  return rows.map(toDecisionRequest);
};

/**
 * The one place where an answer becomes the one that stands: conditional on the row still being
 * pending and not yet due, so that of any number of answers at once exactly one gets the row.
 */
export const decideRequest = async (
  db: Db,
  options: { id: string; decision: StoredDecision; now: Date; searchAlso: string },
): Promise<Stored | undefined> => {
  const { id, decision, now } = options;
  const [row] = await db
    .update(table)
    .set({ status: "decided", decision, resolvedAt: now, searchText: sql`${table.searchText} || ${options.searchAlso.toLowerCase()}` })
    .where(and(eq(table.id, id), eq(table.status, "pending"), or(isNull(table.expiresAt), gt(table.expiresAt, now))))
    .returning();
  return row && toStored(row);
};

/** Lets a due request fall to its declared default, as of the moment it was due. */
export const expireRequest = async (
  db: Db,
  options: { id: string; decision: Decision | undefined; now: Date },
): Promise<Stored | undefined> => {
  const [row] = await db
    .update(table)
    .set({ status: "expired", decision: options.decision ?? null, resolvedAt: sql`${table.expiresAt}` })
    .where(and(eq(table.id, options.id), eq(table.status, "pending"), lte(table.expiresAt, options.now)))
    .returning();
  return row && toStored(row);
};

export const cancelRequest = async (db: Db, options: { id: string; reason: string; now: Date }): Promise<Stored | undefined> => {
  const [row] = await db
    .update(table)
    .set({ status: "cancelled", cancelReason: options.reason, resolvedAt: options.now })
    .where(and(eq(table.id, options.id), eq(table.status, "pending")))
    .returning();
  return row && toStored(row);
};

/** Written once; a second report finds the row with an outcome and changes nothing. */
export const writeOutcome = async (db: Db, id: string, outcome: NonNullable<DecisionRequest["outcome"]>): Promise<Stored | undefined> => {
  const [row] = await db
    .update(table)
    .set({ outcome })
    .where(and(eq(table.id, id), isNull(table.outcome), sql`${table.decision} is not null`))
    .returning();
  return row && toStored(row);
};

export const listDue = async (db: Db, now: Date, limit: number): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.status, "pending"), lte(table.expiresAt, now)))
      .orderBy(asc(table.expiresAt))
      .limit(limit)
  ).map((row) => row.id);

export const countPending = async (db: Db): Promise<number> => db.$count(table, eq(table.status, "pending"));

export const pendingOf = async (db: Db, ownerIds: string[]): Promise<{ id: string; ownerId: string }[]> =>
  db
    .select({ id: table.id, ownerId: table.ownerId })
    .from(table)
    .where(and(inArray(table.ownerId, ownerIds), eq(table.status, "pending")));

/** With all that hangs on them: snoozes, deliveries, held hooks. */
export const deleteRequests = async (db: Db, ownerIds: string[]): Promise<string[]> =>
  (await db.delete(table).where(inArray(table.ownerId, ownerIds)).returning({ id: table.id })).map(({ id }) => id);
