import type { Db } from "../platform/db/database.ts";
import type { Scope } from "./attention.types.ts";
import { toColumns, type Columns } from "./columns.ts";
import { listPacks, readLoose, readPacks } from "./packs.repository.ts";
import { joined, toPack, type Pack, type Waits } from "./waits.ts";

/** Waits of all packs that are kept: some ten megabytes. */
const mostWaits = 200_000;

/**
 * The packs of a window, and what is in none yet. A pack is written once and never changed: what was read of it serves this
 * process for as long as it is there, known by its name and by the transaction that wrote it.
 */
export const createPacks = () => {
  const kept = new Map<string, Pack>();

  const packsOf = async (db: Db, scope: Scope): Promise<Pack[]> => {
    const wanted = await listPacks(db, scope);
    const unknown = wanted.filter(({ key }) => !kept.has(key)).map(({ id }) => id);
    const read = new Map((await readPacks(db, unknown)).map(({ key, body }) => [key, toPack(JSON.parse(body) as Columns)]));
    const found = wanted.map(({ key }) => [key, (kept.get(key) ?? read.get(key)) as Pack] as const);
    // Those asked for last stay.
    for (const [key, pack] of found) {
      kept.delete(key);
      kept.set(key, pack);
    }
    let waits = [...kept.values()].reduce((sum, { n }) => sum + n, 0);
    for (const [key, { n }] of kept) {
      if (waits <= mostWaits) break;
      kept.delete(key);
      waits -= n;
    }
    return found.map(([, pack]) => pack);
  };

  return async (db: Db, scope: Scope): Promise<{ packs: Pack[]; waits: Waits }> => {
    // The demo fleet's are never packed.
    const packs = scope.demo ? [] : await packsOf(db, scope);
    return { packs, waits: joined([...packs, toPack(toColumns(await readLoose(db, scope)))], scope) };
  };
};
export type Packs = ReturnType<typeof createPacks>;
