import type { ValueGroup, ValueGroupBy, ValueInputs, ValueQuery } from "@beckon/contracts/value";
import { costOf } from "@beckon/metrics/value/window-cost";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import type { Db } from "../platform/db/database.ts";
import type { UsageCosts } from "../usage/usage.types.ts";
import { isValued, toColumns } from "./columns.ts";
import { countersOf } from "./counters.ts";
import type { Gathered } from "./gather.ts";
import { afterCursor, cursorOf, inOrder, type Place } from "./group-order.ts";
import type { Model } from "./model.ts";
import { columnsOf, together, usageFilter } from "./spent.ts";
import type { Look, OutcomeCosts, OutcomeOfWindow, ValueDeps } from "./value.types.ts";

/** A group has fewer draws than the whole: pages show many, and its ends are shown to two digits. */
const draws = 1_000;

/** `given`: what outcomes were given, by type of task; else `used`: what each of the others used. */
type Asked = Gathered & { query: ValueQuery; by: ValueGroupBy; given: OutcomeCosts | undefined; used: UsedByGroup | undefined };
/** What each agent, role, … used, and all of them. */
export type UsedByGroup = { whole: UsageCosts | undefined; each: UsageCosts[] };
type Bucket = Place & { rows: OutcomeOfWindow[]; inputs: ValueInputs; costMicros: number | null };
type Page = { groups: ValueGroup[]; shared: number | null; cursor?: string };

/** What each agent, role, … accomplished and spent. Read within the snapshot; the model runs after it. */
export const groupsOf = async (deps: ValueDeps, db: Db, asked: Asked): Promise<(model: Model) => Page> => {
  const { by, query, rows, inputs, span } = asked;
  const zoned = { ...span, timeZone: query.tz };
  const outcomes = Map.groupBy(rows, (row) => row[by] ?? "");
  const used = await usedByKey(deps, db, asked, outcomes);
  const buckets = [...new Set([...outcomes.keys(), ...used.keys()])]
    .map((key): Bucket => {
      const own = outcomes.get(key) ?? [];
      const spent = toSpent(used.get(key), inputs);
      const cost = costOf(spent, inputs.terms, zoned);
      const valued = own.filter(isValued);
      return {
        key,
        milliHours: valued.reduce((sum, { p50 }) => sum + p50, 0),
        cost: spent.listPrice ?? 0,
        rows: own,
        inputs: { ...inputs, spent, outcomes: toColumns(valued) },
        costMicros: cost.total,
      };
    })
    .toSorted(inOrder);
  const from = afterCursor(buckets, query.cursor);
  const page = buckets.slice(from, from + query.limit);
  const last = page.at(-1);
  const names = await namesOf(
    deps,
    db,
    by,
    page.map(({ key }) => key),
  );
  const whole = costOf(inputs.spent, inputs.terms, zoned).total;
  return (model) => ({
    groups: page.map((bucket) => toGroup(model, bucket, names.get(bucket.key))),
    shared: by === "taskType" || whole === null ? null : whole - buckets.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0),
    ...(last && from + page.length < buckets.length ? { cursor: cursorOf(last) } : {}),
  });
};

const toGroup = (model: Model, { key, rows, inputs, costMicros }: Bucket, name: string | undefined): ValueGroup => {
  const { milliHours: _, ...figures } = model({ ...inputOf(inputs), draws });
  return {
    key: key === "" ? null : key,
    ...(name === undefined ? {} : { name }),
    outcomes: rows.filter(({ holdOut }) => !holdOut).length,
    value: figures.value,
    costMicros,
    net: figures.net,
    roi: figures.roi,
    breakEvenMilliHours: figures.breakEvenMilliHours,
    indicative: figures.indicative,
    counters: countersOf(rows, null),
  };
};

/** What is paid for all together is in no group. */
const toSpent = (used: UsageCosts | undefined, { spent }: ValueInputs): ValueInputs["spent"] => ({
  billed: used?.billed ?? null,
  rework: 0,
  listPrice: used?.apiEquivalent ?? null,
  planned: { scope: used?.plan ?? 0, all: spent.planned.all },
  attentionMilliHours: null,
  unattributed: null,
  unpriced: used?.unpriced ?? 0,
  paymentUnknown: used?.paymentUnknown ?? 0,
  narrowed: true,
});

/** What each of them spent in the window; by type of task, what its outcomes were given of it. */
const usedByKey = async (
  deps: ValueDeps,
  db: Db,
  { by, look, given, used }: Asked,
  outcomes: ReadonlyMap<string, OutcomeOfWindow[]>,
): Promise<ReadonlyMap<string, UsageCosts>> => {
  if (by === "taskType") {
    const { byOutcome } = given ?? (await deps.outcomes.costs(db, look));
    return new Map([...outcomes].map(([key, rows]) => [key, columnsOf(rows.flatMap(({ id }) => byOutcome.get(id) ?? []))]));
  }
  const rows = used?.each ?? [];
  if (by !== "team") return new Map(rows.map((row) => [row.key, row]));
  const teams = await deps.teams.ofAgents(db);
  return new Map([...Map.groupBy(rows, ({ key }) => teams.get(key) ?? "")].map(([team, its]) => [team, together(team, its)]));
};

/** By type of task usage is not told. */
export const usedByGroup = async (deps: ValueDeps, db: Db, look: Look, by: Exclude<ValueGroupBy, "taskType">): Promise<UsedByGroup> =>
  deps.usage.costsWithWhole(db, { ...(await usageFilter(deps, db, look)), by: by === "team" ? "agent" : by });

const namesOf = async (
  { agents, teams }: ValueDeps,
  db: Db,
  by: ValueGroupBy,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (by === "team") return teams.names(db, keys);
  if (by !== "agent") return new Map();
  return new Map((await agents.called(db, [], keys)).map(({ id, name }) => [id, name]));
};
