import { readConfig } from "@beckon/bff/config.ts";
import { ensureCluster } from "@beckon/bff/platform/db/cluster.ts";
import type { Database } from "@beckon/bff/platform/db/database.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { createServices } from "@beckon/bff/services.ts";

/** `node make-database.ts <folder or postgres://…>`: an empty database with all that a first start makes of it, for others to copy. */
const [target] = process.argv.slice(2);
if (!target) throw new Error("usage: make-database.ts <folder or postgres://…>");
const logger = createLogger("silent");

const open = async (): Promise<Database> => {
  if (target.startsWith("postgres:")) {
    const { openPostgres } = await import("@beckon/bff/platform/db/postgres.ts");
    return openPostgres({ url: target, logger });
  }
  const { openPglite } = await import("@beckon/bff/platform/db/pglite.ts");
  await ensureCluster(target);
  return openPglite({ dir: target });
};

const database = await open();
await database.migrate();
const config = readConfig({ BECKON_LOG_LEVEL: "silent", BECKON_DATA_DIR: "/nowhere" });
const { jobs } = createServices({ config, database, logger, localSecret: "of-nobody-0123456789abcdefghijklmnopqrstuv" });
await jobs.prepare();
await jobs.stop();
await database.close();
process.exit();
