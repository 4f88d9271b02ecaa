/** The nearest instant the database has a word for: of the years 0 and 10000 it has none, and nothing is of them either. */
export const storable = (instant: string) => new Date(Math.min(Math.max(Date.parse(instant), 0), Date.parse("9999-12-31T23:59:59.999Z")));
