import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** A process by the run that its machine reports, and by the name that its agent bears there. */
export type RunningProcess = {
  process: string;
  sessionId?: string | undefined;
  agent: string;
  host: string;
  from: Date;
  to?: Date | undefined;
};

/**
 * An agent reports with a token of its own, so it is known by its name and machine: what agents of that name did there
 * while the process lived, and their sub-agents.
 */
export const runsOfProcesses = async (
  db: Db,
  processes: readonly RunningProcess[],
): Promise<{ process: string; sessionId: string; agentId: string }[]> => {
  if (processes.length === 0) return [];
  const wanted = processes.map(({ process, sessionId, agent, host, from, to }) => ({
    ...{ process, agent, host, session: sessionId ?? "" },
    from: from.toISOString(),
    to: to?.toISOString() ?? "infinity",
  }));
  return rowsOf(
    await db.execute(sql`
      with recursive wanted as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as w(process text, session text, agent text, host text, "from" timestamptz, "to" timestamptz)
      ), family as (
        select w.process, w."from", w."to", a.id, 0 as depth from wanted w join agent a on a.name = w.agent and a.host in (w.host, '') and a.parent_id = ''
        union
        select f.process, f."from", f."to", a.id, f.depth + 1 from family f join agent a on a.parent_id = f.id and f.depth < 4
      )
      select f.process, s.id as "sessionId", s.agent_id as "agentId" from family f join session s on s.agent_id = f.id
      where s.active_at >= date_trunc('minute', f."from") and (s.state ->> 'startedAt')::timestamptz >= f."from" - interval '5 seconds'
        and (s.state ->> 'startedAt')::timestamptz <= f."to"
      union
      select w.process, s.id, s.agent_id from wanted w join session s on s.id = w.session
      order by 1, 2`),
  );
};
