import { and, asc, eq, gt, inArray, lt, ne, or } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { hookHolds as table, type HookHoldRow } from "./holds.table.ts";

export type { HookHoldRow };

export const insertHold = async (db: Db, row: Omit<HookHoldRow, "state">): Promise<void> => {
  // Asked anew: what was answered to the same call before belongs to the past.
  await db
    .update(table)
    .set({ state: "closed" })
    .where(
      and(
        eq(table.ownerId, row.ownerId),
        eq(table.run, row.run),
        eq(table.session, row.session),
        eq(table.tool, row.tool),
        eq(table.input, row.input),
        eq(table.state, "answered"),
        ne(table.holdId, row.holdId),
      ),
    );
  await db.insert(table).values(row);
};

/** A connection takes its place at a hold that was there before, where that is still open. */
export const attachHold = async (
  db: Db,
  options: { holdId: string; ownerId: string; attachment: string; leaseUntil: Date },
): Promise<void> => {
  const { holdId, ownerId, attachment, leaseUntil } = options;
  await db
    .update(table)
    .set({ attachment, leaseUntil })
    .where(and(eq(table.holdId, holdId), eq(table.ownerId, ownerId), eq(table.state, "open")));
};

export const renewLeases = async (db: Db, attachments: string[], leaseUntil: Date): Promise<void> => {
  await db
    .update(table)
    .set({ leaseUntil })
    .where(and(inArray(table.attachment, attachments), eq(table.state, "open")));
};

/** The connection is gone: who comes again has until the lease ends. A newer connection is left alone. */
export const detachHold = async (db: Db, attachment: string, leaseUntil: Date): Promise<void> => {
  await db
    .update(table)
    .set({ attachment: null, leaseUntil })
    .where(and(eq(table.attachment, attachment), eq(table.state, "open")));
};

/** The live ones of a run and its sub-agents, and those that were closed of late, oldest first. */
export const holdsOfRun = (db: Db, { ownerId, run, since }: { ownerId: string; run: string; since: Date }): Promise<HookHoldRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.ownerId, ownerId), eq(table.run, run), or(ne(table.state, "closed"), gt(table.askedAt, since))))
    .orderBy(asc(table.askedAt), asc(table.requestId))
    .limit(1_000);

export const holdOf = (db: Db, ownerId: string, holdId: string): Promise<HookHoldRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.holdId, holdId), eq(table.ownerId, ownerId)));

/** Gives those that this call has changed: of several processes at once, one gets each. */
export const settleHolds = (
  db: Db,
  options: {
    requestIds: string[];
    from: HookHoldRow["state"][];
    to: Partial<Pick<HookHoldRow, "state" | "callId" | "input">>;
    lapsedAt?: Date;
  },
): Promise<HookHoldRow[]> =>
  db
    .update(table)
    .set(options.to)
    .where(
      and(
        inArray(table.requestId, options.requestIds),
        inArray(table.state, options.from),
        options.lapsedAt ? lt(table.leaseUntil, options.lapsedAt) : undefined,
      ),
    )
    .returning();

export const lapsedHolds = (db: Db, now: Date): Promise<HookHoldRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.state, "open"), lt(table.leaseUntil, now)))
    .limit(1_000);

/** The runs that something may still be said of. */
export const liveRuns = (db: Db): Promise<{ ownerId: string; run: string }[]> =>
  db.selectDistinct({ ownerId: table.ownerId, run: table.run }).from(table).where(ne(table.state, "closed"));

export const pruneHolds = async (db: Db, before: Date): Promise<void> => {
  await db.delete(table).where(and(ne(table.state, "open"), lt(table.leaseUntil, before)));
};
