import type { Work } from "../../platform/db/database.ts";
import { pointId, type Counter } from "./counters.ts";
import { lockStands, saveStands, type Stand } from "./series.repository.ts";

const dayMs = 86_400_000;

type Where = { ownerId: string; now: Date };

/**
 * What counters grew by. A delta is its own growth. A cumulative one grew by what it stands at beyond
 * where it stood; another begin is another run, and a later point that stands lower is a restart that
 * was not told: both count from zero. An older point, or the same again, says nothing new.
 */
export const growthOf = async (work: Work, counters: readonly Counter[], { ownerId, now }: Where): Promise<Map<Counter, number>> => {
  const growth = new Map<Counter, number>();
  // A point may be told twice in one request; it is one point.
  const deltas = new Map(counters.filter(({ cumulative }) => !cumulative).map((counter) => [pointId(counter), counter]));
  for (const counter of deltas.values()) growth.set(counter, counter.amount);
  const cumulative = counters.filter((counter) => counter.cumulative).toSorted((a, b) => compare(a.timeNano, b.timeNano));
  if (cumulative.length === 0) return growth;

  const runs = new Map(cumulative.map((counter) => [runOf(counter), { series: counter.series, startNano: counter.startNano }]));
  const stands = new Map((await lockStands(work.db, { ownerId, runs: [...runs.values()], now })).map((stand) => [runOf(stand), stand]));
  const changed = new Set<Stand>();
  for (const counter of cumulative) {
    const stand = stands.get(runOf(counter)) as Stand;
    const grown = growthSince(stand, counter);
    if (grown === undefined) {
      // Still told of: not to be forgotten, though nothing grew.
      if (now.getTime() - stand.seenAt.getTime() > dayMs) changed.add(stand);
      continue;
    }
    growth.set(counter, grown);
    stand.amount = counter.amount;
    stand.timeNano = counter.timeNano;
    changed.add(stand);
  }
  await saveStands(work.db, { ownerId, stands: [...changed], now });
  return growth;
};

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

const runOf = ({ series, startNano }: { series: string; startNano: bigint }) => `${series}/${startNano}`;

/** How much a point adds to where its run stood; nothing when it is not newer, or the same. */
export const growthSince = (
  stand: { timeNano: bigint; amount: number },
  point: { timeNano: bigint; amount: number },
): number | undefined => {
  if (point.timeNano <= stand.timeNano || point.amount === stand.amount) return undefined;
  return point.amount > stand.amount ? point.amount - stand.amount : point.amount;
};
