import type { Alert } from "@beckon/contracts/alerts";

/** Nobody has to look at it now: somebody has it, it waits, or it says nothing. */
export const isQuiet = ({ acknowledged, snoozed, silenceId, inhibitedBy, severity }: Alert): boolean =>
  severity === "info" || Boolean(acknowledged ?? snoozed ?? silenceId ?? inhibitedBy);

/** It fires, rings, and nobody has taken it. */
export const isUntaken = (alert: Alert): boolean => alert.state === "firing" && !isQuiet(alert);
