import type { ValueGroupBy } from "@beckon/contracts/value";
import { timeZone } from "../platform/time-zone.ts";

export const ranges = ["30d", "90d", "365d", "custom"] as const;
export type Range = (typeof ranges)[number];
/** By what the page breaks its figures down; people are none of it. */
export const groupings = ["agent", "role", "team", "model", "project", "taskType"] as const satisfies readonly ValueGroupBy[];
export const filterNames = ["agent", "role", "team", "model", "project", "taskType", "task"] as const;
export type FilterName = (typeof filterNames)[number];

/** How a person looks at value. All of it stands in the address, so that a link shows the same, down to the figure that is open. */
export type ValueLook = {
  range: Range;
  /** ISO instants; of `custom` alone. */
  from?: string | undefined;
  to?: string | undefined;
  by?: ValueGroupBy | undefined;
  /** The figure whose sheet is open. */
  figure?: string | undefined;
} & { [Name in FilterName]?: string | undefined };

export const plainLook: ValueLook = { range: "90d" };
const longest = 1_000;
const dayMs = 86_400_000;
const spans = { "30d": 30, "90d": 90, "365d": 365 } as const;
/** Usage is kept by quarters of an hour; a window that begins on one is not widened. */
const quarterMs = 900_000;

/** What an address says; what it says wrongly is as if it were not there. */
export function readLook(search: string): ValueLook {
  const given = new URLSearchParams(search);
  const text = (name: string) => given.get(name)?.slice(0, longest).trim() || undefined;
  const [from, to] = [instant(given.get("from")), instant(given.get("to"))];
  const isSpan = from !== undefined && to !== undefined && from < to;
  const look: ValueLook = {
    range: isSpan ? "custom" : (ranges.find((range) => range !== "custom" && range === given.get("range")) ?? plainLook.range),
    ...(isSpan && { from, to }),
    by: groupings.find((by) => by === given.get("by")),
    figure: text("figure"),
    ...Object.fromEntries(filterNames.map((name) => [name, text(name)])),
  };
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)) as ValueLook;
}

function instant(text: string | null): string | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) || at < 0 || at > 8e12 ? undefined : new Date(at).toISOString();
}

/** The address of a look; what is as usual is left out. */
export function addressOf(path: "" | "assumptions" | "report", look: ValueLook): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(look)) {
    if (value === undefined || value === "" || (name === "range" && (value === plainLook.range || value === "custom"))) continue;
    search.set(name, value);
  }
  const text = search.toString();
  return `/value${path && `/${path}`}${text && `?${text}`}`;
}

/** This look with a figure open. */
export const figureAddress = (look: ValueLook, figure: string): string => addressOf("", { ...look, figure });

/** The instants of a look. Relative ranges end now, on the quarter of an hour that is not over yet. */
export function windowOf({ range, from, to }: ValueLook, now: number): { from: string; to: string } {
  if (range === "custom" && from && to) return { from, to };
  const end = Math.ceil(now / quarterMs) * quarterMs;
  return { from: new Date(end - spans[range === "custom" ? "90d" : range] * dayMs).toISOString(), to: new Date(end).toISOString() };
}

/** What all figures are asked with. */
export type ScopeQuery = { from: string; to: string; tz: string } & { [Name in FilterName]?: string };
export function scopeOf(look: ValueLook, now: number): ScopeQuery {
  const query: ScopeQuery = { ...windowOf(look, now), tz: timeZone() };
  for (const name of filterNames) {
    const value = look[name];
    if (value) query[name] = value;
  }
  return query;
}

/** The list of outcomes behind a figure: its own place, with the same window and filters. */
export function outcomesAddress(look: ValueLook, now: number, more: Record<string, string | undefined> = {}): string {
  const { tz: _, ...scope } = scopeOf(look, now);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...scope, ...more })) if (value) search.set(name, value);
  return `/value/outcomes?${search}`;
}

/** By what a view is known in the replica: the address, not the instants that a relative range has just now. */
export function viewKey(what: string, { figure: _, by, ...look }: ValueLook): string {
  return `value:${what === "groups" ? `groups by ${by ?? "agent"}` : what}:${addressOf("", look)}`;
}

/** How many filters narrow the figures, the range not counted. */
export const filtersOf = (look: ValueLook): number => filterNames.filter((name) => look[name] !== undefined).length;

/** "Last 90 days", "3 Nov, 10:00 – 4 Nov, 12:00": for headings and pictures. */
export function rangeWords({ range, from, to }: ValueLook, moment: (instant: string) => string): string {
  if (range === "custom" && from && to) return `${moment(from)} – ${moment(to)}`;
  return { "30d": "Last 30 days", "90d": "Last 90 days", "365d": "Last 365 days", custom: "" }[range];
}
