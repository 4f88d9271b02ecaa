import { and, asc, desc, eq, getTableColumns, gt, isNull, lt, or } from "drizzle-orm";
import type { Person } from "@beckon/contracts/access";
import type { Db } from "../platform/db/database.ts";
import { devices, type DeviceRow } from "./devices.table.ts";
import { people, type PersonRow } from "./people.table.ts";
import { toPerson } from "./people.repository.ts";

/** A device with its person as they are now, without the session's hash. */
export type StoredDevice = Omit<DeviceRow, "sessionHash" | "personId"> & { person: Person };

const { sessionHash: _hash, personId: _person, ...readable } = getTableColumns(devices);

const toStored = ({ device, person }: { device: Omit<StoredDevice, "person">; person: PersonRow }): StoredDevice => ({
  ...device,
  person: toPerson(person),
});

const joined = (db: Db) => db.select({ device: readable, person: people }).from(devices).innerJoin(people, eq(devices.personId, people.id));

export const findDeviceBySession = async (db: Db, sessionHash: string): Promise<StoredDevice | undefined> => {
  const [row] = await joined(db).where(eq(devices.sessionHash, sessionHash));
  return row && toStored(row);
};

export const findDevice = async (db: Db, id: string): Promise<StoredDevice | undefined> => {
  const [row] = await joined(db).where(eq(devices.id, id));
  return row && toStored(row);
};

/** Active ones first, by their last sign; then those revoked after `revokedSince`. */
export const listDevices = async (db: Db, options: { revokedSince: Date; limit: number }): Promise<StoredDevice[]> => {
  const rows = await joined(db)
    .where(or(isNull(devices.revokedAt), gt(devices.revokedAt, options.revokedSince)))
    .orderBy(desc(isNull(devices.revokedAt)), desc(devices.lastSeenAt), asc(devices.id))
    .limit(options.limit);
  return rows.map(toStored);
};

export const listActiveDevices = async (db: Db): Promise<StoredDevice[]> =>
  (await joined(db).where(isNull(devices.revokedAt)).orderBy(asc(devices.createdAt), asc(devices.id))).map(toStored);

export const insertDevice = async (db: Db, row: typeof devices.$inferInsert) => {
  await db.insert(devices).values(row);
};

export const updateDevice = async (db: Db, id: string, change: { name?: string; privateNotifications?: boolean }): Promise<boolean> =>
  (
    await db
      .update(devices)
      .set(change)
      .where(and(eq(devices.id, id), isNull(devices.revokedAt)))
      .returning({ id: devices.id })
  ).length > 0;

/** Whether it was active until now: of two revocations at once, one does it. */
export const revokeDevice = async (db: Db, id: string, now: Date): Promise<boolean> =>
  (
    await db
      .update(devices)
      .set({ revokedAt: now })
      .where(and(eq(devices.id, id), isNull(devices.revokedAt)))
      .returning({ id: devices.id })
  ).length > 0;

export const touchDevice = async (db: Db, options: { id: string; now: Date; ifBefore: Date }) => {
  await db
    .update(devices)
    .set({ lastSeenAt: options.now })
    .where(and(eq(devices.id, options.id), lt(devices.lastSeenAt, options.ifBefore)));
};
