import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Scope } from "./attention.types.ts";

/** What people answered again and again in a window, by column; within a row all columns are in one order, newest first. */
export type HabitRow = {
  habit: string;
  n: number;
  approved: number;
  denied: number;
  agents: string[];
  asked: number[];
  ended: number[];
  open: (number | null)[];
  requests: string[];
};

/** Answers of people in the window of each of these habits, in their order; of what has none there is no row. */
export const readHabits = async (db: Db, { from, to, demo, agent, project }: Scope, habits: readonly string[]): Promise<HabitRow[]> => {
  if (habits.length === 0) return [];
  return rowsOf<HabitRow>(
    await db.execute(sql`
      select w.habit::text as habit, count(*)::int as n,
        count(*) filter (where tone = 'approve')::int as approved, count(*) filter (where tone = 'deny')::int as denied,
        json_agg(agent_id order by ended_at desc, request_id) as agents, json_agg(asked_at order by ended_at desc, request_id) as asked,
        json_agg(ended_at order by ended_at desc, request_id) as ended, json_agg(open_ms order by ended_at desc, request_id) as open,
        json_agg(request_id order by ended_at desc, request_id) as requests
      from attention_wait w
      where w.habit = any(${sql.param([...habits])}::uuid[]) and w.ended = 'person' and w.ended_at >= ${from} and w.ended_at < ${to}
        and w.demo = ${demo} and w.agent_id <> '' ${agent === undefined ? sql`` : sql`and w.agent_id = ${agent}`}
        ${project === undefined ? sql`` : sql`and w.project = ${project}`}
      group by w.habit order by array_position(${sql.param([...habits])}::uuid[], w.habit)`),
  );
};
