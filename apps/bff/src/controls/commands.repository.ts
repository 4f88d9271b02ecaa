import type { CommandState } from "@beckon/contracts/controls";
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { commands as table, type CommandRow } from "./controls.table.ts";

export type { CommandRow };

/** Throws where this caller has used the key before: then nothing of the transaction stands. */
export const insertCommands = async (db: Db, rows: readonly CommandRow[]): Promise<void> => void (await db.insert(table).values([...rows]));

export const findCommand = async (db: Db, id: string): Promise<CommandRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const findCommands = (db: Db, ids: readonly string[]): Promise<CommandRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

export const findByKey = (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
    .orderBy(asc(table.place));

/** Those of this machine among these ids, locked in one order for everybody. */
export const lockOfHost = (db: Db, hostId: string, ids: readonly string[]): Promise<CommandRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(and(eq(table.hostId, hostId), inArray(table.id, [...ids])))
        .orderBy(asc(table.id))
        .for("update");

/** As they were asked for, those of one request in their own order. */
const inTurn = [asc(table.requestedAt), asc(table.place), asc(table.id)];

/** What is not over, of a machine, a process or a wish that a run stand still; oldest first. */
type OpenOf = { hostId: string } | { processIds: readonly string[] } | { pauseId: string };
export const openCommands = (db: Db, of: OpenOf): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(and(isNull(table.endedAt), whose(of)))
    .orderBy(...inTurn);

const whose = (of: OpenOf) => {
  if ("hostId" in of) return eq(table.hostId, of.hostId);
  return "pauseId" in of ? eq(table.pauseId, of.pauseId) : inArray(table.processId, [...of.processIds]);
};

/** Starts that nobody has told the end of. */
export const openStarts = (db: Db): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(and(isNull(table.endedAt), eq(table.kind, "start")))
    .orderBy(...inTurn);

/** Of each of these processes the last command that came to something, or still may. */
export const lastOfProcesses = async (
  db: Db,
  processIds: readonly string[],
): Promise<Map<string, Pick<CommandRow, "id" | "kind" | "by">>> => {
  if (processIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([table.processId], { processId: table.processId, id: table.id, kind: table.kind, by: table.by })
    .from(table)
    .where(and(inArray(table.processId, [...processIds]), inArray(table.state, ["requested", "delivered", "acknowledged", "done"])))
    .orderBy(table.processId, desc(table.requestedAt), desc(table.id));
  return new Map(rows.map(({ processId, ...row }) => [processId as string, row]));
};

/** What a machine has to be told: nothing has been heard of it yet, and somebody still expects it. */
const waiting = (hostId: string, now: Date) =>
  and(isNull(table.endedAt), eq(table.hostId, hostId), inArray(table.state, ["requested", "delivered"]), gt(table.expiresAt, now));

export const waitingFor = (db: Db, { hostId, now, limit }: { hostId: string; now: Date; limit: number }): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(waiting(hostId, now))
    .orderBy(...inTurn)
    .limit(limit);

/** Marks as handed over those that still wait for that; each is locked in the order that everybody locks them in. */
export const markDelivered = async (db: Db, ids: readonly string[], now: Date): Promise<string[]> => {
  const locked = await db
    .select({ id: table.id })
    .from(table)
    .where(and(inArray(table.id, [...ids]), eq(table.state, "requested")))
    .orderBy(asc(table.id))
    .for("update");
  if (locked.length === 0) return [];
  const own = locked.map(({ id }) => id);
  await db.update(table).set({ state: "delivered", deliveredAt: now }).where(inArray(table.id, own));
  return own;
};

const written = { state: sql`excluded.state`, deliveredAt: sql`excluded.delivered_at`, acknowledgedAt: sql`excluded.acknowledged_at` };

/** How far they have come and what came of them; locked by whoever calls. */
export const saveProgress = async (db: Db, rows: readonly CommandRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const set = { ...written, endedAt: sql`excluded.ended_at`, result: sql`excluded.result` };
  await db
    .insert(table)
    .values([...rows])
    .onConflictDoUpdate({ target: table.id, set });
};

/** Ends it while it is not over, and only from these states, or when it is due, where that is said. */
export const endCommand = async (
  db: Db,
  id: string,
  to: { state: CommandState; endedAt: Date; result: string | null },
  only: { from?: readonly CommandState[]; dueAt?: Date } = {},
): Promise<CommandRow | undefined> =>
  (
    await db
      .update(table)
      .set(to)
      .where(
        and(
          eq(table.id, id),
          isNull(table.endedAt),
          only.from ? inArray(table.state, [...only.from]) : undefined,
          only.dueAt ? lte(table.expiresAt, only.dueAt) : undefined,
        ),
      )
      .returning()
  )[0];

/** Oldest first. */
export const commandsOfProcesses = (db: Db, ids: readonly string[]): Promise<CommandRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.processId, [...ids]))
        .orderBy(...inTurn);

export const listDue = async (db: Db, now: Date, limit: number): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(isNull(table.endedAt), lte(table.expiresAt, now)))
      .orderBy(asc(table.expiresAt))
      .limit(limit)
  ).map(({ id }) => id);

/** Of each process the newest of each kind that is on its way, or was done. */
export const standingOfProcesses = (db: Db, processIds: readonly string[]): Promise<CommandRow[]> =>
  processIds.length === 0
    ? Promise.resolve([])
    : db
        .selectDistinctOn([table.processId, table.kind])
        .from(table)
        .where(and(inArray(table.processId, [...processIds]), or(isNull(table.endedAt), eq(table.state, "done"))))
        .orderBy(table.processId, table.kind, desc(table.requestedAt), desc(table.id));

type CommandSearch = {
  agentId?: string | undefined;
  hostId?: string | undefined;
  state?: CommandState | undefined;
  since?: Date;
  before?: { at: Date; id: string } | undefined;
  limit: number;
};

/** Newest first. */
export const searchCommands = (db: Db, { agentId, hostId, state, since, before, limit }: CommandSearch): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        agentId ? eq(table.agentId, agentId) : undefined,
        hostId ? eq(table.hostId, hostId) : undefined,
        state ? eq(table.state, state) : undefined,
        since ? gt(table.requestedAt, since) : undefined,
        before ? sql`(${table.requestedAt}, ${table.id}) < (${before.at.toISOString()}::timestamptz, ${before.id})` : undefined,
      ),
    )
    .orderBy(desc(table.requestedAt), desc(table.id))
    .limit(limit);

export const pruneCommands = async (db: Db, before: Date): Promise<void> => void (await db.delete(table).where(lt(table.endedAt, before)));
