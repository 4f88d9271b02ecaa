import type { Context } from "hono";

/** `decimal`: a number as digits, which a float would not hold exactly. */
export type Cell = string | number | boolean | null | undefined | { decimal: string };
export type Sheet = { columns: readonly string[]; rows: readonly (readonly Cell[])[] };

/**
 * A table as RFC 4180, in UTF-8 with BOM, which spreadsheets ask for. Agents' text is hostile: a cell that a spreadsheet
 * would take for a formula is made text by a quote before it.
 */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string => `\uFEFF${toLines([columns, ...rows])}`;

const toLines = (rows: readonly (readonly Cell[])[]): string => rows.map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("");

const toCell = (value: Cell): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return value.decimal;
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Whether the caller asked for a table: by `?format=csv`, or without a format by what it accepts. */
export const wantsCsv = (c: Context, format: "json" | "csv" | undefined): boolean =>
  format === undefined ? /^\s*text\/csv\b/i.test(c.req.header("accept") ?? "") : format === "csv";

/**
 * The table as a file to be kept. `name` without its ending. Declared as nothing, so that the type of a route's answer
 * stays that of its JSON.
 */
export const csvResponse = (c: Context, name: string, { columns, rows }: Sheet): never =>
  c.body(toCsv(columns, rows), 200, headersOf(name)) as never;

/** The same for a table of any length: read and sent a batch at a time, as fast as the caller takes it. */
export const csvStream = <T>(
  c: Context,
  sheet: { name: string; columns: readonly string[]; batches: AsyncIterable<readonly T[]>; toCells: (item: T) => readonly Cell[] },
): never => {
  const parts = async function* (): AsyncGenerator<string> {
    yield toCsv(sheet.columns, []);
    for await (const batch of sheet.batches) yield toLines(batch.map(sheet.toCells));
  };
  return c.body(streamOf(parts()), 200, headersOf(sheet.name)) as never;
};

const streamOf = (parts: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await parts.return(undefined)),
  });
};

const headersOf = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name}.csv"`,
  "cache-control": "no-store",
});
