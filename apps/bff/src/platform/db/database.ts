import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Statement } from "./statement.ts";

/** What repositories take first: the connection outside a transaction, or the one inside. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Something happened to a row that a waiter in any process may be waiting for. */
export type Wake = { topic: string; key: string };

/** One transaction. Wakes and callbacks are delivered after commit only; a rollback forgets them. */
export type Work = {
  readonly db: Db;
  /** Runs a statement that is kept ready. */
  ask<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>;
  /**
   * The same for one whose answer nobody needs, after what was asked before it and before what is asked later.
   * Nobody waits for it but the commit; where it fails, the transaction does.
   */
  send<Values>(statement: Statement<Values>, values: Values): void;
  wake(wake: Wake): void;
  afterCommit(effect: () => void): void;
};

export type Database = {
  readonly engine: "pglite" | "postgres";
  readonly db: Db;
  transaction<T>(work: (work: Work) => Promise<T>): Promise<T>;
  /** A read that sees one instant: repeatable read, no writes. */
  snapshot<T>(read: (db: Db) => Promise<T>): Promise<T>;
  /** Called for every wake of every process; returns how to stop. */
  onWake(listener: (wake: Wake) => void): () => void;
  /** Called when wakes may have been lost (the listening connection came back). */
  onGap(listener: () => void): () => void;
  /** Plain SQL for libraries that bring their own; several statements at once when there are no values. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Runs while no other process is inside the same name. */
  exclusively<T>(name: string, run: () => Promise<T>): Promise<T>;
  migrate(): Promise<void>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** A full copy that `restore` reads: only the embedded engine has one. */
  dump?(): Promise<Blob>;
  close(): Promise<void>;
};

export const createListeners = <T extends unknown[]>() => {
  const listeners = new Set<(...args: T) => void>();
  return {
    add: (listener: (...args: T) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (...args: T) => {
      for (const listener of [...listeners]) listener(...args);
    },
  };
};

/** The rows of `db.execute`, whose shape differs between drivers. */
export const rowsOf = <T>(result: unknown): T[] => (Array.isArray(result) ? [...result] : (result as { rows: T[] }).rows) as T[];
