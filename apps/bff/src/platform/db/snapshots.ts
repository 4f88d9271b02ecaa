import type { Db } from "./database.ts";

const snapshots = new WeakSet<Db>();

/** Notes that this connection sees one instant until it ends: what it said once it would say again. */
export const asSnapshot = (db: Db): Db => {
  snapshots.add(db);
  return db;
};
export const isSnapshot = (db: Db): boolean => snapshots.has(db);
