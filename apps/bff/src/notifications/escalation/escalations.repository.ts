import { defaultEscalation, type Escalation, type EscalationPolicy } from "@beckon/contracts/escalation";
import { and, desc, eq, gte, inArray, isNotNull, lt, ne } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { deliveries } from "../notifications.table.ts";
import { escalationPolicies, escalations as table, type EscalationRow } from "./escalations.table.ts";

export type { EscalationRow } from "./escalations.table.ts";

const theOne = "default";

export const readEscalationPolicy = async (db: Db): Promise<{ policy: EscalationPolicy; isDefault: boolean }> => {
  const [row] = await db.select().from(escalationPolicies).where(eq(escalationPolicies.id, theOne));
  return row ? { policy: row.policy, isDefault: false } : { policy: defaultEscalation, isDefault: true };
};

export const saveEscalationPolicy = async (db: Db, policy: EscalationPolicy, now: Date): Promise<void> => {
  await db
    .insert(escalationPolicies)
    .values({ id: theOne, policy, updatedAt: now })
    .onConflictDoUpdate({ target: escalationPolicies.id, set: { policy, updatedAt: now } });
};

/** Held to the end of the caller's transaction: what follows from it is done by one. */
export const lockEscalation = async (db: Db, id: string): Promise<EscalationRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

/** The one that is not over, of an occasion. */
export const lockStanding = async (db: Db, occasion: string): Promise<EscalationRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.occasion, occasion), ne(table.state, "settled")))
      .for("update")
  )[0];

/** False where one of the same occasion stands. */
export const insertEscalation = async (db: Db, row: EscalationRow): Promise<boolean> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning({ id: table.id })).length > 0;

export const updateEscalation = async (db: Db, id: string, change: Partial<EscalationRow>): Promise<void> => {
  await db.update(table).set(change).where(eq(table.id, id));
};

export const findEscalation = async (db: Db, id: string): Promise<EscalationRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

const toEscalation = (row: EscalationRow): Escalation => {
  const { requestId, endedAt, by, nextAt, policy, next } = row;
  const step = policy.steps[next % policy.steps.length];
  return {
    ...{ id: row.id, occasion: row.occasion, severity: row.severity, title: row.title, state: row.state, steps: row.steps },
    startedAt: row.startedAt.toISOString(),
    ...(requestId ? { requestId } : {}),
    ...(endedAt ? { endedAt: endedAt.toISOString() } : {}),
    ...(by ? { by } : {}),
    ...(row.state === "open" && nextAt && step ? { next: { at: nextAt.toISOString(), tell: step.tell } } : {}),
  };
};

/** Newest first. */
export const listEscalations = async (db: Db, query: { occasion?: string | undefined; limit: number }): Promise<Escalation[]> => {
  const rows = await db
    .select()
    .from(table)
    .where(query.occasion === undefined ? undefined : eq(table.occasion, query.occasion))
    .orderBy(desc(table.startedAt), desc(table.id))
    .limit(query.limit);
  return rows.map(toEscalation);
};

/** Devices that steps from this one on have told, in the order of telling. */
export const toldSince = async (db: Db, escalationId: string, step: number): Promise<string[]> =>
  (
    await db
      .select({ deviceId: deliveries.deviceId })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.escalationId, escalationId),
          gte(deliveries.step, step),
          eq(deliveries.via, "push"),
          inArray(deliveries.kind, ["notice", "reminder"]),
        ),
      )
      .orderBy(deliveries.step, deliveries.id)
  ).map(({ deviceId }) => deviceId);

/** Whether one of a step's messages may still arrive. */
export const mayArrive = async (db: Db, escalationId: string, step: number): Promise<boolean> =>
  (await db.$count(
    deliveries,
    and(
      eq(deliveries.escalationId, escalationId),
      eq(deliveries.step, step),
      ne(deliveries.status, "failed"),
      ne(deliveries.kind, "withdraw"),
    ),
  )) > 0;

/** Channels that took a message of this escalation. */
export const toldChannels = (
  db: Db,
  escalationId: string,
): Promise<{ id: string; name: string; via: "push" | "ntfy" | "webhook" | "email" }[]> =>
  db
    .selectDistinct({ id: deliveries.deviceId, name: deliveries.deviceName, via: deliveries.via })
    .from(deliveries)
    .where(and(eq(deliveries.escalationId, escalationId), ne(deliveries.via, "push"), isNotNull(deliveries.acceptedAt)));

export const pruneEscalations = async (db: Db, before: Date): Promise<void> => {
  await db.delete(table).where(lt(table.startedAt, before));
};
