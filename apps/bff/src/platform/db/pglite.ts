import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { copyCluster } from "./copy-cluster.ts";
import { createListeners, type Database, type Db, type Wake, type Work } from "./database.ts";
import { checkAndMigrate } from "./migrate.ts";
import { startEngine } from "./pglite-engine.ts";
import { runPrepared } from "./run-prepared.ts";
import { asSnapshot } from "./snapshots.ts";

export type EmbeddedDatabase = Database & {
  /** A consistent copy of the folder's files; others wait for as long as copying takes. */
  copyTo(target: string): Promise<void>;
};

/** Postgres inside this process, in a folder (or in memory, for tests). One process only. */
export const openPglite = async (options: { dir?: string; from?: Blob }): Promise<EmbeddedDatabase> => {
  const client = await startEngine(options);
  const wakes = createListeners<[Wake]>();
  const gaps = createListeners<[]>();
  const db = drizzle(client) as unknown as Db;

  const transaction = async <T>(run: (work: Work) => Promise<T>): Promise<T> => {
    const effects: (() => void)[] = [];
    const pending: Wake[] = [];
    const result = await db.transaction(async (tx) => {
      const sent: Promise<unknown>[] = [];
      const value = await run({
        db: tx as unknown as Db,
        ask: (statement, values) => runPrepared(tx as unknown as Db, statement, values),
        send: (statement, values) => {
          const answer = runPrepared(tx as unknown as Db, statement, values);
          answer.catch(() => undefined);
          sent.push(answer);
        },
        wake: (wake) => void pending.push(wake),
        afterCommit: (effect) => void effects.push(effect),
      });
      await Promise.all(sent);
      return value;
    });
    for (const wake of pending) wakes.emit(wake);
    for (const effect of effects) effect();
    return result;
  };

  return {
    engine: "pglite",
    db,
    transaction,
    snapshot: (read) =>
      db.transaction((tx) => read(asSnapshot(tx as unknown as Db)), { isolationLevel: "repeatable read", accessMode: "read only" }),
    onWake: wakes.add,
    onGap: gaps.add,
    executeSql: async (text, values) => {
      if (values && values.length > 0) return { rows: (await client.query(text, values)).rows };
      // On one connection a failed block leaves its transaction open behind it; a pool would not.
      const results = await client.exec(text).catch(async (error: unknown) => {
        await client.query("rollback").catch(() => undefined);
        throw error;
      });
      return { rows: results.flatMap((result) => result.rows) };
    },
    exclusively: (_name, run) => run(),
    migrate: () => checkAndMigrate(db),
    ping: async () => void (await db.execute(sql`select 1`)),
    dump: () => client.dumpDataDir("none"),
    copyTo: (target) => copyCluster({ client, from: options.dir, target }),
    close: () => client.close(),
  };
};
