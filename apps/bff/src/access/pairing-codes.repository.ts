import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { pairingCodes, type PairingCodeRow } from "./pairing-codes.table.ts";

export const insertCode = async (db: Db, row: typeof pairingCodes.$inferInsert) => {
  await db.insert(pairingCodes).values(row);
};

/** Uses the code up. Of two devices at once the row lock lets one through; the other finds it used. */
export const takeCode = async (db: Db, codeHash: string, now: Date): Promise<PairingCodeRow | undefined> => {
  const [row] = await db
    .update(pairingCodes)
    .set({ usedAt: now })
    .where(and(eq(pairingCodes.codeHash, codeHash), isNull(pairingCodes.usedAt), gt(pairingCodes.expiresAt, now)))
    .returning();
  return row;
};

/** Why a code could not be taken. */
export const stateOfCode = async (db: Db, codeHash: string): Promise<"unknown" | "used" | "expired"> => {
  const [row] = await db.select().from(pairingCodes).where(eq(pairingCodes.codeHash, codeHash));
  if (!row) return "unknown";
  return row.usedAt ? "used" : "expired";
};

export const noteCodeDevice = async (db: Db, id: string, deviceId: string) => {
  await db.update(pairingCodes).set({ deviceId }).where(eq(pairingCodes.id, id));
};

/** Codes are worth remembering only as long as somebody may still type one and wonder. */
export const pruneCodes = async (db: Db, expiredBefore: Date) => {
  await db.delete(pairingCodes).where(lt(pairingCodes.expiresAt, expiredBefore));
};
