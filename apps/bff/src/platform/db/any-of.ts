import { sql, type AnyColumn, type SQL } from "drizzle-orm";

/** As `inArray`, of any number of texts: they are one parameter, and the statement is as long for a thousand as for one. */
export const anyOf = (column: AnyColumn, values: readonly string[]): SQL => sql`${column} = any(${sql.param([...values])}::text[])`;
