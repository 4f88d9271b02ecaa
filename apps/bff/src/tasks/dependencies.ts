import type { Db } from "../platform/db/database.ts";
import { findWay, holdDependencies, oneAtATime, standings, type Standing } from "./dependencies.repository.ts";
import { dependencyCycle, dependencyUnknown } from "./tasks.errors.ts";

const at = (detail: string) => ({ detail, extra: { errors: [{ pointer: "/dependencies", detail }] } });

/** Holds what a new task depends on. @throws where one is no task. */
export const hold = async (db: Db, ids: readonly string[]): Promise<Standing[]> => {
  const known = await holdDependencies(db, ids);
  const missing = ids.find((id) => !known.some((one) => one.id === id));
  if (missing !== undefined) throw dependencyUnknown(at(`${missing} is no task`));
  return known;
};

/** The same for a task that others may depend on already. @throws with the ring named, where there would be one. */
export const holdWithoutRing = async (db: Db, { id, ids }: { id: string; ids: readonly string[] }): Promise<Standing[]> => {
  await oneAtATime(db);
  const known = await hold(
    db,
    ids.filter((each) => each !== id),
  );
  const way = await findWay(db, ids, id);
  if (way) {
    const own = (await standings(db, [id]))[0]?.title ?? id;
    const ring = [own, ...way.map(({ title }) => title)].map((title) => `"${title.slice(0, 80).toWellFormed()}"`);
    const shown = ring.length > 12 ? [...ring.slice(0, 6), "…", ...ring.slice(-5)] : ring;
    const said = at(`The ring would be ${shown.join(" → ")}.`);
    throw dependencyCycle({ ...said, extra: { ...said.extra, ring: [id, ...way.map((each) => each.id)] } });
  }
  return known;
};
