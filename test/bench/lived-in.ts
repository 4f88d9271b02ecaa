import type { Database } from "@beckon/bff/platform/db/database.ts";

/**
 * As a store is that nobody has just filled: a server's autovacuum, or the upkeep of the embedded engine, has been there,
 * and what was written is on the disk. Else it comes while questions are timed, or the questions do its work.
 */
export const livedIn = async (database: Database): Promise<void> => {
  await database.executeSql("vacuum (analyze)");
  await database.executeSql("checkpoint");
};
