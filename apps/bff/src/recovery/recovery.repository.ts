import type { RecoveryAction, RecoveryItemState, RecoveryState } from "@beckon/contracts/recovery";
import { and, count, desc, eq, getTableColumns, inArray, ne, notInArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { recoveries as table, recoveryItems as items, type ItemRow, type RecoveryRow } from "./recovery.table.ts";

export type { ItemRow, RecoveryRow };

/** Whether it was made: there is one of a kind at a time. Throws where this caller has used the key before. */
export const insertRecovery = async (db: Db, row: RecoveryRow): Promise<boolean> =>
  (
    await db
      .insert(table)
      .values(row)
      .onConflictDoNothing({ target: table.action, where: sql`state = 'running' or (action = 'maintenance' and state <> 'resumed')` })
      .returning({ id: table.id })
  ).length > 0;

export const findRecovery = async (db: Db, id: string): Promise<RecoveryRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const lockRecovery = async (db: Db, id: string): Promise<RecoveryRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const findRecoveries = (db: Db, ids: readonly string[]): Promise<RecoveryRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<RecoveryRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** The one of this kind that has not ended. */
export const findUnderWay = async (db: Db, action: RecoveryAction): Promise<RecoveryRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.action, action), action === "maintenance" ? ne(table.state, "resumed") : eq(table.state, "running")))
  )[0];

/** Those of which something may still be to do. */
export const unfinished = async (db: Db): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(inArray(table.state, ["running", "resuming"]))
  ).map(({ id }) => id);

export const listRecoveries = (db: Db, { before, limit }: { before?: { at: Date; id: string }; limit: number }): Promise<RecoveryRow[]> =>
  db
    .select()
    .from(table)
    .where(before ? sql`(${table.requestedAt}, ${table.id}) < (${before.at.toISOString()}::timestamptz, ${before.id})` : undefined)
    .orderBy(desc(table.requestedAt), desc(table.id))
    .limit(limit);

type Changes = Partial<Omit<RecoveryRow, "id">>;

/** Only from this state. */
export const changeRecovery = async (
  db: Db,
  { id, from }: { id: string; from: RecoveryState | readonly RecoveryState[] },
  to: Changes,
): Promise<RecoveryRow | undefined> =>
  (
    await db
      .update(table)
      .set(to)
      .where(and(eq(table.id, id), inArray(table.state, [from].flat() as RecoveryState[])))
      .returning()
  )[0];

const chunk = 500;
export const insertItems = async (db: Db, rows: readonly ItemRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += chunk) await db.insert(items).values(rows.slice(from, from + chunk));
};

/** Which way: what is to be done, or brought back. */
export type Way = "do" | "back";

/** The next that wait, in their order; on the way back the last first, and only what was done. */
export const nextItems = (db: Db, id: string, { way, limit }: { way: Way; limit: number }): Promise<ItemRow[]> =>
  db
    .select()
    .from(items)
    .where(
      and(
        eq(items.recoveryId, id),
        way === "do" ? eq(items.state, "requested") : and(eq(items.backState, "requested"), eq(items.state, "done")),
      ),
    )
    .orderBy(way === "do" ? items.n : desc(items.n))
    .limit(limit);

/** Those of them that still wait, held until the transaction ends: of two that are about to do the same, one finds nothing. */
export const claimItems = (db: Db, id: string, { way, ns }: { way: Way; ns: readonly number[] }): Promise<ItemRow[]> =>
  db
    .select()
    .from(items)
    .where(and(eq(items.recoveryId, id), inArray(items.n, [...ns]), eq(way === "do" ? items.state : items.backState, "requested")))
    .orderBy(items.n)
    .for("update");

export type Outcome = {
  n: number;
  state: RecoveryItemState;
  words?: string | null;
  commandId?: string;
  pauseId?: string;
  kept?: ItemRow["kept"];
};

/** What came of them, all in one statement. */
export const saveOutcomes = async (db: Db, id: string, { way, outcomes }: { way: Way; outcomes: readonly Outcome[] }): Promise<void> => {
  if (outcomes.length === 0) return;
  const rows = JSON.stringify(
    outcomes.map(({ n, state, words = null, commandId = null, pauseId = null, kept = null }) => ({
      n,
      state,
      words,
      commandId,
      pauseId,
      kept,
    })),
  );
  const said = sql`jsonb_to_recordset(${rows}::jsonb) as said(n int, state text, words text, "commandId" text, "pauseId" text, kept jsonb)`;
  await db.execute(
    way === "do"
      ? sql`update recovery_item set state = said.state, words = said.words, command_id = coalesce(said."commandId", command_id),
            pause_id = coalesce(said."pauseId", pause_id), kept = coalesce(nullif(said.kept, 'null'::jsonb), recovery_item.kept)
          from ${said} where recovery_id = ${id} and recovery_item.n = said.n`
      : sql`update recovery_item set back_state = said.state, back_words = said.words, back_command_id = coalesce(said."commandId", back_command_id)
          from ${said} where recovery_id = ${id} and recovery_item.n = said.n`,
  );
};

