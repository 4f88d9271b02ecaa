import { eq } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { argoConnections as table } from "./argo.table.ts";

/** There is one. */
const id = "argo";

export type ConnectionRow = Omit<typeof table.$inferSelect, "id">;

export const findConnection = async (db: Db): Promise<ConnectionRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const saveConnection = async (db: Db, row: ConnectionRow): Promise<void> =>
  void (await db
    .insert(table)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: table.id, set: row }));

export const deleteConnection = async (db: Db): Promise<boolean> =>
  (await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })).length > 0;
