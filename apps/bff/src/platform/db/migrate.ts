import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { StartError } from "../errors.ts";
import { rowsOf, type Db } from "./database.ts";

const folder = fileURLToPath(new URL("../../../migrations", import.meta.url));

type Journal = { entries: { when: number; tag: string }[] };

/** The newest migration this code knows, as the journal's milliseconds. */
export const newestMigration = () => {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  return Math.max(...journal.entries.map((entry) => entry.when));
};

/** The newest migration the database has had, or nothing on a new database. */
export const appliedMigration = async (db: Db): Promise<number | undefined> => {
  // Not to_regclass: its cache may be older than the lock that another process has just let go.
  const found = rowsOf(await db.execute(sql`select 1 from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`));
  if (found.length === 0) return undefined;
  const [row] = rowsOf<{ at: string | null }>(await db.execute(sql`select max(created_at)::text as at from drizzle.__drizzle_migrations`));
  return row?.at ? Number(row.at) : undefined;
};

/**
 * Brings the schema up to date, one process at a time (advisory lock), and refuses a database
 * that a newer Beckon has already changed: running old code on it could lose what it does not know.
 */
export const checkAndMigrate = async (db: Db): Promise<void> => {
  const applied = await appliedMigration(db);
  const newest = newestMigration();
  if (applied !== undefined && applied > newest)
    throw new StartError(
      "The database was written by a newer Beckon. Update this checkout (git pull), or restore an older dump (see README, Backup).",
    );
  if (applied === newest) return;
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('beckon_migrate'))`);
    const now = (await appliedMigration(tx as unknown as Db)) ?? 0;
    await tx.execute(sql`create schema if not exists drizzle`);
    await tx.execute(
      sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    for (const migration of migrations.filter((entry) => entry.folderMillis > now)) {
      for (const statement of migration.sql) if (statement.trim()) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
      );
    }
  });
};
