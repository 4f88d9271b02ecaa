import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { StartError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createListeners, type Database, type Db, type Wake, type Work } from "./database.ts";
import { inTransaction } from "./transaction.ts";
import { createEar } from "./listen.ts";
import { checkAndMigrate } from "./migrate.ts";
import { asSnapshot } from "./snapshots.ts";
import { statement } from "./statement.ts";

const channel = "beckon_wake";
const notify = statement<{ payloads: string[] }>(
  "notify",
  sql`select pg_notify('${sql.raw(channel)}', payload) from unnest(${sql.placeholder("payloads")}::text[]) as payload`,
);

/** Postgres by node-postgres. Wakes travel by NOTIFY inside the transaction, so that every process hears them. */
export const openPostgres = async (options: { url: string; logger: Logger; max?: number }): Promise<Database> => {
  const { logger } = options;
  const connection = { connectionString: options.url, application_name: "beckon", options: "-c timezone=UTC", keepAlive: true };
  const pool = new pg.Pool({
    ...connection,
    pipeline: true,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 300_000,
  });
  // A connection that dies rejects its query, or is replaced; as an unheard event it would end the process.
  const heard = (error: Error) => logger.warn({ err: error }, "a database connection was lost");
  pool.on("error", heard);
  pool.on("connect", (client) => void client.on("error", heard));
  const wakes = createListeners<[Wake]>();
  const gaps = createListeners<[]>();
  const db = drizzle(pool) as unknown as Db;
  const ear = createEar({ connection, channel, logger, heard: (payload) => wakes.emit(JSON.parse(payload) as Wake), gap: gaps.emit });

  try {
    await pool.query("select 1");
    await ear.open();
  } catch (error) {
    await ear.close();
    await pool.end();
    throw new StartError(`The database at DATABASE_URL does not answer (${reason(error)}). Check the address, and that the server runs.`);
  }

  const transaction = async <T>(run: (work: Work) => Promise<T>): Promise<T> => {
    const effects: (() => void)[] = [];
    const result = await inTransaction(pool, async (asking) => {
      const pending: Wake[] = [];
      const value = await run({
        ...asking,
        wake: (wake) => void pending.push(wake),
        afterCommit: (effect) => void effects.push(effect),
      });
      if (pending.length > 0) {
        const payloads = [...new Set(pending.map((wake) => JSON.stringify(wake)))];
        asking.send(notify, { payloads });
      }
      return value;
    });
    for (const effect of effects) effect();
    return result;
  };

  return {
    engine: "postgres",
    db,
    transaction,
    snapshot: (read) =>
      db.transaction((tx) => read(asSnapshot(tx as unknown as Db)), { isolationLevel: "repeatable read", accessMode: "read only" }),
    onWake: wakes.add,
    onGap: gaps.add,
    executeSql: async (text, values) => {
      const result = (await pool.query(text, values)) as pg.QueryResult | pg.QueryResult[];
      return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows };
    },
    exclusively: (name, run) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`beckon_${name}`}))`);
        return run();
      }),
    migrate: () => checkAndMigrate(db),
    ping: async () => void (await pool.query("select 1")),
    close: async () => {
      await ear.close();
      await pool.end();
    },
  };
};

const reason = (error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? "no reason given";
};
