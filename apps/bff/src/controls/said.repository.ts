import type { StepTake } from "@beckon/contracts/signals";
import { and, asc, eq, gt, inArray, isNotNull, isNull, or, type SQL } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { commands as table, type CommandRow } from "./controls.table.ts";

/** A run as its own calls name it. */
export type RunName = { ownerId: string; sessionKey: string };

const inTurn = [asc(table.requestedAt), asc(table.place), asc(table.id)];
const isOpen = and(isNotNull(table.ownerId), isNull(table.endedAt));

/** What is said at next steps and not over, and what went out since then and may be asked for again by the same call. */
export const listSaid = (db: Db, since: Date): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(or(isOpen, and(isNotNull(table.ownerId), gt(table.endedAt, since))));

/** What is said to this run and not over, or went out with this very call; locked, in the order in which it was said. */
export const lockSaid = (db: Db, { ownerId, sessionKey }: RunName, { call, since }: { call: string; since: Date }): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        eq(table.ownerId, ownerId),
        eq(table.sessionKey, sessionKey),
        or(isNull(table.endedAt), and(eq(table.handedTo, call), gt(table.endedAt, since))),
      ),
    )
    .orderBy(...inTurn)
    .for("update");

/** Those of this run among these ids, locked. */
export const lockSaidByIds = (db: Db, { ownerId, sessionKey }: RunName, ids: readonly string[]): Promise<CommandRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(and(eq(table.ownerId, ownerId), eq(table.sessionKey, sessionKey), inArray(table.id, [...ids])))
        .orderBy(...inTurn)
        .for("update");

type Handing = { call: string; until: Date; now: Date };

/** From now on they are on their way with this call. */
export const hand = async (db: Db, ids: readonly string[], { call, until, now }: Handing): Promise<void> =>
  void (await db
    .update(table)
    .set({ state: "delivered", deliveredAt: now, handedTo: call, handedUntil: until })
    .where(inArray(table.id, [...ids])));

const onItsWay = (ids: readonly string[], call: string): SQL | undefined =>
  and(inArray(table.id, [...ids]), eq(table.state, "delivered"), eq(table.handedTo, call));

/** They did not go out with this call after all: the next one takes them. */
export const unhand = async (db: Db, ids: readonly string[], call: string): Promise<string[]> =>
  (
    await db
      .update(table)
      .set({ state: "requested", deliveredAt: null, handedTo: null, handedUntil: null })
      .where(onItsWay(ids, call))
      .returning({ id: table.id })
  ).map(({ id }) => id);

/** Those that are still on their way with this call, locked. */
export const lockHanded = async (db: Db, ids: readonly string[], call: string): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(onItsWay(ids, call))
      .orderBy(...inTurn)
      .for("update")
  ).map(({ id }) => id);

/** All that is said to runs and not over, of these kinds; for those whose run has ended. */
export const openSaid = (db: Db, kinds: readonly StepTake[]): Promise<CommandRow[]> =>
  db
    .select()
    .from(table)
    .where(and(isOpen, inArray(table.kind, [...kinds])))
    .limit(1_000);
