import type { ValueScope } from "@beckon/contracts/value";
import { type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs, quarterMs, startOfQuarter } from "../platform/keys.ts";
import { storable } from "../platform/storable.ts";
import { windowEmpty, windowTooLong } from "./value.errors.ts";
import type { Look, ValueDeps } from "./value.types.ts";

const usualDays = 90;
const mostDays = 3_660;
const lastInstant = Date.parse("9999-12-30T00:00:00Z");

/** Full quarters of an hour around what was asked for, as usage is kept; the last 90 days if nothing was. */
export const windowOf = ({ from, to }: Pick<ValueScope, "from" | "to">, now: Date): Span => {
  const end = Math.min(startOfQuarter((to === undefined ? now : storable(to)).getTime() + quarterMs - 1), lastInstant);
  const start = startOfQuarter(from === undefined ? Math.max(end - usualDays * dayMs, 0) : storable(from).getTime());
  if (start >= end) throw windowEmpty();
  if (end - start > mostDays * dayMs) throw windowTooLong({ detail: "At most ten years." });
  return { from: start, to: end };
};

/** What was never spent stands in no sum with what was: the demo fleet is told of only by name, or while there is nobody else. */
export const lookOf = async ({ agents }: Pick<ValueDeps, "agents">, db: Db, scope: ValueScope, span: Span): Promise<Look> => {
  const { agent, role, team, model, project, task, taskType } = scope;
  const demo = agent === undefined ? await agents.onlyDemo(db) : ((await agents.called(db, [], [agent]))[0]?.demo ?? false);
  const named = Object.entries({ agent, role, team, model, project, task, taskType }).filter(([, value]) => value !== undefined);
  return { from: new Date(span.from), to: new Date(span.to), demo, ...Object.fromEntries(named) };
};

/** Of less than all that agents did. */
export const isNarrowed = ({ from: _, to: __, demo: ___, ...filter }: Look): boolean =>
  Object.values(filter).some((value) => value !== undefined);

export const told = (span: Span, timeZone: string) => ({ from: iso(span.from), to: iso(span.to), timeZone });
export const iso = (at: number): string => new Date(at).toISOString();
