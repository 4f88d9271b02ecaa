import type { Db } from "../platform/db/database.ts";
import { marksOf, type Marks } from "./marks.repository.ts";

/** With more outcomes than this a look at all of them takes longer than what it would save. */
const most = 50_000;

type Of = keyof Marks;

/**
 * What this process has made of all outcomes, for as long as they are the same: it is made again as soon as any of them is
 * another, whoever wrote it, and out of what it was before. `of`: the tables that it is made of. Undefined where there are too many to be kept.
 */
export const createKept = <T>(of: readonly Of[], make: (db: Db, before: T | undefined) => Promise<T>) => {
  let kept: { mark: string; value: T } | undefined;
  return async (db: Db): Promise<T | undefined> => {
    const before = await marksOf(db, of);
    if (before.n > most) return undefined;
    if (kept?.mark === before.mark) return kept.value;
    const value = await make(db, kept?.value);
    // Outside of a snapshot something may have been written between the two.
    if ((await marksOf(db, of)).mark === before.mark) kept = { mark: before.mark, value };
    return value;
  };
};
