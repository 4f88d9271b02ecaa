import type { UsageGroup, UsageQuery, UsageSummary } from "@beckon/contracts/usage";
import { bucketsOf, type Span } from "../platform/calendar.ts";
import { noFigures, toSum } from "./figures.ts";
import { dayMs, quarterMs, startOfQuarter } from "../platform/keys.ts";
import { sourceOf } from "./sources.ts";
import { isOfDemo, readBuckets, readGroups, readTotals, type After } from "./summary.repository.ts";
import { windowEmpty, windowTooLong } from "./usage.errors.ts";
import type { Filter, UsageDeps } from "./usage.types.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

const columns = { agent: "agent_id", session: "session_id", role: "role", project: "project", task: "task", model: "model" } as const;
const usualDays = 30;
const mostDays = 3_660;

/** What was used and what it cost in a window, and by what is asked for. */
export const summarize =
  (deps: UsageDeps) =>
  async (query: UsageQuery): Promise<UsageSummary> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    const { totals, page, demo } = await deps.database.snapshot(async (db) => {
      const ofDemo = await demoIn(deps, db, query);
      const filter = filterOf(query, ofDemo);
      return {
        demo: ofDemo,
        totals: await readTotals(db, sourceOf({ filter, key: "model", spans: [window] })),
        page: await groupsOf(db, { query, window, filter }),
      };
    });
    return {
      window: { from: iso(window.from), to: iso(window.to), timeZone: query.tz },
      asOf: asOf.toISOString(),
      ...toSum(totals),
      unknownModels: totals.unpricedKeys,
      ...(demo ? { demo: true } : {}),
      ...(query.groupBy ? { groupBy: query.groupBy } : {}),
      ...page,
    };
  };

/** What was never spent stands in no sum with what was: the demo fleet is told of only by name, or while there is nobody else. */
const demoIn = async ({ onlyDemo }: UsageDeps, db: Db, { agent, session }: UsageQuery): Promise<boolean> =>
  agent !== undefined || session !== undefined ? isOfDemo(db, { agent, session }) : onlyDemo(db);

const iso = (at: number) => new Date(at).toISOString();

/** Full quarters of an hour around what was asked for. */
const windowOf = (query: UsageQuery, now: Date): Span => {
  const to = endOfQuarter(query.to === undefined ? now.getTime() : storable(query.to));
  const from = startOfQuarter(query.from === undefined ? Math.max(to - usualDays * dayMs, 0) : storable(query.from));
  if (from >= to) throw windowEmpty();
  if (to - from > mostDays * dayMs) throw windowTooLong();
  return { from, to };
};

const endOfQuarter = (at: number) => startOfQuarter(at + quarterMs - 1);

/** The nearest instant that database and calendar have words for. */
const storable = (instant: string) => Math.min(Math.max(Date.parse(instant), 0), Date.parse("9999-12-30T00:00:00Z"));

const filterOf = ({ agent, session, role, project, model, task }: UsageQuery, demo: boolean): Filter => ({
  demo,
  ...(agent === undefined ? {} : { agent }),
  ...(session === undefined ? {} : { session }),
  ...(role === undefined ? {} : { role }),
  ...(project === undefined ? {} : { project }),
  ...(model === undefined ? {} : { model }),
  ...(task === undefined ? {} : { task }),
});

type Grouping = { query: UsageQuery; window: Span; filter: Filter };
type Page = { groups: UsageGroup[]; cursor?: string };
type Db = Parameters<typeof readTotals>[0];

const groupsOf = async (db: Db, { query, window, filter }: Grouping): Promise<Page> => {
  const { groupBy, limit, cursor } = query;
  if (groupBy === undefined) return { groups: [] };
  if (groupBy === "hour" || groupBy === "day") return timesOf(db, groupBy, { query, window, filter });
  const after = cursor === undefined ? undefined : parseAfter(cursor);
  const source = sourceOf({ filter, key: columns[groupBy], spans: [window] });
  const rows = await readGroups(db, source, { ...(after ? { after } : {}), limit });
  const last = rows.at(-1);
  return {
    groups: rows.map((row) => ({ key: row.key === "" ? null : row.key, ...toSum(row) })),
    ...(last && rows.length === limit
      ? { cursor: cursorOf({ micros: last.micros, tokens: last.input + last.output, key: last.key }) }
      : {}),
  };
};

/** Hours and days in their order; the cursor is where the next begins. */
const timesOf = async (db: Db, unit: "hour" | "day", { query, window, filter }: Grouping): Promise<Page> => {
  const from = query.cursor === undefined ? window.from : parseTime(query.cursor, window);
  const spans = bucketsOf(unit, { from, to: window.to, timeZone: query.tz }, query.limit);
  const found = await readBuckets(db, sourceOf({ filter, key: "bucket", spans }));
  const rows = new Map(found.map((row) => [Number(row.key), row]));
  const end = spans.at(-1)?.to ?? window.to;
  return {
    groups: spans.map((span, index) => ({
      key: span.key,
      from: iso(span.from),
      to: iso(span.to),
      ...toSum(rows.get(index) ?? noFigures()),
    })),
    ...(end < window.to ? { cursor: String(end) } : {}),
  };
};

const cursorOf = ({ micros, tokens, key }: After) => Buffer.from(JSON.stringify([micros, tokens, key])).toString("base64url");

const parseAfter = (cursor: string): After => {
  try {
    const [micros, tokens, key] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    if (
      Number.isSafeInteger(micros) &&
      Number.isSafeInteger(tokens) &&
      typeof key === "string" &&
      !key.includes("\0") &&
      key.isWellFormed()
    )
      return { micros: micros as number, tokens: tokens as number, key };
  } catch {
    // Not one of ours.
  }
  throw wrongCursor();
};

const parseTime = (cursor: string, { from, to }: Span): number => {
  const at = /^\d{1,15}$/.test(cursor) ? Number(cursor) : NaN;
  if (!(at > from && at < to) || at % quarterMs !== 0) throw wrongCursor();
  return at;
};
