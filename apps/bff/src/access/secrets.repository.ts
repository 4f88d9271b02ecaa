import { eq } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { serverSecrets } from "./secrets.table.ts";

const read = async (db: Db, id: string) => (await db.select().from(serverSecrets).where(eq(serverSecrets.id, id)))[0]?.value;

/** The secret of this name, made on first need. Of several processes that start at once, one makes it and all get that one. */
export const ensureSecret = async (db: Db, id: string, make: () => string | Promise<string>): Promise<string> => {
  const standing = await read(db, id);
  if (standing !== undefined) return standing;
  await db
    .insert(serverSecrets)
    .values({ id, value: await make() })
    .onConflictDoNothing();
  const value = await read(db, id);
  if (value === undefined) throw new Error(`the server secret ${id} was not stored`);
  return value;
};
