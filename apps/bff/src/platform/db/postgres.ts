import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { StartError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createListeners, type Database, type Db, type Wake, type Work } from "./database.ts";
import { checkAndMigrate } from "./migrate.ts";

const channel = "beckon_wake";

/** Postgres by postgres.js. Wakes travel by NOTIFY inside the transaction, so that every process hears them. */
export const openPostgres = async (options: { url: string; logger: Logger; max?: number }): Promise<Database> => {
  const client = postgres(options.url, {
    max: options.max ?? 10,
    onnotice: () => undefined,
    connection: { application_name: "beckon", timezone: "UTC" },
    connect_timeout: 10,
  });
  const wakes = createListeners<[Wake]>();
  const gaps = createListeners<[]>();
  const db = drizzle(client) as unknown as Db;

  try {
    await client`select 1`;
    let first = true;
    await client.listen(
      channel,
      (payload) => wakes.emit(JSON.parse(payload) as Wake),
      () => {
        if (!first) gaps.emit();
        first = false;
      },
    );
  } catch (error) {
    await client.end({ timeout: 0 });
    throw new StartError(`The database at DATABASE_URL does not answer (${reason(error)}). Check the address, and that the server runs.`);
  }

  const transaction = async <T>(run: (work: Work) => Promise<T>): Promise<T> => {
    const effects: (() => void)[] = [];
    const result = await db.transaction(async (tx) => {
      const pending: Wake[] = [];
      const value = await run({
        db: tx as unknown as Db,
        wake: (wake) => void pending.push(wake),
        afterCommit: (effect) => void effects.push(effect),
      });
      if (pending.length > 0) {
        const payloads = [...new Set(pending.map((wake) => JSON.stringify(wake)))];
        await tx.execute(sql`select pg_notify(${channel}, payload) from unnest(${sql.param(payloads)}::text[]) as payload`);
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
    snapshot: (read) => db.transaction((tx) => read(tx as unknown as Db), { isolationLevel: "repeatable read", accessMode: "read only" }),
    onWake: wakes.add,
    onGap: gaps.add,
    executeSql: async (text, values) => {
      if (values && values.length > 0) return { rows: await client.unsafe(text, values.map(toParameter) as never[]) };
      // Several statements with their own BEGIN and COMMIT stay on one connection.
      const connection = await client.reserve();
      try {
        const results = (await connection.unsafe(text)) as unknown as unknown[];
        return { rows: Array.isArray(results[0]) ? (results as unknown[][]).flat() : results };
      } finally {
        connection.release();
      }
    },
    exclusively: (name, run) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`beckon_${name}`}))`);
        return run();
      }),
    migrate: () => checkAndMigrate(db),
    ping: async () => void (await client`select 1`),
    close: () => client.end({ timeout: 5 }),
  };
};

/** Values as other drivers take them: Drizzle has switched this client's own conversions off. */
const toParameter = (value: unknown): unknown => {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value;
};

const reason = (error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? "no reason given";
};
