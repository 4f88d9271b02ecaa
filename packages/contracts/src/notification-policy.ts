import { z } from "zod";
import { instant } from "./common.ts";
import { passing } from "./notification-defaults.ts";
import { timeZone } from "./usage.ts";

/** What a person is told of, by how much it matters. */
export const noticeKind = z.enum([
  "decision.low",
  "decision.medium",
  "decision.high",
  "decision.critical",
  "alert.warning",
  "alert.critical",
  "budget",
  "reminder",
]);
export type NoticeKind = z.infer<typeof noticeKind>;

/** now: rings, in quiet hours afterwards · digest: gathered and told at chosen times · off: not at all. */
export const noticeTiming = z.enum(["now", "digest", "off"]);
export type NoticeTiming = z.infer<typeof noticeTiming>;

/** A time of day by the clock on the wall, such as 07:30. */
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 07:30");

/**
 * When a device rings for what. Times of day are those of `timeZone`; where a clock leaves an hour out, what
 * falls into it is at its end, and an hour that comes twice begins and ends quiet hours the first time.
 */
export const notificationPolicy = z.strictObject({
  timeZone,
  quiet: z
    .strictObject({ from: localTime, to: localTime })
    .refine(({ from, to }) => from !== to, "must not begin and end at the same time")
    .nullable(),
  digestAt: z.array(localTime).min(1).max(6),
  kinds: z
    .record(noticeKind, noticeTiming)
    .refine(
      (kinds) => passing.every((kind) => kinds[kind] !== "digest"),
      "what is critical, and reminders, are told at once or not at all",
    ),
});
export type NotificationPolicy = z.infer<typeof notificationPolicy>;

/** What stands for the calling device: the person's for all their devices, and this one's own where it differs. */
export const notificationPolicies = z.object({
  person: notificationPolicy.nullable(),
  device: notificationPolicy.nullable(),
  /** The one in force here. */
  effective: notificationPolicy,
  /** What waits for a digest or the end of quiet hours on this device, and when the first of it is told. */
  held: z.object({ count: z.number().int(), until: instant }).optional(),
});
export type NotificationPolicies = z.infer<typeof notificationPolicies>;