/** Items that were sent as these commands, by the way they went. */
export const itemsOfCommands = async (db: Db, commandIds: readonly string[]): Promise<(ItemRow & { way: Way })[]> => {
  const ids = [...commandIds];
  const there = await db.select().from(items).where(inArray(items.commandId, ids)).orderBy(items.recoveryId, items.n).for("update");
  const back = await db.select().from(items).where(inArray(items.backCommandId, ids)).orderBy(items.recoveryId, items.n).for("update");
  return [...there.map((item) => ({ ...item, way: "do" as const })), ...back.map((item) => ({ ...item, way: "back" as const }))];
};

/** Marks what is to be brought back, and what never will be done. Gives the commands that are still on their way. */
export const markBack = async (db: Db, id: string): Promise<string[]> => {
  // All of them in one order, as those do that write what came of them.
  await db.select({ n: items.n }).from(items).where(eq(items.recoveryId, id)).orderBy(items.n).for("update");
  await db
    .update(items)
    .set({ state: "skipped", words: "Brought back before it was begun." })
    .where(and(eq(items.recoveryId, id), eq(items.state, "requested")));
  await db
    .update(items)
    .set({ backState: "requested" })
    .where(and(eq(items.recoveryId, id), inArray(items.state, ["sent", "done"]), notInArray(items.act, ["restart", "reload", "none"])));
  const sent = await db
    .select({ commandId: items.commandId })
    .from(items)
    .where(and(eq(items.recoveryId, id), eq(items.state, "sent")));
  return sent.flatMap(({ commandId }) => commandId ?? []);
};

/** Whether anything of it is not settled. */
export const hasOpen = async (db: Db, id: string, way: Way): Promise<boolean> =>
  (
    await db
      .select({ n: items.n })
      .from(items)
      .where(
        and(
          eq(items.recoveryId, id),
          way === "do"
            ? inArray(items.state, ["requested", "sent"])
            : sql`(${items.state} = 'sent' or ${items.backState} in ('requested', 'sent'))`,
        ),
      )
      .limit(1)
  ).length > 0;

export type Count = { recoveryId: string; state: RecoveryItemState; backState: RecoveryItemState | null; count: number };
export const countItems = (db: Db, ids: readonly string[]): Promise<Count[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select({ recoveryId: items.recoveryId, state: items.state, backState: items.backState, count: count() })
        .from(items)
        .where(inArray(items.recoveryId, [...ids]))
        .groupBy(items.recoveryId, items.state, items.backState);

/** What did not come to what was wanted, each way. */
export const problemsOf = (db: Db, id: string, limit: number): Promise<ItemRow[]> =>
  db
    .select()
    .from(items)
    .where(and(eq(items.recoveryId, id), sql`(${items.state} in ('failed', 'skipped') or ${items.backState} in ('failed', 'skipped'))`))
    .orderBy(sql`(${items.state} = 'failed' or ${items.backState} = 'failed') desc`, items.n)
    .limit(limit);

const urgency = sql<number>`(case when ${items.state} = 'failed' or ${items.backState} = 'failed' then 0
  when ${items.state} in ('requested', 'sent') or ${items.backState} in ('requested', 'sent') then 1 else 2 end)`;

/** A page of the items, what went wrong first, then what is still to come. */
export const listItems = (
  db: Db,
  id: string,
  { after, limit }: { after?: { urgency: number; n: number } | undefined; limit: number },
): Promise<(ItemRow & { urgency: number })[]> =>
  db
    .select({ ...getTableColumns(items), urgency })
    .from(items)
    .where(and(eq(items.recoveryId, id), after ? sql`(${urgency}, ${items.n}) > (${after.urgency}, ${after.n})` : undefined))
    .orderBy(urgency, items.n)
    .limit(limit);

/** Of what has ended long since only the newest are kept; maintenance that holds is kept. */
export const pruneRecoveries = async (db: Db, keep: number): Promise<void> =>
  void (await db.execute(sql`
    delete from recovery where id in (
      select id from recovery where state in ('done', 'resumed') and not (action = 'maintenance' and state = 'done')
      order by requested_at desc, id offset ${keep})`));
