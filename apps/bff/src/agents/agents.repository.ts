import type { Agent } from "@beckon/contracts/agents";
import { and, desc, eq, gte, inArray, lt, lte, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { agents as table, type AgentRow } from "./agents.table.ts";

export type { AgentRow };

/** What a person gave stands before what the agent says of itself. */
export const toAgent = (row: AgentRow): Agent => {
  const role = row.givenRole ?? row.role;
  return {
    id: row.id,
    name: row.givenName ?? row.name,
    ...(row.vendor ? { vendor: row.vendor } : {}),
    ...(role ? { role } : {}),
    ...(row.host ? { host: row.host } : {}),
    ...(row.parentId ? { parentId: row.parentId } : {}),
    ...(row.payment ? { payment: row.payment } : {}),
    ...(row.demo ? { demo: true } : {}),
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  };
};

/** All agents of these names under these tokens, on whatever machine. */
export const agentsNamed = async (db: Db, names: { ownerIds: string[]; names: string[] }): Promise<AgentRow[]> =>
  db
    .select()
    .from(table)
    .where(and(inArray(table.ownerId, names.ownerIds), inArray(table.name, names.names)));

export type CalledAgent = { id: string; ownerId: string; name: string; role?: string; parentId: string; demo: boolean };

/** Agents of these names under any token, or with these ids; at most so many that none of a team's is missed. */
export const agentsCalled = async (db: Db, names: readonly string[], ids: readonly string[]): Promise<CalledAgent[]> => {
  const rows = await db
    .select()
    .from(table)
    .where(or(inArray(table.name, [...names]), inArray(table.id, [...ids])))
    .orderBy(desc(table.lastSeenAt))
    .limit(5_000);
  return rows.map(({ id, ownerId, name, givenRole, role, parentId, demo }) => {
    const known = givenRole ?? role;
    return { id, ownerId, name, ...(known ? { role: known } : {}), parentId, demo };
  });
};

/** How many agents a token has named. */
export const countAgents = (db: Db, ownerId: string): Promise<number> => db.$count(table, eq(table.ownerId, ownerId));

/** The new row, or the one that somebody else has just made. */
export const insertAgent = async (db: Db, row: typeof table.$inferInsert): Promise<AgentRow> => {
  const [made] = await db
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: [table.ownerId, table.name, table.host, table.parentId], set: { name: sql`excluded.name` } })
    .returning();
  return made as AgentRow;
};

/** A later sign; vendor, role and host only where the agent had told none. */
export const noteAgents = async (
  db: Db,
  seen: { id: string; at: Date; vendor?: string | undefined; role?: string | undefined; host?: string | undefined }[],
): Promise<void> => {
  if (seen.length === 0) return;
  await db.execute(sql`
    update agent set last_seen_at = greatest(agent.last_seen_at, seen.at),
      vendor = coalesce(seen.vendor, agent.vendor), role = coalesce(seen.role, agent.role),
      host = case when agent.host = '' and seen.host is not null and not exists (
        select 1 from agent other where (other.owner_id, other.name, other.parent_id, other.host) = (agent.owner_id, agent.name, agent.parent_id, seen.host)
      ) then seen.host else agent.host end
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as seen(id text, at timestamptz, vendor text, role text, host text)
    where agent.id = seen.id`);
};

export type AgentSearch = {
  id?: string;
  role?: string;
  task?: string;
  from?: Date;
  to?: Date;
  before?: { at: Date; id: string };
  limit: number;
};

/** Newest sign first. */
export const searchAgents = async (db: Db, { id, role, task, from, to, before, limit }: AgentSearch): Promise<AgentRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        id ? eq(table.id, id) : undefined,
        role ? sql`coalesce(${table.givenRole}, ${table.role}) = ${role}` : undefined,
        task
          ? sql`exists (select 1 from session where session.agent_id = ${table.id} and session.state #>> '{task,id}' = ${task})`
          : undefined,
        from ? gte(table.lastSeenAt, from) : undefined,
        to ? lte(table.lastSeenAt, to) : undefined,
        before ? or(lt(table.lastSeenAt, before.at), and(eq(table.lastSeenAt, before.at), lt(table.id, before.id))) : undefined,
      ),
    )
    .orderBy(desc(table.lastSeenAt), desc(table.id))
    .limit(limit);

export const listAgents = async (db: Db, limit: number): Promise<Agent[]> =>
  (await db.select().from(table).orderBy(desc(table.lastSeenAt)).limit(limit)).map(toAgent);

export const findAgentRows = async (db: Db, ids: string[]): Promise<AgentRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(sql`${table.id} = any(${sql.param([...ids])}::text[])`);

/** Whether the demo fleet's agents are all there are. */
export const onlyDemoAgents = async (db: Db): Promise<boolean> =>
  rowsOf(await db.execute(sql`select 1 where exists (select 1 from agent where demo) and not exists (select 1 from agent where not demo)`))
    .length > 0;

/** The tokens that the demo fleet's agents came with. */
export const demoOwners = async (db: Db): Promise<string[]> =>
  (await db.selectDistinct({ ownerId: table.ownerId }).from(table).where(eq(table.demo, true))).map(({ ownerId }) => ownerId);

/** The ids of those that are gone. */
export const deleteAgents = async (db: Db, ownerIds: string[]): Promise<string[]> =>
  (await db.delete(table).where(inArray(table.ownerId, ownerIds)).returning({ id: table.id })).map(({ id }) => id);

export const patchAgent = async (
  db: Db,
  id: string,
  patch: { givenName?: string | null; givenRole?: string | null; payment?: "tokens" | "plan" | null },
): Promise<AgentRow | undefined> => {
  const [row] =
    Object.keys(patch).length > 0 ? await db.update(table).set(patch).where(eq(table.id, id)).returning() : await findAgentRows(db, [id]);
  return row;
};
