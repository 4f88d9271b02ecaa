import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { outcomeParts as table, type PartRow } from "./outcomes.table.ts";
import type { PartKey } from "./outcomes.types.ts";

export type { PartRow };

const is = ({ kind, ref }: PartKey) => and(eq(table.kind, kind), eq(table.ref, ref));

export const findParts = (db: Db, keys: readonly PartKey[]): Promise<PartRow[]> =>
  keys.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(or(...keys.map(is)));

export const partsOfWorks = (db: Db, workIds: readonly string[]): Promise<PartRow[]> =>
  workIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.workId, [...workIds]))
        .orderBy(table.acceptedAt, table.kind, table.ref);

export const savePart = async (db: Db, row: PartRow): Promise<void> => {
  const { kind: _, ref: __, ...rest } = row;
  await db
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: [table.kind, table.ref], set: rest });
};

/** From now on they are one. */
export const joinWorks = async (db: Db, { into, from }: { into: string; from: string }): Promise<void> =>
  void (await db.update(table).set({ workId: into }).where(eq(table.workId, from)));

/** Pull requests with one of these head branches, merge commits or names, or that take back one of those. */
export const findPulls = (
  db: Db,
  by: { branches?: readonly string[]; mergeCommits?: readonly string[]; refs?: readonly string[]; reverting?: readonly string[] },
): Promise<PartRow[]> => {
  const { branches = [], mergeCommits = [], refs = [], reverting = [] } = by;
  const wanted = [
    branches.length > 0 ? inArray(table.branch, [...branches]) : undefined,
    mergeCommits.length > 0 ? inArray(table.mergeCommit, [...mergeCommits]) : undefined,
    refs.length > 0 ? inArray(table.ref, [...refs]) : undefined,
    reverting.length > 0 ? inArray(table.reverts, [...reverting]) : undefined,
  ].filter((one) => one !== undefined);
  return wanted.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(and(eq(table.kind, "pull_request"), or(...wanted)));
};

export const worksOfOwners = async (db: Db, ownerIds: readonly string[]): Promise<string[]> =>
  ownerIds.length === 0
    ? []
    : (
        await db
          .selectDistinct({ workId: table.workId })
          .from(table)
          .where(and(inArray(table.ownerId, [...ownerIds]), sql`${table.demo}`))
      ).map(({ workId }) => workId);

export const deleteParts = async (db: Db, workIds: readonly string[]): Promise<void> =>
  void (await db.delete(table).where(inArray(table.workId, [...workIds])));
