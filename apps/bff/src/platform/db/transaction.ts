import { PgDialect } from "drizzle-orm/pg-core";
import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres/session";
import type { Pool } from "pg";
import type { Db } from "./database.ts";

const dialect = new PgDialect();

/**
 * As Drizzle's own, without waiting for the `begin`: what comes first goes out with it, which spares
 * every transaction one way to the server and back. A connection on which nothing can be taken back is closed.
 */
export const inTransaction = async <T>(pool: Pool, run: (tx: Db) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let unusable = false;
  try {
    const begun = client.query("begin");
    // It is looked at below; until then nobody would hear that it failed.
    begun.catch(() => undefined);
    const result = await run(new NodePgTransaction(dialect, new NodePgSession(client, dialect, undefined), undefined) as unknown as Db);
    await begun;
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {
      unusable = true;
    });
    throw error;
  } finally {
    client.release(unusable);
  }
};
