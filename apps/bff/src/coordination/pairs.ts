import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { sumsOf } from "./figures.ts";
import type { KeptSums } from "./kept-sums.ts";
import { findPairs, namedSides, type Pair, type PairCounts } from "./pairs.repository.ts";
import type { Sum } from "./sums.repository.ts";
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
type Sums = readonly (PairCounts & { names: readonly string[] })[];
/** One pair of agents in all its types; several names of one agent are one. */
type Group = { name: string; fromKey: string; toKey: string; ends: number; pending: number; own: (PairCounts & { type: string })[] };

const mostNames = 50_000;
const keyOf = ({ names: [key] }: { names: readonly string[] }) => key as string;
const nameOf = (fromKey: string, toKey: string) => `${fromKey}\n${toKey}`;

/** What went between agents in a window, by type: of `most` pairs at least, the busiest; and how many pairs there are. */
export const createPairs = (deps: Pick<CoordinationDeps, "agents">, kept: KeptSums) => {
  /** Those that are known stay in this process: their names are most of what there is to read. */
  const names = new Map<string, Pair & { name: string }>();

  const learn = async (db: Db, sums: Sums): Promise<void> => {
    if (names.size > mostNames) names.clear();
    const unknown = sums.map(keyOf).filter((key) => !names.has(key));
    if (unknown.length === 0) return;
    for (const [key, pair] of await findPairs(db, unknown)) names.set(key, { ...pair, name: nameOf(pair.fromKey, pair.toKey) });
  };

  /** In one walk, for there may be thousands. */
  const groupsOf = (sums: Sums, { type, role }: Pick<Scope, "type" | "role">, merged: (key: string) => string): Group[] => {
    const groups = new Map<string, Group>();
    for (const { succeeded, failed, pending, ...sum } of sums) {
      const pair = names.get(keyOf(sum));
      if (!pair || (type !== undefined && pair.type !== type)) continue;
      if (role !== undefined && pair.fromRole !== role && pair.toRole !== role) continue;
      const [fromKey, toKey] = [merged(pair.fromKey), merged(pair.toKey)];
      const name = fromKey === pair.fromKey && toKey === pair.toKey ? pair.name : nameOf(fromKey, toKey);
      let group = groups.get(name);
      if (!group) groups.set(name, (group = { name, fromKey, toKey, ends: 0, pending: 0, own: [] }));
      group.ends += succeeded + failed;
      group.pending += pending;
      group.own.push({ type: pair.type, succeeded, failed, pending });
    }
    return [...groups.values()];
  };

  /** All of these rows, under the names that agents have by now. */
  const among = async (db: Db, { demo }: Pick<Scope, "demo">, rows: readonly Sum[]): Promise<{ rows: PairSum[]; pairs: number }> => {
    const sides = rows.flatMap(({ fromKey, toKey }) => [fromKey, toKey]);
    const nameNow = await mergedKeys(deps, db, sides, demo);
    const merged = rows.map((row) => ({ ...row, fromKey: nameNow(row.fromKey), toKey: nameNow(row.toKey) }));
    return { rows: merged, pairs: new Set(merged.map(({ fromKey, toKey }) => nameOf(fromKey, toKey))).size };
  };

  return {
    among,
    inWindow: async (db: Db, { scope, window, rank, most }: Asked): Promise<{ rows: PairSum[]; pairs: number }> => {
      const { task, agent } = scope;
      if (task !== undefined || agent !== undefined)
        return among(db, scope, await sumsOf(db, { scope, spans: [window], by: ["type", "fromKey", "toKey"] }));
      const [named, sums] = await Promise.all([namedSides(db, scope.demo), kept(db, "pair", { window, demo: scope.demo })]);
      const merged = await mergedKeys(deps, db, named, scope.demo);
      await learn(db, sums);
      const groups = groupsOf(sums, scope, merged).sort(by[rank]);
      return { rows: groups.slice(0, most).flatMap(byType), pairs: groups.length };
    },
  };
};
export type Pairs = ReturnType<typeof createPairs>;

const byName = (a: Group, b: Group) => (a.name < b.name ? -1 : 1);
const by: Record<Asked["rank"], (a: Group, b: Group) => number> = {
  ends: (a, b) => b.ends - a.ends || b.pending - a.pending || byName(a, b),
  width: (a, b) => b.ends + b.pending - a.ends - a.pending || byName(a, b),
};

/** Several names of one agent are one row of each type. */
const byType = ({ fromKey, toKey, own }: Group): PairSum[] =>
  [...Map.groupBy(own, ({ type }) => type)].map(([type, rows]) => ({
    ...{ type, fromKey, toKey },
    succeeded: rows.reduce((sum, row) => sum + row.succeeded, 0),
    failed: rows.reduce((sum, row) => sum + row.failed, 0),
    pending: rows.reduce((sum, row) => sum + row.pending, 0),
  }));
