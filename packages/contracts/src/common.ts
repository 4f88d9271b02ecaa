import { z } from "zod";

/** An instant: ISO-8601 with offset in, always UTC with milliseconds out. */
export const instant = z.iso.datetime({ offset: true });

/** `<prefix>_<22 url-safe characters>`, time-ordered within one prefix. */
export const idOf = <P extends string>(prefix: P) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9A-Za-z]{16,40}$`), `must be an id that starts with ${prefix}_`);

/**
 * Text that Postgres can hold: NUL and lone surrogates are refused, so that a
 * wrong byte is a clear 4xx at the door instead of a failed write behind it.
 */
export const text = (max: number, min = 1) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes("\0") && value.isWellFormed(), "must be well-formed text without NUL");

/** Cursor paging: `cursor` is opaque, `limit` 1–200. */
export const pageQuery = z.object({
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Lists and figures come as JSON, or as a table for spreadsheets (`?format=csv`, or `Accept: text/csv`). */
export const exportFormat = z.enum(["json", "csv"]);

/** RFC 9457 problem details, the shape of every error answer. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** Dotted and stable: what a program may switch on, such as `decision.already_decided`. */
  code: z.string(),
  requestId: z.string(),
  /** One entry per wrong field; `pointer` is a JSON pointer into the body (or `query/…`, `header/…`). */
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
