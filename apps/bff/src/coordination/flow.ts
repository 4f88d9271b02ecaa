import type { CoordinationFlow, CoordinationType, FlowQuery } from "@beckon/contracts/coordination";
import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { endsOf, grouped, sumsOf, toFigure } from "./figures.ts";
import { partiesOf } from "./mapper.ts";
import type { Pairs } from "./pairs.ts";
import { scopeOf, told, windowOf, type Scope } from "./window.ts";

const mostPairs = 100;
/** The key of whoever was not told. */
const nobody = "";

/** Who hands what to whom, the busiest pairs of agents; each by type. */
export const flow =
  (deps: CoordinationDeps, settleDue: () => Promise<void>, pairsOf: Pairs) =>
  async (query: FlowQuery): Promise<CoordinationFlow> => {
    await settleDue();
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    return deps.database.snapshot(async (db) => {
      const scope = await scopeOf(deps, db, query);
      const { rows: named, pairs: all } =
        query.by === "role"
          ? await byRoles(db, scope, window)
          : await pairsOf.inWindow(db, { scope, window, rank: "width", most: mostPairs });
      const pairs = grouped(named, ({ fromKey, toKey }) => JSON.stringify([fromKey, toKey]))
        .map(([pair, own]) => ({ pair, own, width: own.reduce((sum, row) => sum + endsOf(row) + row.pending, 0) }))
        .sort((a, b) => b.width - a.width || (a.pair < b.pair ? -1 : 1));
      const shown = query.by === "role" ? pairs : pairs.slice(0, mostPairs);
      const links = shown.flatMap(({ own }) =>
        grouped(own, ({ type }) => type as CoordinationType)
          .map(([type, same]) => ({ from: same[0]?.fromKey ?? nobody, to: same[0]?.toKey ?? nobody, type, ...toFigure(same) }))
          .sort((a, b) => (a.type < b.type ? -1 : 1)),
      );
      const keys = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
      const parties =
        query.by === "role" ? new Map(keys.map((name) => [name, { name: name || "unknown" }])) : await partiesOf(deps, db, keys);
      return {
        window: told(window, query.tz),
        asOf: asOf.toISOString(),
        ...(scope.demo ? { demo: true } : {}),
        nodes: keys.map((key) => ({ key, ...(parties.get(key) ?? { name: "unknown" }) })),
        links,
        leftOut: query.by === "role" ? 0 : all - shown.length,
      };
    });
  };

/** Their roles in the place of the agents. */
const byRoles = async (db: Db, scope: Scope, window: Span) => {
  const rows = await sumsOf(db, { scope, spans: [window], by: ["type", "fromRole", "toRole"] });
  return { rows: rows.map((row) => ({ ...row, fromKey: row.fromRole, toKey: row.toRole })), pairs: 0 };
};
