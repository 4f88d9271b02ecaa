import { sql } from "drizzle-orm";
import type { Clock } from "../clock.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { rowsOf, type Database } from "./database.ts";

/** Tables worth a look, by the rules of a server's autovacuum with its defaults; all of them when `all`. */
const dueTables = async (database: Database, all: boolean): Promise<{ name: string; analyze: boolean }[]> =>
  rowsOf(
    await database.db.execute(sql`
      with counted as (
        select format('%I.%I', n.nspname, c.relname) as name, greatest(c.reltuples, 0) as kept, c.reltuples < 0 as never,
          age(c.relfrozenxid) > 100000000 as old, s.n_dead_tup as dead, s.n_ins_since_vacuum as inserted, s.n_mod_since_analyze as changed
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_stat_all_tables s on s.relid = c.oid
        where c.relkind in ('r', 'm') and n.nspname !~ '^pg_(toast|temp)' and pg_relation_size(c.oid) > 0)
      select name, never or changed > 50 + 0.1 * kept as analyze from counted
      where ${all} or never or old or dead > 50 + 0.2 * kept or inserted > 1000 + 0.2 * kept or changed > 50 + 0.1 * kept
      order by name`),
  );

/**
 * What a server's autovacuum does: makes room of rows that are gone, lets indexes answer alone, and tells the planner how
 * much there is. The embedded engine has nobody who does: it would grow for ever, and stop at two billion transactions.
 * Table by table, so that others come in between. Gives the names of those that were tidied.
 */
export const tidy = async (database: Database, options: { all?: boolean } = {}): Promise<string[]> => {
  // What the last second changed is counted too.
  await database.executeSql("select pg_stat_force_next_flush()");
  const due = await dueTables(database, options.all ?? false);
  for (const { name, analyze } of due) await database.executeSql(`vacuum${analyze ? " (analyze)" : ""} ${name}`);
  return due.map(({ name }) => name);
};

const dayMs = 86_400_000;

/**
 * Looks every ten minutes for what has changed enough. All tables have their turn on the first look and then once a day:
 * what the engine counts of changes is lost when it ends.
 */
export const scheduleUpkeep = (options: { jobs: Pick<Jobs, "schedule">; database: Database; clock: Clock }): void => {
  const { jobs, database, clock } = options;
  let running: Promise<unknown> | undefined;
  let allAt: number | undefined;
  const look = async () => {
    const now = clock().getTime();
    const all = allAt === undefined || Math.abs(now - allAt) >= dayMs;
    await tidy(database, { all });
    if (all) allAt = now;
  };
  jobs.schedule("database.upkeep", "*/10 * * * *", async () => void (await (running ??= look().finally(() => (running = undefined)))));
};
