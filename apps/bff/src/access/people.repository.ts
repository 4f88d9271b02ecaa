import type { Person, Role } from "@beckon/contracts/access";
import { asc, eq, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { people, type PersonRow } from "./people.table.ts";

export const toPerson = (row: Pick<PersonRow, "id" | "name" | "role">): Person => ({ id: row.id, name: row.name, role: row.role });

/** Held to the end of the transaction by everybody who adds people or changes roles: "the last owner" and "the first one" need one order. */
export const lockPeople = async (db: Db) => {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('beckon_people'))`);
};

export const findPerson = async (db: Db, id: string): Promise<Person | undefined> => {
  const [row] = await db.select().from(people).where(eq(people.id, id));
  return row && toPerson(row);
};

export const findPersonByName = async (db: Db, name: string): Promise<Person | undefined> => {
  const [row] = await db
    .select()
    .from(people)
    .where(sql`lower(${people.name}) = lower(${name})`);
  return row && toPerson(row);
};

/** Oldest first. */
export const listPeople = async (db: Db): Promise<Person[]> =>
  (await db.select().from(people).orderBy(asc(people.createdAt), asc(people.id))).map(toPerson);

export const firstOwner = async (db: Db): Promise<Person | undefined> => {
  const [row] = await db.select().from(people).where(eq(people.role, "owner")).orderBy(asc(people.createdAt), asc(people.id)).limit(1);
  return row && toPerson(row);
};

export const countOwners = (db: Db): Promise<number> => db.$count(people, eq(people.role, "owner"));

export const insertPerson = async (db: Db, row: PersonRow): Promise<Person> => {
  await db.insert(people).values(row);
  return toPerson(row);
};

export const updatePerson = async (db: Db, id: string, change: { name?: string; role?: Role }): Promise<Person | undefined> => {
  const [row] = await db.update(people).set(change).where(eq(people.id, id)).returning();
  return row && toPerson(row);
};
