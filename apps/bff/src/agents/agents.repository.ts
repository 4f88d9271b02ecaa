import type { Agent } from "@beckon/contracts/agents";
import { desc, inArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { agents, type AgentRow } from "./agents.table.ts";

const toAgent = (row: AgentRow): Agent => ({
  id: row.id,
  name: row.name,
  ...(row.vendor ? { vendor: row.vendor } : {}),
  ...(row.role ? { role: row.role } : {}),
  ...(row.host ? { host: row.host } : {}),
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
});

export type Sighting = { id: string; ownerId: string; name: string; vendor?: string; role?: string; host?: string; at: Date };

/** Inserts the agent or notes that it was seen; vendor and role are kept when this sighting names none. */
export const upsertAgent = async (db: Db, sighting: Sighting): Promise<Agent> => {
  const [row] = await db
    .insert(agents)
    .values({
      id: sighting.id,
      ownerId: sighting.ownerId,
      name: sighting.name,
      vendor: sighting.vendor ?? null,
      role: sighting.role ?? null,
      host: sighting.host ?? "",
      firstSeenAt: sighting.at,
      lastSeenAt: sighting.at,
    })
    .onConflictDoUpdate({
      target: [agents.ownerId, agents.name, agents.host],
      set: {
        vendor: sql`coalesce(excluded.vendor, ${agents.vendor})`,
        role: sql`coalesce(excluded.role, ${agents.role})`,
        lastSeenAt: sql`greatest(excluded.last_seen_at, ${agents.lastSeenAt})`,
      },
    })
    .returning();
  return toAgent(row as AgentRow);
};

export const listAgents = async (db: Db, limit: number): Promise<Agent[]> =>
  (await db.select().from(agents).orderBy(desc(agents.lastSeenAt)).limit(limit)).map(toAgent);

export const findAgents = async (db: Db, ids: string[]): Promise<Agent[]> =>
  ids.length === 0 ? [] : (await db.select().from(agents).where(inArray(agents.id, ids))).map(toAgent);
