import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { sumsOf } from "./figures.ts";
import { busiestPairs, namedSides, type PairSum, type Rank } from "./pairs.repository.ts";
import { piecesIn } from "./rollups.ts";
import { mergedKeys, type Scope } from "./window.ts";

type Asked = { scope: Scope; window: Span; rank: Rank; most: number };

/** What went between agents in a window, by type: of `most` pairs at least, the busiest; and how many pairs there are. */
export const pairsOf = async (
  deps: CoordinationDeps,
  db: Db,
  { scope, window, rank, most }: Asked,
): Promise<{ rows: PairSum[]; pairs: number }> => {
  const { task, agent, ...filter } = scope;
  if (task === undefined && agent === undefined) {
    const named = await namedSides(db, scope.demo);
    const keyOf = await mergedKeys(deps, db, named, scope.demo);
    const same = new Map(named.map((name) => [name, keyOf(name)] as const).filter(([name, key]) => name !== key));
    return busiestPairs(db, { pieces: piecesIn("pair", [window]), filter, same, rank, most });
  }
  // Few: all of them.
  const rows = await sumsOf(db, { scope, spans: [window], by: ["type", "fromKey", "toKey"] });
  const sides = rows.flatMap(({ fromKey, toKey }) => [fromKey, toKey]);
  const keyOf = await mergedKeys(deps, db, sides, scope.demo);
  const merged = rows.map((row) => ({ ...row, fromKey: keyOf(row.fromKey), toKey: keyOf(row.toKey) }));
  return { rows: merged, pairs: new Set(merged.map(({ fromKey, toKey }) => JSON.stringify([fromKey, toKey]))).size };
};
