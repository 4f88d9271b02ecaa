import type { GithubHook } from "@beckon/contracts/github";

/** What has to be ticked at GitHub, in its own words and order. */
export const hookEvents = [
  "Check suites",
  "Issues",
  "Pull requests",
  "Pull request reviews",
  "Pushes",
  "Workflow jobs",
  "Workflow runs",
] as const;

/** Where GitHub has its form for a webhook of that repository or organisation; undefined where the name is neither. */
export function formAddress(name: string): string | undefined {
  const parts = name.trim().split("/");
  if (parts.length > 2 || !parts.every((part) => /^[A-Za-z0-9][\w.-]{0,99}$/u.test(part))) return undefined;
  return parts.length === 2
    ? `https://github.com/${parts[0]}/${parts[1]}/settings/hooks/new`
    : `https://github.com/organizations/${parts[0]}/settings/hooks/new`;
}

/** Logins, however they were put apart; undefined where one is none. */
export function accountsOf(text: string): string[] | undefined {
  const logins = text
    .split(/[\s,;]+/u)
    .map((part) => part.replace(/^@/u, ""))
    .filter((part) => part !== "");
  return logins.every((login) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\[bot\])?$/u.test(login)) ? logins : undefined;
}

/** Whether the internet cannot reach this address, as far as its name says: GitHub would not either. */
export function isPrivate(origin: string): boolean {
  const { hostname } = new URL(origin);
  return (
    !/[.:]/u.test(hostname) ||
    /\.(local|lan|internal|home|test|localhost)$/u.test(hostname) ||
    /^(127\.|10\.|0\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/u.test(hostname) ||
    /^\[(::1\]|f[cd]|fe80)/u.test(hostname)
  );
}

/** What came last of a webhook. */
export const lastWords = ({ event, outcome, reason }: NonNullable<GithubHook["last"]>): string =>
  event === "ping"
    ? "GitHub said hello"
    : outcome === "taken"
      ? `${event.replaceAll("_", " ")} taken`
      : `${event.replaceAll("_", " ")} left aside${reason ? `: ${reason}` : ""}`;
