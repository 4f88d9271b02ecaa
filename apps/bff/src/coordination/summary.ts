import type { CoordinationQuery, CoordinationSummary, CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import { failuresByCause, trend } from "@beckon/metrics/coordination";
import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { endsOf, grouped, sumsOf, toFigure, windowSums } from "./figures.ts";
import type { KeptSums } from "./kept-sums.ts";
import { partiesOf } from "./mapper.ts";
import type { Pairs, PairSum } from "./pairs.ts";
import type { Sum } from "./sums.repository.ts";
import { bucketsIn, iso, scopeOf, told, windowOf, type Scope } from "./window.ts";

const mostPairs = 50;

/** How well agents work together in a window: METRICS "Coordination", in all and by what people ask for. */
export const summarize =
  (deps: CoordinationDeps, settleDue: () => Promise<void>, { pairsOf, kept }: { pairsOf: Pairs; kept: KeptSums }) =>
  async (query: CoordinationQuery): Promise<CoordinationSummary> => {
    await settleDue();
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    return deps.database.snapshot(async (db) => {
      const scope = await scopeOf(deps, db, query);
      const spans = bucketsIn(window, query.tz);
      const earlier = beforeOf(window);
      const shown = [...spans, ...(earlier.from < earlier.to ? [earlier] : [])];
      // All at once: on a connection that takes several questions together they are one way there and back.
      const [sums, { causes, roles, pairs }] = await Promise.all([
        sumsOf(db, { scope, spans: shown, by: [], buckets: true }),
        partsOf(db, { scope, window }, { pairsOf, kept }),
      ]);
      const bucketOf = new Map(grouped(sums, ({ bucket }) => String(bucket)));
      const total = toFigure(sums.filter(({ bucket }) => bucket < spans.length));
      return {
        window: told(window, query.tz),
        asOf: asOf.toISOString(),
        ...(scope.demo ? { demo: true } : {}),
        total,
        trend: trendOf(total, toFigure(bucketOf.get(String(spans.length)) ?? [])),
        buckets: spans.map((span, index) => ({
          from: iso(span.from),
          to: iso(span.to),
          ...toFigure(bucketOf.get(String(index)) ?? []),
        })),
        byType: grouped(roles, ({ type }) => type as CoordinationType)
          .map(([type, rows]) => ({ type, ...toFigure(rows) }))
          .sort(byEnds(({ type }) => type)),
        byPair: await namedPairs(deps, db, pairs),
        byCause: causesOf(causes),
        byRole: rolesOf(roles),
      };
    });
  };

/** What the figures by cause, type, role and pair are made of. An agent's or a task's rows are few: they are read once for all of them. */
const partsOf = async (
  db: Db,
  { scope, window }: { scope: Scope; window: Span },
  { pairsOf, kept }: { pairsOf: Pairs; kept: KeptSums },
) => {
  const spans = [window];
  if (scope.agent !== undefined || scope.task !== undefined) {
    const all = await sumsOf(db, { scope, spans, by: ["type", "cause", "fromKey", "toKey", "fromRole", "toRole"] });
    return { causes: all, roles: all, pairs: (await pairsOf.among(db, scope, all)).rows };
  }
  const [causes, roles, { rows: pairs }] = await Promise.all([
    windowSums(db, kept, { scope, window, by: ["type", "cause"] }),
    windowSums(db, kept, { scope, window, by: ["type", "fromRole", "toRole"] }),
    pairsOf.inWindow(db, { scope, window, rank: "ends", most: mostPairs }),
  ]);
  return { causes, roles, pairs };
};

/** The window of the same length before; before the first instant there is none. */
const beforeOf = ({ from, to }: Span): Span => ({ from: Math.max(0, from - (to - from)), to: from });

const trendOf = (now: ReturnType<typeof toFigure>, before: ReturnType<typeof toFigure>): CoordinationSummary["trend"] => {
  const { trend: direction, value, interval } = trend(now, before);
  return { direction, before, difference: value, low: interval?.low ?? null, high: interval?.high ?? null };
};

type Figure = ReturnType<typeof toFigure>;
const byEnds =
  <R extends Figure>(name: (row: R) => string) =>
  (a: R, b: R) =>
    endsOf(b) - endsOf(a) || b.pending - a.pending || (name(a) < name(b) ? -1 : 1);

const namedPairs = async (deps: CoordinationDeps, db: Db, rows: readonly PairSum[]) => {
  const pairs = grouped(rows, ({ fromKey, toKey }) => JSON.stringify([fromKey, toKey]))
    .map(([pair, own]) => ({ pair, ...toFigure(own) }))
    .sort(byEnds(({ pair }) => pair))
    .slice(0, mostPairs)
    .map(({ pair, ...rest }) => ({ keys: JSON.parse(pair) as [string, string], rest }));
  const parties = await partiesOf(
    deps,
    db,
    pairs.flatMap(({ keys }) => keys),
  );
  return pairs.map(({ keys: [from, to], rest }) => {
    const other = parties.get(to);
    return { from: parties.get(from) ?? { name: "" }, ...(other ? { to: other } : {}), ...rest };
  });
};

const causesOf = (rows: readonly Sum[]) =>
  failuresByCause(
    rows.flatMap(({ cause, failed, exhausted }) => (cause === "" ? [] : [{ cause: cause as FailureCause, failed, exhausted }])),
  ).map(({ cause, failed, exhausted }) => ({ cause, count: failed, exhausted }));

/** A coordination of two roles counts in both, as it does when asked for by one of them; null: neither was told. */
const rolesOf = (rows: readonly Sum[]) => {
  const named = rows.flatMap((row) =>
    [...new Set([row.fromRole, row.toRole].filter((role) => role !== ""))].map((role) => ({ role, row })),
  );
  const nobody = rows.filter(({ fromRole, toRole }) => fromRole === "" && toRole === "");
  const roles = grouped(named, ({ role }) => role)
    .map(([role, own]) => ({ role, ...toFigure(own.map(({ row }) => row)) }))
    .sort(byEnds(({ role }) => role));
  return [...roles, ...(nobody.length > 0 ? [{ role: null, ...toFigure(nobody) }] : [])];
};
