import { z } from "zod";
import { actor } from "./access.ts";
import { idOf, instant, pageQuery, text } from "./common.ts";
import { valueTerms } from "./value-terms.ts";
import { valueGroupBy, valueInputs, valueScope, valueSummary, valueTrend } from "./value.ts";

/* Frozen reports of value, and links that show one of them to anybody who has the link. */

export const valueReportId = idOf("vr");
export const valueLinkId = idOf("vl");

export const mostLinkDays = 90;
export const usualLinkDays = 14;

/** What a report holds beside its figures. Without being asked for: no person, no agent, no project, no title of work. */
export const valueReportInclude = z.strictObject({
  groups: z.array(valueGroupBy).max(6).default(["role", "model", "taskType"]),
  trend: z.boolean().default(true),
  assumptions: z.boolean().default(true),
  /** The model's input, from which anybody can compute the figures again. */
  inputs: z.boolean().default(true),
  /** The titles of the outcomes: texts of agents and people. */
  titles: z.boolean().default(false),
});

/** `POST /api/value/reports`. */
export const valueReportInput = z.strictObject({
  title: text(120).optional(),
  scope: z.strictObject(valueScope.shape),
  include: valueReportInclude.prefault({}),
});
export type ValueReportInput = z.input<typeof valueReportInput>;

/** What was frozen: nothing of it is ever computed again. */
export const valueSnapshot = z.object({
  title: z.string(),
  at: instant,
  /** What the figures were narrowed to, by the filters' names: without it they are of the whole fleet. `value`: where names were asked for. */
  narrowedBy: z.array(z.object({ filter: z.string(), value: z.string().optional() })).optional(),
  summary: valueSummary.omit({ rows: true, groups: true, groupBy: true, shared: true, cursor: true }),
  groups: z.array(
    z.object({ by: valueGroupBy, groups: valueSummary.shape.groups, shared: z.number().int().nullable(), more: z.boolean() }),
  ),
  trend: valueTrend.optional(),
  terms: valueTerms.optional(),
  inputs: valueInputs.optional(),
  titles: z
    .array(z.object({ title: z.string(), taskType: z.string(), acceptedAt: instant, grade: z.string(), milliHours: z.number().int() }))
    .optional(),
});
export type ValueSnapshot = z.infer<typeof valueSnapshot>;

/** Its secret is told once, when it is made. */
export const valueReportLink = z.object({
  id: valueLinkId,
  createdAt: instant,
  by: actor,
  expiresAt: instant,
  revokedAt: instant.optional(),
  views: z.number().int(),
  viewedAt: instant.optional(),
});
export type ValueReportLink = z.infer<typeof valueReportLink>;

export const valueReport = z.object({
  id: valueReportId,
  title: z.string(),
  createdAt: instant,
  by: actor,
  /** SHA-256 of the snapshot as it was frozen. */
  hash: z.string(),
  links: z.array(valueReportLink),
});
export type ValueReport = z.infer<typeof valueReport>;
export const valueReportPage = z.object({ items: z.array(valueReport), cursor: z.string().optional() });
export const valueReportQuery = pageQuery;
/** `GET /api/value/reports/:id`: with what was frozen. */
export const valueReportWhole = valueReport.extend({ snapshot: valueSnapshot });
export type ValueReportWhole = z.infer<typeof valueReportWhole>;
/** `GET /api/value/reports/:id/file?format=json|csv`. */
export const valueReportFileQuery = z.object({ format: z.enum(["json", "csv"]).default("json") });

/** `POST /api/value/reports/:id/links`. */
export const valueReportLinkInput = z.strictObject({ days: z.number().int().min(1).max(mostLinkDays).default(usualLinkDays) });
/** The whole address, with the secret behind `#`, which no browser sends to any server. Told this once. */
export const valueReportLinkMade = z.object({ link: valueReportLink, url: z.string() });

/** `POST /api/shared-reports`: the secret goes in the body, so that no log keeps it. */
export const sharedReportInput = z.strictObject({ secret: text(200) });
/** Exactly what was frozen, and until when it can be read. */
export const sharedReport = z.object({ snapshot: valueSnapshot, expiresAt: instant });
export type SharedReport = z.infer<typeof sharedReport>;
