import { keyOf, quarterMs } from "../platform/keys.ts";
import type { Span } from "../platform/calendar.ts";
import { fewestPieces } from "./fewest-pieces.ts";
import type { CoordinationRow } from "./coordination.table.ts";
import type { View } from "./coordination.types.ts";

/**
 * The steps that each view is kept by, in quarters of an hour. Days of people in Kathmandu begin on quarters; the
 * larger steps are there so that a month is read in a few dozen pieces. Pairs of agents are many, so theirs are finer.
 */
export const steps = {
  total: [256, 16, 1],
  ofType: [256, 16, 1],
  cause: [256, 16, 1],
  role: [256, 64, 16, 4, 1],
  kind: [256, 64, 16, 4, 1],
  ofRole: [256, 16, 1],
  ofRoleCause: [256, 64, 16, 4, 1],
  ofAgent: [256, 16, 1],
  detail: [256, 16, 1],
  pair: [1024, 256, 64, 16, 4, 1],
  failure: [256, 16, 1],
  roleFailure: [256, 64, 16, 4, 1],
} as const satisfies Record<View, readonly number[]>;

export const names = ["type", "cause", "fromKey", "toKey", "fromRole", "toRole", "pattern"] as const;
export type Name = (typeof names)[number];
type Place = Record<Name, string>;

/**
 * Which names a view has. An attempt counts in `ofRole` and `ofRoleCause` once for each role it has, which stands in
 * `fromRole`, and in `ofAgent` once for each name that its sides stand under, in `fromKey`.
 */
export const namesOf: Record<View, readonly Name[]> = {
  total: [],
  ofType: ["type"],
  cause: ["type", "cause"],
  role: ["type", "fromRole", "toRole"],
  kind: ["type", "cause", "fromRole", "toRole"],
  ofRole: ["fromRole"],
  ofRoleCause: ["type", "cause", "fromRole"],
  ofAgent: ["fromKey"],
  detail: ["type", "cause", "fromKey", "toKey", "fromRole", "toRole"],
  pair: ["type", "fromKey", "toKey", "fromRole", "toRole"],
  failure: ["type", "cause", "pattern"],
  roleFailure: ["type", "cause", "fromRole", "toRole", "pattern"],
};

export type Table = "coordination_rollup" | "coordination_detail_rollup" | "coordination_agent_rollup" | "coordination_pair_rollup";
const ownTables: Partial<Record<View, Table>> = {
  detail: "coordination_detail_rollup",
  ofAgent: "coordination_agent_rollup",
  pair: "coordination_pair_rollup",
};
/** Where a view's sums are kept. */
export const tableOf = (view: View): Table => ownTables[view] ?? "coordination_rollup";

export type Counts = { succeeded: number; failed: number; exhausted: number; pending: number };
export type Rollup = Place & Counts & { view: View; step: number; at: number; key: string; demo: boolean };

const each = (sides: readonly string[]) => [...new Set(sides)].filter((side) => side !== "");

const ofNothing: Place = { type: "", cause: "", fromKey: "", toKey: "", fromRole: "", toRole: "", pattern: "" };
const placeKey = (place: Place, demo: boolean) => keyOf([...names.map((name) => place[name]), ...(demo ? ["demo"] : [])]);
/** What the sums of `ofAgent` are found by: `fromKey` as the rows have it. */
export const agentSumKey = (fromKey: string, demo: boolean): string => placeKey({ ...ofNothing, fromKey }, demo);

/** What the sums change by, each row once, in the one order in which all writers take them. */
export const createTally = () => {
  const rows = new Map<string, Rollup>();

  const addTo = (view: View, row: CoordinationRow, times: 1 | -1) => {
    const all: Place = {
      type: row.type,
      cause: row.cause ?? "",
      fromKey: row.fromKey,
      toKey: row.toKey,
      fromRole: row.fromRole,
      toRole: row.toRole,
      pattern: row.pattern ?? "",
    };
    const own = namesOf[view];
    const place = Object.fromEntries(names.map((name) => [name, own.includes(name) ? all[name] : ""])) as Place;
    const key = placeKey(place, row.demo);
    for (const step of steps[view]) {
      const at = slotOf(row.at.getTime(), step);
      const id = `${view} ${step} ${at} ${key}`;
      let sum = rows.get(id);
      if (!sum) {
        sum = { view, step, at, key, ...place, demo: row.demo, succeeded: 0, failed: 0, exhausted: 0, pending: 0 };
        rows.set(id, sum);
      }
      if (row.status !== "dropped") sum[row.status] += times;
      if (row.status === "failed" && row.exhausted) sum.exhausted += times;
    }
  };

  return {
    /** `times` -1 takes a row out of where it stood before. */
    add: (row: CoordinationRow, times: 1 | -1): void => {
      // Called off: neither a success nor a failure, nor open.
      if (row.status === "dropped") return;
      for (const view of ["total", "ofType", "cause", "role", "kind", "detail", "pair"] as const) addTo(view, row, times);
      for (const fromKey of each([row.fromKey, row.toKey])) addTo("ofAgent", { ...row, fromKey }, times);
      for (const fromRole of each([row.fromRole, row.toRole]))
        for (const view of ["ofRole", "ofRoleCause"] as const) addTo(view, { ...row, fromRole }, times);
      if (row.status === "failed") for (const view of ["failure", "roleFailure"] as const) addTo(view, row, times);
    },
    /** Where anything in a slot changes its sum of all is written too, were it the same: by that the change is known. */
    rows: (): Rollup[] => {
      const all = [...rows.values()];
      const quarters = all.filter((row) => row.step === 1 && isChange(row));
      const touched = new Set(quarters.flatMap(({ at, demo }) => steps.total.map((step) => `${step} ${slotOf(at, step)} ${demo}`)));
      return all
        .filter((row) => isChange(row) || (row.view === "total" && touched.has(`${row.step} ${row.at} ${row.demo}`)))
        .sort((a, b) => (a.view < b.view ? -1 : a.view > b.view ? 1 : a.step - b.step || a.at - b.at || (a.key < b.key ? -1 : 1)));
    },
  };
};

const slotOf = (at: number, step: number) => Math.floor(at / (step * quarterMs)) * step * quarterMs;
const isChange = ({ succeeded, failed, exhausted, pending }: Counts) =>
  [succeeded, failed, exhausted, pending].some((count) => count !== 0);

/** A part of a window, and the bucket it belongs to; it is added, or taken away again (-1). */
export type Piece = { step: number; from: number; to: number; bucket: number; times: 1 | -1 };

/** Where to read these spans (of full quarters) in a view. */
export const piecesIn = (view: View, spans: readonly Span[]): Piece[] =>
  spans.flatMap((span, bucket) => (span.from < span.to ? fewestPieces(steps[view], span, bucket) : []));
