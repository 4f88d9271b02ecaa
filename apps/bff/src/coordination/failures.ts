import type { CoordinationQuery, FailureCause, FailurePattern } from "@beckon/contracts/coordination";
import { failureTemplate } from "@beckon/metrics/failure-pattern";
import type { CoordinationDeps } from "./coordination.types.ts";
import { grouped, sumsOf } from "./figures.ts";
import { partiesOf } from "./mapper.ts";
import { patternFacts } from "./patterns.repository.ts";
import { mergedKeys, scopeOf, told, windowOf } from "./window.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

export type FailureQuery = CoordinationQuery & { cursor?: string | undefined; limit: number };

/** What fails alike: exhausted ones first, then the most frequent. A page; `n` are all failures of the window. */
export const failures = (deps: CoordinationDeps, settleDue: () => Promise<void>) => async (query: FailureQuery) => {
  await settleDue();
  const asOf = deps.clock();
  const window = windowOf(query, asOf);
  const start = query.cursor === undefined ? 0 : placeOf(query.cursor);
  return deps.database.snapshot(async (db) => {
    const scope = await scopeOf(deps, db, query);
    const rows = (await sumsOf(db, { scope, spans: [window], by: ["pattern", "cause"] })).filter(({ pattern }) => pattern !== "");
    const all = grouped(rows, ({ pattern }) => pattern)
      .map(([id, own]) => ({
        id,
        cause: mostOf(own),
        count: own.reduce((sum, { failed }) => sum + failed, 0),
        exhausted: own.reduce((sum, { exhausted }) => sum + exhausted, 0),
      }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.exhausted - a.exhausted || b.count - a.count || (a.id < b.id ? -1 : 1));
    const page = all.slice(start, start + query.limit);
    const facts = await patternFacts(
      db,
      page.map(({ id }) => id),
      { ...scope, from: new Date(window.from), to: new Date(window.to) },
    );
    const keys = facts.flatMap((fact) => fact.keys);
    const keyOf = await mergedKeys(deps, db, keys, scope.demo);
    const parties = await partiesOf(deps, db, keys.map(keyOf));
    return {
      window: told(window, query.tz),
      asOf: asOf.toISOString(),
      ...(scope.demo ? { demo: true } : {}),
      n: all.reduce((sum, { count }) => sum + count, 0),
      items: page.flatMap((pattern): FailurePattern[] => {
        const fact = facts.find((one) => one.pattern === pattern.id);
        if (!fact) return [];
        const met = [...new Set(fact.keys.map(keyOf))].flatMap((key) => parties.get(key) ?? []);
        return [
          {
            ...pattern,
            template: fact.example === null ? `no words were told (${pattern.cause.replaceAll("_", " ")})` : failureTemplate(fact.example),
            firstAt: new Date(fact.firstAt).toISOString(),
            lastAt: new Date(fact.lastAt).toISOString(),
            agents: met,
            example: fact.example ?? "",
          },
        ];
      }),
      ...(start + query.limit < all.length ? { cursor: String(start + query.limit) } : {}),
    };
  });
};

/** Messages of one template may have been given different causes: the most frequent stands for them. */
const mostOf = (rows: readonly { cause: string; failed: number }[]): FailureCause =>
  grouped(rows, ({ cause }) => cause)
    .map(([cause, own]) => ({ cause, failed: own.reduce((sum, { failed }) => sum + failed, 0) }))
    .sort((a, b) => b.failed - a.failed || (a.cause < b.cause ? -1 : 1))[0]?.cause as FailureCause;

const placeOf = (cursor: string): number => {
  if (!/^\d{1,7}$/.test(cursor)) throw wrongCursor();
  return Number(cursor);
};
