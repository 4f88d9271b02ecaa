import { readFileSync } from "node:fs";
import type { Database } from "@beckon/bff/platform/db/database.ts";

/** Runs the statements of one migration on a database that has had it: `name` as its file is called. */
export const migrateAgain = async (database: Database, name: string): Promise<void> => {
  const text = readFileSync(new URL(`../../apps/bff/migrations/${name}.sql`, import.meta.url), "utf8");
  for (const statement of text.split("--> statement-breakpoint")) await database.executeSql(statement);
};
