import type { SQL } from "drizzle-orm";
import { rowsOf, type Db } from "./database.ts";

type Prepared = { execute(): Promise<unknown> };
/** What Drizzle's builders use themselves to prepare by name; it keeps it out of its types. */
type Inside = {
  dialect: { sqlToQuery(query: SQL): unknown };
  session: { prepareQuery(query: unknown, fields: undefined, name: string, asArrays: false): Prepared };
};

/**
 * Runs a statement that is run many times a second: a server parses and plans it once for each
 * connection. The text must be the same each time; what differs are its values.
 */
export const runPrepared = async <T>(db: Db, name: string, query: SQL): Promise<T[]> => {
  const { dialect, session } = db as unknown as Inside;
  return rowsOf<T>(await session.prepareQuery(dialect.sqlToQuery(query), undefined, name, false).execute());
};
