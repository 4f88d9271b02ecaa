import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres/session";
import type { Pool, PoolClient, QueryConfig } from "pg";
import type { Db } from "./database.ts";

const dialect = new PgDialect();

/** Sends a prepared statement whose answer nobody needs. */
export type Send = (name: string, query: SQL) => void;

/**
 * As Drizzle's own, with fewer ways to the server and back: nobody waits for `begin`, nor for what is sent by `send`; the
 * server does all in the order of sending. Whether it was committed is what the server says to the commit, for that
 * takes everything back where a statement failed. A connection on which nothing can be taken back is closed.
 */
export const inTransaction = async <T>(pool: Pool, run: (tx: Db, send: Send) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let unusable = false;
  const answers: Promise<{ command: string }>[] = [];
  const send = (query: string | QueryConfig) => {
    holdBack(client);
    const answer = client.query(query);
    // It is looked at below; until then nobody would hear that it failed.
    answer.catch(() => undefined);
    answers.push(answer);
  };
  try {
    send("begin");
    const tx = new NodePgTransaction(dialect, new NodePgSession(client, dialect, undefined), undefined) as unknown as Db;
    const result = await run(tx, (name, query) => {
      const { sql: text, params: values } = dialect.sqlToQuery(query);
      send({ name, text, values });
    });
    send("commit");
    const settled = await Promise.allSettled(answers);
    const last = settled.at(-1);
    if (last?.status === "fulfilled" && last.value.command === "COMMIT") return result;
    for (const answer of settled) if (answer.status === "rejected") throw answer.reason;
    throw new Error("the transaction was taken back");
  } catch (error) {
    await client.query("rollback").catch(() => {
      unusable = true;
    });
    throw error;
  } finally {
    client.release(unusable);
  }
};

/** What is sent until this turn is over leaves together: each way through the network costs more than a statement. */
const holdBack = (client: PoolClient) => {
  const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream & { cork(): void; uncork(): void } } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
};
