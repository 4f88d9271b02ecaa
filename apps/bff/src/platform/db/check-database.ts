import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "./database.ts";
import { appliedMigration } from "./migrate.ts";

/**
 * A few milliseconds that tell a sound database from a damaged one: the catalogue answers, the list
 * of migrations can be read, and each table and index opens (its file is there and begins right).
 */
export const checkDatabase = async (db: Db): Promise<void> => {
  const tables = rowsOf<{ name: string }>(
    await db.execute(sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`),
  );
  await appliedMigration(db);
  for (const { name } of tables) await db.execute(sql.raw(`select 1 from ${name} limit 1`));
  await db.execute(sql`select count(pg_relation_size(oid)) from pg_class where relkind in ('r', 'i')`);
};
