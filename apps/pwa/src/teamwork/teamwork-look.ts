import type { CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import { timeZone } from "../platform/time-zone.ts";
import { causeWords, typeWords } from "./teamwork-words.ts";

export const ranges = ["24h", "7d", "30d", "custom"] as const;
export type Range = (typeof ranges)[number];

/**
 * How a person looks at teamwork. All of it stands in the address, so that a link shows the same. What follows `task`
 * narrows the rows behind a figure.
 */
export type TeamworkLook = {
  range: Range;
  /** ISO instants; of `custom` alone. */
  from?: string | undefined;
  to?: string | undefined;
  /** An agent's id, on either side. */
  agent?: string | undefined;
  role?: string | undefined;
  type?: CoordinationType | undefined;
  task?: string | undefined;
  /** How the flow is drawn. */
  flow?: "roles" | "agents" | undefined;
  status?: "pending" | "succeeded" | "failed" | undefined;
  cause?: FailureCause | undefined;
  pattern?: string | undefined;
  /** A side of its own: an agent's id, or `=` and a name; empty, where it was not told. */
  giver?: string | undefined;
  taker?: string | undefined;
  /** The role of a side; `-`: none was told. */
  giverRole?: string | undefined;
  takerRole?: string | undefined;
  exhausted?: boolean | undefined;
};

export const plainLook: TeamworkLook = { range: "24h" };
const statuses = ["pending", "succeeded", "failed"] as const;
const types = Object.keys(typeWords) as CoordinationType[];
const causes = Object.keys(causeWords) as FailureCause[];
const longest = 200;
const hourMs = 3_600_000;
const spans = { "24h": 24, "7d": 168, "30d": 720 } as const;
/** Figures are kept by quarters of an hour; a window that begins on one is not widened. */
const quarterMs = 900_000;

/** What an address says; what it says wrongly is as if it were not there. */
export function readLook(search: string): TeamworkLook {
  const given = new URLSearchParams(search);
  const text = (name: string) => given.get(name)?.slice(0, longest).trim() || undefined;
  const one = <T extends string>(name: string, of: readonly T[]) => of.find((value) => value === given.get(name));
  const [from, to] = [instant(given.get("from")), instant(given.get("to"))];
  const isSpan = from !== undefined && to !== undefined && from < to;
  const range = isSpan ? "custom" : (one("range", ["24h", "7d", "30d"] as const) ?? plainLook.range);
  const look: TeamworkLook = {
    range,
    ...(isSpan && { from, to }),
    agent: text("agent"),
    role: text("role"),
    type: one("type", types),
    task: text("task"),
    flow: one("flow", ["roles", "agents"] as const),
    status: one("status", statuses),
    cause: one("cause", causes),
    pattern: text("pattern"),
    giver: text("giver"),
    taker: text("taker"),
    giverRole: text("giverRole"),
    takerRole: text("takerRole"),
    exhausted: given.get("exhausted") === "true" || undefined,
  };
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)) as TeamworkLook;
}

function instant(text: string | null): string | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) || at < 0 || at > 8e12 ? undefined : new Date(at).toISOString();
}

/** The address of a look; what is as usual is left out. */
export function addressOf(path: "" | "records" | "failures" | "collisions", look: TeamworkLook): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(look)) {
    if (value === undefined || value === "" || (name === "range" && (value === plainLook.range || value === "custom"))) continue;
    search.set(name, String(value));
  }
  const text = search.toString();
  return `/teamwork${path && `/${path}`}${text && `?${text}`}`;
}

/** What all figures are asked with. Relative ranges end now, on the quarter of an hour that is not over yet. */
export type FigureQuery = { from: string; to: string; agent?: string; role?: string; type?: CoordinationType; task?: string; tz: string };

export function figureQuery({ range, from, to, agent, role, type, task }: TeamworkLook, now: number): FigureQuery {
  const end = Math.ceil(now / quarterMs) * quarterMs;
  const span =
    range === "custom" && from && to
      ? { from, to }
      : { from: new Date(end - spans[range === "custom" ? "24h" : range] * hourMs).toISOString(), to: new Date(end).toISOString() };
  return {
    ...span,
    ...(agent && { agent }),
    ...(role && { role }),
    ...(type && { type }),
    ...(task && { task }),
    tz: timeZone(),
  };
}

/** What the flow is asked with: all roles, or the busiest pairs of agents. */
export const flowQuery = (look: TeamworkLook, now: number) => ({
  ...figureQuery(look, now),
  by: look.flow === "agents" ? ("agent" as const) : ("role" as const),
});

/** What the rows behind a figure are asked with. */
export function rowsQuery(look: TeamworkLook, now: number) {
  const { status, cause, pattern, giver, taker, giverRole, takerRole, exhausted } = look;
  return {
    ...figureQuery(look, now),
    ...(status && { status }),
    ...(cause && { cause }),
    ...(pattern && { pattern }),
    ...(giver && { giver }),
    ...(taker && { taker }),
    ...(giverRole && { giverRole }),
    ...(takerRole && { takerRole }),
    ...(exhausted && { exhausted: "true" as const }),
  };
}

/** By what a view is known in the replica: the address, not the instants that a relative range has just now. */
export const viewKey = (what: string, look: TeamworkLook): string => {
  const { flow = "roles", ...asked } = look;
  return `teamwork:${what === "flow" ? `flow by ${flow}` : what}:${addressOf("", asked)}`;
};

/** How many filters narrow the figures, the range not counted. */
export const filtersOf = ({ agent, role, type, task }: TeamworkLook): number =>
  [agent, role, type, task].filter((value) => value !== undefined).length;

/** "Last 24 hours", "3 Nov, 10:00 – 4 Nov, 12:00": for headings and pictures. */
export function rangeWords({ range, from, to }: TeamworkLook, moment: (instant: string) => string): string {
  if (range === "custom" && from && to) return `${moment(from)} – ${moment(to)}`;
  return { "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days", custom: "" }[range];
}
