import type { Signal } from "@beckon/contracts/signals";
import type { Work } from "../../platform/db/database.ts";
import type { Counter } from "./counters.ts";
import { findMarks, insertMarks } from "./series.repository.ts";

/** Whose telemetry it is, and when it came. */
type Owned = { ownerId: string; now: Date };

const callsKey = (service: string) => `calls:${service}`;
const countedKey = (service: string) => `counted:${service}`;

/**
 * Marks services as telling each call by itself. Comes back with what puts aside that which the counters of some had told
 * before: again with every request, for one of counters may have been taken in at the same time; the signal's id is one.
 */
export const tellCalls = async (work: Work, { ownerId, now }: Owned, services: ReadonlyMap<string, Signal>): Promise<Signal[]> => {
  if (services.size === 0) return [];
  await insertMarks(work.db, { ownerId, keys: [...services.keys()].map(callsKey), now });
  const marked = await findMarks(work.db, ownerId, [...services.keys()].map(countedKey));
  return [...services].flatMap(([service, aside]) => (marked.has(countedKey(service)) ? [aside] : []));
};

type Repeats = { counters: readonly Counter[]; mayRepeat: ReadonlyMap<Counter, string> };

/** The counters of services that have told no call by itself so far, each of which is marked as counted. */
export const withoutRepeats = async (
  work: Work,
  { ownerId, now }: Owned,
  { counters, mayRepeat }: Repeats,
): Promise<readonly Counter[]> => {
  const services = [...new Set(counters.flatMap((counter) => mayRepeat.get(counter) ?? []))];
  const telling = await findMarks(work.db, ownerId, services.map(callsKey));
  const counted = services.filter((service) => !telling.has(callsKey(service)));
  await insertMarks(work.db, { ownerId, keys: counted.map(countedKey), now });
  return counters.filter((counter) => {
    const service = mayRepeat.get(counter);
    return service === undefined || !telling.has(callsKey(service));
  });
};
