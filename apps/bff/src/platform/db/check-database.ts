import { sql } from "drizzle-orm";
import type { Db } from "./database.ts";
import { appliedMigration } from "./migrate.ts";

/**
 * A few milliseconds that tell a sound database from a damaged one: the catalogue answers, the list
 * of migrations can be read, and each table and index opens (its file is there and begins right).
 */
export const checkDatabase = async (db: Db): Promise<void> => {
  await appliedMigration(db);
  // In one go: a statement each would take as long again as all else that a start asks of the database.
  await db.execute(sql`
    do $$ declare part record; begin
      for part in select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')
      loop execute 'select 1 from ' || part.name || ' limit 1'; end loop;
    end $$`);
  await db.execute(sql`select count(pg_relation_size(oid)) from pg_class where relkind in ('r', 'i')`);
};
