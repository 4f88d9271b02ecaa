import type { Agent, Session } from "@beckon/contracts/agents";
import type { Replica } from "../platform/replica.ts";

/** What the fleet slice holds of the replica in memory. */
export type FleetRows = { agents: Map<string, Agent>; sessions: Map<string, Session> };

export async function readFleet(replica: Replica): Promise<FleetRows> {
  const tx = (await replica.db()).transaction(["agents", "sessions"], "readonly");
  const [agents, sessions] = await Promise.all([tx.objectStore("agents").getAll(), tx.objectStore("sessions").getAll()]);
  return { agents: new Map(agents.map((row) => [row.id, row])), sessions: new Map(sessions.map((row) => [row.id, row])) };
}

/** Reads some rows again; what is gone from the replica is gone from memory. */
export async function readSomeOfFleet(
  replica: Replica,
  rows: FleetRows,
  changed: { agents: Set<string>; sessions: Set<string> },
): Promise<void> {
  const tx = (await replica.db()).transaction(["agents", "sessions"], "readonly");
  const put = <V>(map: Map<string, V>, id: string, value: V | undefined) => (value === undefined ? map.delete(id) : map.set(id, value));
  await Promise.all([
    ...[...changed.agents].map(async (id) => put(rows.agents, id, await tx.objectStore("agents").get(id))),
    ...[...changed.sessions].map(async (id) => put(rows.sessions, id, await tx.objectStore("sessions").get(id))),
  ]);
}
