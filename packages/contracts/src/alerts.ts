import { z } from "zod";
import { actor } from "./access.ts";
import { alertKindNames } from "./alert-kinds.ts";
import { idOf, instant, pageQuery, text } from "./common.ts";

/*
 * Alerts: what is wrong by rules that people set, said once, until somebody takes it or it is over. An alert is of one kind
 * and one group; what it is about are its subjects. Names of subjects are agents' and machines' own text: hostile.
 */

export const alertId = idOf("al");
export const silenceId = idOf("si");
export const alertKind = z.enum(alertKindNames);
export const alertSeverity = z.enum(["info", "warning", "critical"]);

/** resolved: over; the next time is another alert. What is not beyond its threshold for long enough is no alert yet, see `alertPending`. */
export const alertState = z.enum(["firing", "resolved"]);
export type AlertState = z.infer<typeof alertState>;

/** A rule of a kind as it stands. `clear`: the bound within which it is resolved. `edited`: by whom, where it is not the default. */
export const alertRule = z.object({
  kind: alertKind,
  enabled: z.boolean(),
  threshold: z.number(),
  clear: z.number(),
  forSeconds: z.number().int(),
  severity: alertSeverity,
  edited: z.object({ at: instant, by: actor }).optional(),
});
export type AlertRule = z.infer<typeof alertRule>;
export const alertRuleList = z.object({ items: z.array(alertRule) });

/** `PUT /api/alerts/rules/:kind` (operator). The threshold in the kind's unit, within its `min` and `max`. */
export const alertRuleInput = z.strictObject({
  enabled: z.boolean(),
  threshold: z.number().min(0).max(1e12),
  forSeconds: z.number().int().min(0).max(86_400),
  severity: alertSeverity,
});
export type AlertRuleInput = z.infer<typeof alertRuleInput>;

/** What a reading is of: by its id, a provider by its name. `note`: what more is known of it. */
export const alertSubject = z.object({
  kind: z.enum(["workspace", "agent", "run", "request", "budget", "provider", "device", "task"]),
  id: z.string(),
  name: z.string(),
  note: z.string().optional(),
});
export type AlertSubject = z.infer<typeof alertSubject>;

/** One that an alert is about. `value` null: no reading now; `since`: when it was first beyond the threshold. */
export const alertMember = alertSubject.extend({ value: z.number().nullable(), since: instant, resolvedAt: instant.optional() });
export type AlertMember = z.infer<typeof alertMember>;

/** Beyond its threshold, and not yet for long enough: at `firesAt` it becomes an alert, if it stays so. */
export const alertPending = z.object({
  kind: alertKind,
  subject: alertSubject,
  value: z.number().nullable(),
  threshold: z.number(),
  since: instant,
  firesAt: instant,
});
export type AlertPending = z.infer<typeof alertPending>;
export const alertPendingList = z.object({ items: z.array(alertPending) });

const bySomebody = z.object({ at: instant, by: actor });

export const alert = z.object({
  id: alertId,
  kind: alertKind,
  severity: alertSeverity,
  state: alertState,
  /** What is wrong in one line, and what is known of it in another; both name subjects. */
  title: z.string(),
  body: z.string(),
  /** The worst reading of its subjects, and what it was held against. null: no reading now; it stays as it was. */
  value: z.number().nullable(),
  threshold: z.number(),
  /** How many it is about (once it is resolved: was), the worst first; at most 20 of them, of an alert read by itself 200. */
  count: z.number().int(),
  members: z.array(alertMember),
  /** What to open about it, where that is not its members: at most 20. */
  evidence: z.array(alertSubject),
  /** When the first of them was first beyond the threshold. */
  startedAt: instant,
  firedAt: instant,
  resolvedAt: instant.optional(),
  /** cleared: within bounds again. over: what it was about is no more. off: its rule was switched off. */
  resolvedBecause: z.enum(["cleared", "over", "off"]).optional(),
  /** Since when there is no reading. */
  noReadingSince: instant.optional(),
  acknowledged: bySomebody.optional(),
  snoozed: bySomebody.extend({ until: instant }).optional(),
  assigned: bySomebody.extend({ personId: z.string(), name: z.string() }).optional(),
  silenceId: silenceId.optional(),
  /** It follows from this one, which is why it says nothing. */
  inhibitedBy: z.object({ id: alertId, kind: alertKind }).optional(),
  /** When it was pushed last, and how often. */
  paged: z.object({ at: instant, times: z.number().int() }).optional(),
});
export type Alert = z.infer<typeof alert>;

/** What happened to an alert, oldest first. */
export const alertEvent = z.object({
  at: instant,
  what: z.enum([
    "fired",
    "paged",
    "grew",
    "acknowledged",
    "snoozed",
    "woke",
    "assigned",
    "silenced",
    "inhibited",
    "no_reading",
    "resolved",
  ]),
  by: actor.optional(),
  note: z.string().optional(),
});
export type AlertEvent = z.infer<typeof alertEvent>;

/** One alert by itself. `points`: the worst reading over time, oldest first; null: none could be made. */
export const alertDetail = alert.extend({
  clear: z.number(),
  events: z.array(alertEvent),
  points: z.array(z.object({ at: instant, value: z.number().nullable() })),
});
export type AlertDetail = z.infer<typeof alertDetail>;

/** `GET /api/alerts`: newest first by when they fired; `from`, `to`: those that fired, or still did, in that window. */
export const alertQuery = pageQuery.extend({
  state: z.enum(["firing", "resolved", "all"]).default("all"),
  kind: alertKind.optional(),
  from: instant.optional(),
  to: instant.optional(),
});
export type AlertQuery = z.infer<typeof alertQuery>;
export const alertPage = z.object({ items: z.array(alert), cursor: z.string().optional() });
export type AlertPage = z.infer<typeof alertPage>;

export const alertSnoozeInput = z.strictObject({ until: instant });
/** To whom; null: to nobody any more. */
export const alertAssignInput = z.strictObject({ personId: text(60).nullable() });

/** What a silence is for: all that is given must fit. `subjectId`: an agent's, run's, budget's, device's id, or a provider's name. */
export const silenceMatcher = z
  .strictObject({ kind: alertKind.optional(), severity: alertSeverity.optional(), subjectId: text(200).optional() })
  .refine((matcher) => Object.values(matcher).some((value) => value !== undefined), "say what it is for");
export type SilenceMatcher = z.infer<typeof silenceMatcher>;

/** `POST /api/alerts/silences` (operator): says nothing of what fits, until then. At most 90 days. */
export const silenceInput = z.strictObject({ matcher: silenceMatcher, until: instant, comment: text(500, 0).default("") });
export type SilenceInput = z.input<typeof silenceInput>;
export const silencePatch = z
  .strictObject({ until: instant.optional(), comment: text(500, 0).optional() })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), "give at least one change");
export type SilencePatch = z.infer<typeof silencePatch>;

export const silence = z.object({
  id: silenceId,
  matcher: z.object({ kind: alertKind.optional(), severity: alertSeverity.optional(), subjectId: z.string().optional() }),
  /** What the subject was called. */
  subjectName: z.string().optional(),
  from: instant,
  until: instant,
  comment: z.string(),
  by: actor,
});
export type Silence = z.infer<typeof silence>;
export const silenceList = z.object({ items: z.array(silence) });
