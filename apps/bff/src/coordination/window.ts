import type { CoordinationQuery } from "@beckon/contracts/coordination";
import { bucketsOf, type Bucket, type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs, quarterMs, startOfQuarter } from "../platform/keys.ts";
import { storable } from "../platform/storable.ts";
import { windowEmpty, windowTooLong } from "./coordination.errors.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { chosen, partyKey } from "./parties.ts";

const longest = 400;
const hoursUpTo = 3 * dayMs;

/** Full quarters of an hour around what was asked for; the last 24 hours if nothing was. */
export const windowOf = ({ from, to }: Pick<CoordinationQuery, "from" | "to">, now: Date): Span => {
  const end = endOfQuarter(to === undefined ? now.getTime() + 1 : storable(to).getTime());
  const start = startOfQuarter(
    from === undefined ? Math.max((to === undefined ? now.getTime() : end) - dayMs, 0) : storable(from).getTime(),
  );
  if (start >= end) throw windowEmpty();
  if (end - start > longest * dayMs) throw windowTooLong();
  return { from: start, to: end };
};
/** The last instant that a date of the calendar can be made of has no quarter after it. */
const endOfQuarter = (at: number) => Math.min(startOfQuarter(at + quarterMs - 1), Date.parse("9999-12-30T00:00:00Z"));

/** Hours of a short window, days of the time zone of a longer one. */
export const bucketsIn = (window: Span, timeZone: string): Bucket[] =>
  bucketsOf(window.to - window.from <= hoursUpTo ? "hour" : "day", { ...window, timeZone }, 1_000);

export const told = (window: Span, timeZone: string) => ({ from: iso(window.from), to: iso(window.to), timeZone });
export const iso = (at: number): string => new Date(at).toISOString();

/** What a question is about, as rows and sums are asked for it. */
export type Scope = { demo: boolean; agent?: string[]; role?: string; type?: CoordinationQuery["type"]; task?: string };

/**
 * A demo is told of only by its agents, or while there is nobody else. An agent stands under its id, and under its name
 * where it was named before it was known.
 */
export const scopeOf = async ({ agents }: Pick<CoordinationDeps, "agents">, db: Db, query: CoordinationQuery): Promise<Scope> => {
  const { agent, role, type, task } = query;
  const keys = agent === undefined ? undefined : await keysOf({ agents }, db, agent);
  return {
    demo: keys ? keys.demo : await agents.onlyDemo(db),
    ...(keys ? { agent: keys.keys } : {}),
    ...(role === undefined ? {} : { role }),
    ...(type === undefined ? {} : { type }),
    ...(task === undefined ? {} : { task }),
  };
};

export const keysOf = async (
  { agents }: Pick<CoordinationDeps, "agents">,
  db: Db,
  id: string,
): Promise<{ keys: string[]; demo: boolean }> => {
  const [own] = await agents.called(db, [], [id]);
  if (!own) return { keys: [id], demo: false };
  const same = await agents.called(db, [own.name]);
  const { name, demo } = own;
  return { keys: [id, ...(chosen(same, { name, demo })?.id === id ? [partyKey({ name })] : [])], demo };
};

/** Under which key a name is shown: that of the only agent it can mean by now. */
export const mergedKeys = async ({ agents }: Pick<CoordinationDeps, "agents">, db: Db, all: Iterable<string>, demo: boolean) => {
  const names = [...new Set(all)].flatMap((key) => (key.startsWith("=") ? [key.slice(1)] : []));
  const known = names.length === 0 ? [] : await agents.called(db, names);
  const merged = new Map(names.map((name) => [partyKey({ name }), chosen(known, { name, demo })?.id]));
  return (key: string): string => merged.get(key) ?? key;
};
