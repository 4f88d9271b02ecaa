import type { Session } from "@beckon/contracts/agents";
import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { readTallies, type Tally } from "../platform/db/tallies.ts";

export type HeardAgent = { id: string; name: string; role: string; vendor: string; firstSeenAt: string; lastSeenAt: string };

/** More than this are no team's: the rest counts as what it most likely is, offline. */
const most = 20_000;
const iso = (at: string | Date) => new Date(at).toISOString();

/** Agents of the team with a sign since then, and these; by when they were first seen. Never the demo fleet's. */
export const heardAgents = async (db: Db, since: Date, ids: readonly string[]): Promise<HeardAgent[]> =>
  rowsOf<Omit<HeardAgent, "firstSeenAt" | "lastSeenAt"> & { first: string | Date; last: string | Date }>(
    await db.execute(sql`
      select id, coalesce(given_name, name) as name, coalesce(given_role, role, '') as role, coalesce(vendor, '') as vendor, first_seen_at as first, last_seen_at as last
      from agent where not demo and (last_seen_at >= ${since.toISOString()}::timestamptz or id = any(${sql.param([...ids])}::text[]))
      order by first_seen_at, id limit ${most}`),
  ).map(({ first, last, ...rest }) => ({ ...rest, firstSeenAt: iso(first), lastSeenAt: iso(last) }));

/** All agents of the team by role. */
export const agentsByRole = (db: Db): Promise<Tally[]> =>
  readTallies(db, { rows: sql`select coalesce(given_role, role, '') as role from agent where not demo`, labels: ["role"] });

export type StandingRun = Pick<Session, "id" | "key" | "agentId" | "parentId" | "lastSignalAt" | "endedAt" | "failed" | "turn" | "doing">;

/** Runs with a sign since then, with what their state follows from and nothing else: of one that is over, whether it failed. */
export const standingRuns = async (db: Db, since: Date): Promise<StandingRun[]> =>
  rowsOf<{
    id: string;
    key: string;
    agent: string;
    parent: string | null;
    last: string | Date;
    ended: string | Date | null;
    turn: NonNullable<Session["turn"]> | null;
    doing: Session["doing"] | null;
    failed: boolean | null;
  }>(
    await db.execute(sql`
      select s.id, s.key, s.agent_id as agent, s.parent_id as parent, s.last_signal_at as last, s.ended_at as ended,
        case when s.ended_at is null then s.state -> 'turn' end as turn, case when s.ended_at is null then nullif(s.state -> 'doing', '[]') end as doing,
        case when s.ended_at is not null then s.state -> 'failed' end as failed
      from session s join agent a on a.id = s.agent_id
      where s.active_at >= ${since.toISOString()}::timestamptz and not a.demo order by s.active_at desc limit ${most}`),
  ).map(({ id, key, agent, parent, last, ended, turn, doing, failed }) => ({
    ...{ id, key, agentId: agent, lastSignalAt: iso(last), doing: doing ?? [] },
    ...(parent === null ? {} : { parentId: parent }),
    ...(ended === null ? {} : { endedAt: iso(ended) }),
    ...(turn === null ? {} : { turn }),
    ...(failed === null ? {} : { failed }),
  }));
