import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { valueReportLinks as links, valueReports as reports, type LinkRow, type ReportRow } from "./value.table.ts";

export type { LinkRow, ReportRow };
/** Without what was frozen, which is long. */
export type ReportHead = Pick<ReportRow, "id" | "title" | "createdAt" | "by" | "hash">;
const head = { id: reports.id, title: reports.title, createdAt: reports.createdAt, by: reports.by, hash: reports.hash };

export const findReport = async (db: Db, id: string): Promise<ReportRow | undefined> =>
  (await db.select().from(reports).where(eq(reports.id, id)))[0];

export const reportByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<ReportRow | undefined> =>
  (
    await db
      .select()
      .from(reports)
      .where(and(eq(reports.callerId, callerId), eq(reports.idempotencyKey, key)))
  )[0];

/** None, where the same key made one at the same time. */
export const insertReport = async (db: Db, row: ReportRow): Promise<ReportRow | undefined> =>
  (await db.insert(reports).values(row).onConflictDoNothing().returning())[0];

export const deleteReport = async (db: Db, id: string): Promise<ReportHead | undefined> =>
  (await db.delete(reports).where(eq(reports.id, id)).returning(head))[0];

/** Newest first. */
export const pageOfReports = (
  db: Db,
  { before, limit }: { before: { at: Date; id: string } | undefined; limit: number },
): Promise<ReportHead[]> =>
  db
    .select(head)
    .from(reports)
    .where(before && or(lt(reports.createdAt, before.at), and(eq(reports.createdAt, before.at), lt(reports.id, before.id))))
    .orderBy(desc(reports.createdAt), desc(reports.id))
    .limit(limit);

export const linksOf = (db: Db, reportIds: readonly string[]): Promise<LinkRow[]> =>
  reportIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(links)
        .where(inArray(links.reportId, [...reportIds]))
        .orderBy(desc(links.createdAt), desc(links.id));

/** The report's row is locked, so that no two links are one too many. */
export const lockReport = async (db: Db, id: string): Promise<ReportHead | undefined> =>
  (await db.select(head).from(reports).where(eq(reports.id, id)).for("update"))[0];

export const insertLink = async (db: Db, row: LinkRow): Promise<void> => void (await db.insert(links).values(row));

/** None, where there is none that still stands. */
export const revokeLink = async (
  db: Db,
  { id, reportId, now }: { id: string; reportId: string; now: Date },
): Promise<LinkRow | undefined> =>
  (
    await db
      .update(links)
      .set({ revokedAt: now })
      .where(and(eq(links.id, id), eq(links.reportId, reportId), isNull(links.revokedAt)))
      .returning()
  )[0];

export const hasLink = async (db: Db, { id, reportId }: { id: string; reportId: string }): Promise<boolean> =>
  (await db.$count(links, and(eq(links.id, id), eq(links.reportId, reportId)))) > 0;

/** Counts a look through the link of this secret; none where it is over, was taken back, or never was. */
export const lookThrough = async (db: Db, secretHash: string, now: Date): Promise<LinkRow | undefined> =>
  (
    await db
      .update(links)
      .set({ views: sql`least(${links.views} + 1, 2000000000)`, viewedAt: now })
      .where(and(eq(links.secretHash, secretHash), isNull(links.revokedAt), gt(links.expiresAt, now)))
      .returning()
  )[0];
