import { resolve } from "node:path";
import { readConfig } from "./config.ts";
import { restoreDump } from "./platform/backup/restore.ts";
import { StartError } from "./platform/errors.ts";

/** `beckon restore [file]`, while the server is stopped: prints what was done, or one line of what is wrong. */
try {
  const config = readConfig(process.env);
  if (config.databaseUrl)
    throw new StartError("DATABASE_URL is set: a Postgres server is backed up with pg_dump and restored with pg_restore, not from here.");
  const [file] = process.argv.slice(2);
  const { file: used, aside } = await restoreDump({ dataDir: config.dataDir, at: new Date(), ...(file ? { file: resolve(file) } : {}) });
  console.log(`Restored ${used}.${aside ? ` What was there before is kept in ${aside}; remove it when all is well.` : ""}`);
  process.exit(0);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
