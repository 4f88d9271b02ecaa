import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { namesOf, tableOf } from "./rollups.ts";
import { columns } from "./sums.repository.ts";
import { iso } from "./window.ts";

/** The views whose sums are kept between questions. */
export type Kept = "cause" | "role" | "ofRoleCause" | "pair";
/** So many quarters of an hour from an instant on. */
export type Slot = { step: number; at: number };
/** `counts`: succeeded, failed, exhausted, pending. */
export type SlotRow = { names: readonly string[]; counts: readonly number[] };

/** What a row of a view is known by. */
const namesIn = (view: Kept): readonly string[] => (view === "pair" ? ["key"] : namesOf[view].map((name) => columns[name]));

/** Which transaction wrote the sum of all of a slot last; its number is no other's, whatever came of it. */
export type Mark = { at: number; xmin: string };

const slotsOf = (slots: readonly Slot[]) => sql`
  unnest(${sql.param(slots.map(({ step }) => step))}::smallint[], ${sql.param(slots.map(({ at }) => iso(at)))}::timestamptz[])
    with ordinality as p(step, at, place)`;

/** Of the slots in which there is anything. */
export const readMarks = async (db: Db, slots: readonly Slot[], demo: boolean): Promise<readonly Mark[]> => {
  const found = rowsOf<{ place: number; xmin: string }>(
    await db.execute(sql`
      select p.place::int as place, r.xmin::text as xmin from ${slotsOf(slots)} join coordination_rollup r
        on r.view = 'total' and r.step = p.step and r.at = p.at and r.demo = ${demo} order by 1`),
  );
  return found.map(({ place, xmin }) => ({ at: (slots[place - 1] as Slot).at, xmin }));
};

type Asked = { view: Kept; slots: readonly Slot[]; demo: boolean };

/** The sums of each of these slots, in their order, under the names of the view. As one value for each slot: there are many. */
export const readSlots = async (db: Db, { view, slots, demo }: Asked): Promise<SlotRow[][]> => {
  const own = namesIn(view);
  const fields = sql.raw([...own, "succeeded", "failed", "exhausted", "pending"].join(", "));
  const found = rowsOf<{ place: number; rows: (string | number)[][] }>(
    await db.execute(sql`
      select p.place::int as place, s.rows from ${slotsOf(slots)} cross join lateral (
        select json_agg(json_build_array(${fields})) as rows from ${sql.raw(tableOf(view))} r
        where ${view === "pair" ? sql`` : sql`r.view = ${sql.raw(`'${view}'`)} and`} r.step = p.step and r.at = p.at and r.demo = ${demo}) as s
      where s.rows is not null`),
  );
  const bySlot: SlotRow[][] = slots.map(() => []);
  for (const { place, rows } of found)
    bySlot[place - 1] = rows.map((row) => ({
      names: row.slice(0, own.length) as string[],
      counts: row.slice(own.length) as number[],
    }));
  return bySlot;
};
