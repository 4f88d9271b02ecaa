import type { Passkey } from "@beckon/contracts/access";
import { and, asc, eq, gt, lt } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { passkeyChallenges, passkeys, stepUps, type PasskeyRow } from "./passkeys.table.ts";

/** A passkey with what its signature is checked by. */
export type StoredPasskey = Pick<PasskeyRow, "id" | "personId" | "name" | "credentialId" | "publicKey" | "counter" | "transports">;

const toPasskey = (row: PasskeyRow): Passkey => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  ...(row.lastUsedAt ? { lastUsedAt: row.lastUsedAt.toISOString() } : {}),
});

const ofPerson = (personId: string | undefined) => (personId === undefined ? undefined : eq(passkeys.personId, personId));

/** One person's, or everybody's. */
export const listPasskeys = async (db: Db, personId?: string): Promise<Passkey[]> =>
  (await db.select().from(passkeys).where(ofPerson(personId)).orderBy(asc(passkeys.createdAt), asc(passkeys.id))).map(toPasskey);

export const listCredentials = async (db: Db, personId: string): Promise<StoredPasskey[]> =>
  db.select().from(passkeys).where(ofPerson(personId));

export const countPasskeys = (db: Db, personId: string): Promise<number> => db.$count(passkeys, eq(passkeys.personId, personId));

/** Nothing when this credential is enrolled already, for whomever. */
export const insertPasskey = async (db: Db, row: typeof passkeys.$inferInsert): Promise<Passkey | undefined> => {
  const [inserted] = await db.insert(passkeys).values(row).onConflictDoNothing({ target: passkeys.credentialId }).returning();
  return inserted && toPasskey(inserted);
};

/** What it confirmed a moment ago goes with it. */
export const deletePasskey = async (db: Db, options: { id: string; personId?: string }): Promise<StoredPasskey | undefined> => {
  const [row] = await db
    .delete(passkeys)
    .where(and(eq(passkeys.id, options.id), ofPerson(options.personId)))
    .returning();
  if (row) await db.delete(stepUps).where(eq(stepUps.passkeyId, row.id));
  return row;
};

/** Notes a use, unless the counter has been seen: of two answers with one signature, or from a copied key, one counts. */
export const usePasskey = async (db: Db, options: { id: string; counter: number; now: Date }): Promise<boolean> => {
  const { id, counter, now } = options;
  const moved = counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter);
  return (
    (
      await db
        .update(passkeys)
        .set({ counter, lastUsedAt: now })
        .where(and(eq(passkeys.id, id), moved))
        .returning({ id: passkeys.id })
    ).length > 0
  );
};

/** One open challenge per device and purpose; a newer one replaces it. */
export const putChallenge = async (db: Db, row: typeof passkeyChallenges.$inferInsert, now: Date) => {
  await db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, now));
  await db
    .insert(passkeyChallenges)
    .values(row)
    .onConflictDoUpdate({
      target: [passkeyChallenges.deviceId, passkeyChallenges.purpose],
      set: { challenge: row.challenge, expiresAt: row.expiresAt },
    });
};

/** Takes the challenge out: it is good for one answer, right or wrong. */
export const takeChallenge = async (db: Db, options: { deviceId: string; purpose: string; now: Date }): Promise<string | undefined> => {
  const { deviceId, purpose, now } = options;
  const [row] = await db
    .delete(passkeyChallenges)
    .where(and(eq(passkeyChallenges.deviceId, deviceId), eq(passkeyChallenges.purpose, purpose)))
    .returning();
  return row && row.expiresAt > now ? row.challenge : undefined;
};

export const putStepUp = async (db: Db, row: typeof stepUps.$inferInsert, forgetBefore: Date) => {
  await db.delete(stepUps).where(lt(stepUps.at, forgetBefore));
  await db
    .insert(stepUps)
    .values(row)
    .onConflictDoUpdate({ target: [stepUps.deviceId, stepUps.purpose], set: { at: row.at, passkeyId: row.passkeyId } });
};

export const hasStepUp = async (db: Db, options: { deviceId: string; purpose: string; since: Date }): Promise<boolean> =>
  (await db.$count(
    stepUps,
    and(eq(stepUps.deviceId, options.deviceId), eq(stepUps.purpose, options.purpose), gt(stepUps.at, options.since)),
  )) > 0;
