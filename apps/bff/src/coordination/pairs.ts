import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { sumsOf } from "./figures.ts";
import { pairPieces } from "./pair-pieces.ts";
import { findPairs, namedSides, readPairs, type Pair, type PairCounts } from "./pairs.repository.ts";
import { mergedKeys, type Scope } from "./window.ts";

/** What went from one agent to another, by type. */
export type PairSum = PairCounts & Pick<Pair, "type" | "fromKey" | "toKey">;
type Asked = {
  scope: Scope;
  window: Span;
  /** Most ends first, or most attempts of all. */
  rank: "ends" | "width";
  most: number;
};
type Named = PairCounts & Pair;

const mostNames = 50_000;

/** What went between agents in a window, by type: of `most` pairs at least, the busiest; and how many pairs there are. */
export const createPairs = (deps: Pick<CoordinationDeps, "agents">) => {
  const names = new Map<string, Pair>();

  /** Those that are known stay in this process: their names are most of what there is to read. */
  const named = async (db: Db, sums: readonly (PairCounts & { key: string })[]): Promise<Named[]> => {
    if (names.size > mostNames) names.clear();
    const unknown = sums.map(({ key }) => key).filter((key) => !names.has(key));
    if (unknown.length > 0) for (const [key, pair] of await findPairs(db, unknown)) names.set(key, pair);
    return sums.flatMap(({ key, ...counts }) => {
      const pair = names.get(key);
      return pair ? [{ ...counts, ...pair }] : [];
    });
  };

  return async (db: Db, { scope, window, rank, most }: Asked): Promise<{ rows: PairSum[]; pairs: number }> => {
    const { task, agent, role, type } = scope;
    if (task === undefined && agent === undefined) {
      const keyOf = await mergedKeys(deps, db, await namedSides(db, scope.demo), scope.demo);
      const rows = (await named(db, await readPairs(db, pairPieces(window), scope.demo))).filter(
        (row) => (type === undefined || row.type === type) && (role === undefined || row.fromRole === role || row.toRole === role),
      );
      return busiest(rows, keyOf, { rank, most });
    }
    // Few: all of them.
    const rows = await sumsOf(db, { scope, spans: [window], by: ["type", "fromKey", "toKey"] });
    const sides = rows.flatMap(({ fromKey, toKey }) => [fromKey, toKey]);
    const keyOf = await mergedKeys(deps, db, sides, scope.demo);
    const merged = rows.map((row) => ({ ...row, fromKey: keyOf(row.fromKey), toKey: keyOf(row.toKey) }));
    return { rows: merged, pairs: new Set(merged.map(({ fromKey, toKey }) => JSON.stringify([fromKey, toKey]))).size };
  };
};
export type Pairs = ReturnType<typeof createPairs>;

const busiest = (rows: readonly Named[], keyOf: (key: string) => string, { rank, most }: Pick<Asked, "rank" | "most">) => {
  const merged = rows.map(({ fromKey, toKey, type, ...counts }) => ({ ...counts, type, fromKey: keyOf(fromKey), toKey: keyOf(toKey) }));
  const pairs = [...Map.groupBy(merged, ({ fromKey, toKey }) => `${fromKey}\n${toKey}`)].map(([name, own]) => {
    const sum = (of: (row: Named) => number) => own.reduce((all, row) => all + of(row), 0);
    const [ends, pending] = [sum(({ succeeded, failed }) => succeeded + failed), sum((row) => row.pending)];
    return { name, own, first: rank === "ends" ? ends : ends + pending, second: rank === "ends" ? pending : 0 };
  });
  pairs.sort((a, b) => b.first - a.first || b.second - a.second || (a.name < b.name ? -1 : 1));
  return { rows: pairs.slice(0, most).flatMap(({ own }) => byType(own)), pairs: pairs.length };
};

/** Several names of one agent are one row of each type. */
const byType = (rows: readonly Named[]): PairSum[] =>
  [...Map.groupBy(rows, ({ type }) => type)].map(([type, own]) => ({
    ...{ type, fromKey: own[0]?.fromKey ?? "", toKey: own[0]?.toKey ?? "" },
    succeeded: own.reduce((sum, row) => sum + row.succeeded, 0),
    failed: own.reduce((sum, row) => sum + row.failed, 0),
    pending: own.reduce((sum, row) => sum + row.pending, 0),
  }));
