import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { agents, type AgentRow } from "./agents.table.ts";
import { sessions } from "./sessions.table.ts";

/** Its parent, the parent's, and so on; as far as they are told. */
export const ancestorsOf = async (db: Db, sessionId: string): Promise<Set<string>> =>
  new Set(
    rowsOf<{ id: string }>(
      await db.execute(sql`
        with recursive above as (
          select id, parent_id, 0 as up from session where id = ${sessionId}
          union all select session.id, session.parent_id, up + 1 from session join above on session.id = above.parent_id where up < 16
        ) select id from above`),
    ).map(({ id }) => id),
  );

/** Puts a locked session under another agent, or under the session that it works for. */
export const moveSession = async (db: Db, id: string, to: { agentId: string; parentId: string | null }): Promise<void> => {
  await db
    .update(sessions)
    .set({ ...to, version: sql`${sessions.version} + 1` })
    .where(eq(sessions.id, id));
};

export const countSessions = (db: Db, agentId: string): Promise<number> => db.$count(sessions, eq(sessions.agentId, agentId));

export const nameAgent = async (db: Db, id: string, name: string): Promise<AgentRow | undefined> => {
  const [row] = await db.update(agents).set({ name }).where(eq(agents.id, id)).returning();
  return row;
};

/** Of these agents those of whom nothing is left are taken away: no run, no question, no sub-agent, no word of a person's. */
export const deleteIdle = async (db: Db, ids: string[]): Promise<string[]> =>
  (
    await db
      .delete(agents)
      .where(
        and(
          inArray(agents.id, ids),
          isNull(agents.givenName),
          isNull(agents.givenRole),
          isNull(agents.payment),
          sql`not exists (select 1 from session where session.agent_id = ${agents.id})`,
          sql`not exists (select 1 from decision_request where decision_request.agent_id = ${agents.id})`,
          sql`not exists (select 1 from agent child where child.parent_id = ${agents.id})`,
        ),
      )
      .returning({ id: agents.id })
  ).map(({ id }) => id);
