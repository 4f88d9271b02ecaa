import { PgDialect } from "drizzle-orm/pg-core";
import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres/session";
import type { Pool, PoolClient, QueryConfig } from "pg";
import type { Db, Work } from "./database.ts";

const dialect = new PgDialect();

/**
 * As Drizzle's own, with fewer ways to the server and back: nobody waits for `begin`, nor for what is sent by `send`; the
 * server does all in the order of sending. Whether it was committed is what the server says to the commit, for that
 * takes everything back where a statement failed. A connection on which nothing can be taken back is closed.
 */
export const inTransaction = async <T>(pool: Pool, run: (asking: Pick<Work, "db" | "ask" | "send">) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let unusable = false;
  const answers: Promise<{ command: string }>[] = [];
  const ask = (query: string | QueryConfig) => {
    holdBack(client);
    return client.query(query);
  };
  const send = (query: string | QueryConfig) => {
    const answer = ask(query);
    // It is looked at below; until then nobody would hear that it failed.
    answer.catch(() => undefined);
    answers.push(answer);
  };
  try {
    send("begin");
    const result = await run({
      db: new NodePgTransaction(dialect, new NodePgSession(client, dialect, undefined), undefined) as unknown as Db,
      ask: async ({ name, text, params }, values) => (await ask({ name, text, values: params(values) })).rows,
      send: ({ name, text, params }, values) => send({ name, text, values: params(values) }),
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
