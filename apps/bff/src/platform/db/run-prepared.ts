import { rowsOf, type Db } from "./database.ts";
import type { Statement } from "./statement.ts";

type Prepared = { execute(): Promise<unknown> };
/** What Drizzle's builders use themselves to run what they made; it keeps it out of its types. */
type Inside = { session: { prepareQuery(query: unknown, fields: undefined, name: string, asArrays: false): Prepared } };

/** Runs a statement on the connection of a transaction. */
export const runPrepared = async <Values, Row>(db: Db, { name, text, params }: Statement<Values, Row>, values: Values): Promise<Row[]> => {
  const { session } = db as unknown as Inside;
  return rowsOf<Row>(await session.prepareQuery({ sql: text, params: params(values) }, undefined, name, false).execute());
};
