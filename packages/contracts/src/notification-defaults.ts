import type { NoticeKind, NotificationPolicy } from "./notification-policy.ts";

/* Apart from the shapes, so that the app, which checks nothing by them, has these without the checker. */

/** Told at once even in quiet hours, and never gathered: what is critical, and what one has asked for oneself. */
export const passing: readonly NoticeKind[] = ["decision.critical", "alert.critical", "reminder"];

/** Until somebody sets another one: everything rings, at any hour. */
export const defaultPolicy: NotificationPolicy = {
  timeZone: "UTC",
  quiet: null,
  digestAt: ["08:00", "18:00"],
  kinds: {
    "decision.low": "now",
    "decision.medium": "now",
    "decision.high": "now",
    "decision.critical": "now",
    "alert.warning": "now",
    "alert.critical": "now",
    budget: "now",
    reminder: "now",
  },
};
