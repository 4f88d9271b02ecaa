import { mergeTallies, successRate } from "@beckon/metrics/coordination";
import type { Share } from "@beckon/contracts/coordination";
import type { Db } from "../platform/db/database.ts";
import type { Span } from "../platform/calendar.ts";
import type { Kept } from "./kept-sums.repository.ts";
import type { KeptSums } from "./kept-sums.ts";
import { knownTwice } from "./pairs.repository.ts";
import { sumRows } from "./coordination.repository.ts";
import { namesOf, piecesIn, type Counts, type Name } from "./rollups.ts";
import { readSums, type Sum } from "./sums.repository.ts";
import type { View } from "./coordination.types.ts";
import type { Scope } from "./window.ts";

type Tally = Pick<Counts, "succeeded" | "failed" | "pending">;

/** A tally with its share, as METRICS defines it. */
export const toFigure = (rows: readonly Tally[]): Tally & { share: Share } => {
  const tally = mergeTallies(rows);
  const { value, n, interval } = successRate(tally);
  return { ...tally, share: { value, n, low: interval?.low ?? null, high: interval?.high ?? null } };
};

/** The sums of these spans by the names asked for, from the smallest view that has them; a task's from its rows. */
export const sumsOf = async (
  db: Db,
  { scope, spans, by, buckets = false }: { scope: Scope; spans: readonly Span[]; by: readonly Name[]; buckets?: boolean },
): Promise<Sum[]> => {
  if (spans.length === 0) return [];
  const { task, ...filter } = scope;
  if (task !== undefined || (filter.agent !== undefined && by.includes("pattern")))
    return sumRows(db, { ...scope, failures: by.includes("pattern") }, spans);
  const smallest = viewOf(filter, by);
  const view = smallest === "ofAgent" && (await knownTwice(db, filter.agent ?? [])) ? "detail" : smallest;
  return readSums(db, { view, pieces: piecesIn(view, spans), by, filter, buckets });
};

const isKept = (view: View): view is Exclude<Kept, "pair"> => view === "cause" || view === "role" || view === "ofRoleCause";

type AskedOfWindow = { scope: Scope; window: Span; by: readonly Name[] };

/** The same of one window, from what is kept of it where that can answer; within a snapshot. */
export const windowSums = async (db: Db, kept: KeptSums, { scope, window, by }: AskedOfWindow): Promise<Sum[]> => {
  const { agent, task, role, type, demo } = scope;
  const view = viewOf(scope, by);
  if (agent !== undefined || task !== undefined || !isKept(view)) return sumsOf(db, { scope, spans: [window], by });
  const named = ({ names, ...counts }: Awaited<ReturnType<KeptSums>>[number]): Sum => ({
    ...nothing,
    ...Object.fromEntries(namesOf[view].map((name, place) => [name, names[place] as string])),
    ...counts,
  });
  return (await kept(db, view, { window, demo }))
    .map(named)
    .filter((sum) => type === undefined || sum.type === type)
    .filter(({ fromRole, toRole }) => role === undefined || fromRole === role || toRole === role);
};

const nothing = { bucket: 0, type: "", cause: "", fromKey: "", toKey: "", fromRole: "", toRole: "", pattern: "" };

/** The smallest view that can answer; an agent's rows are found by index in the one by agents. Who is known by two names there may count twice in its own. */
const viewOf = ({ agent, role, type }: Scope, by: readonly Name[]): Exclude<View, "pair"> => {
  const byRole = by.includes("fromRole");
  if (by.includes("pattern")) return byRole || role !== undefined ? "roleFailure" : "failure";
  if (agent !== undefined) return by.length === 0 && role === undefined && type === undefined ? "ofAgent" : "detail";
  if (byRole) return by.includes("cause") ? "kind" : "role";
  if (role !== undefined) return by.length === 0 && type === undefined ? "ofRole" : "ofRoleCause";
  if (by.includes("cause")) return "cause";
  return by.includes("type") || type !== undefined ? "ofType" : "total";
};

/** Rows under the names of one group, in no order. */
export const grouped = <R, K extends string>(rows: readonly R[], keyOf: (row: R) => K): [K, R[]][] => [...Map.groupBy(rows, keyOf)];

export const endsOf = ({ succeeded, failed }: Tally): number => succeeded + failed;
