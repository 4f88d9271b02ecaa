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

type Wanted = { least: number; capMs: number; limit: number; habit?: string | undefined };

/**
 * Answered by people in the window at least `least` times, those first that took most waiting and attention; and how
 * many such there are, and answers of people in all. System questions are no habit: no agent asks them.
 */
export const readHabits = async (
  db: Db,
  { from, to, demo, agent, project }: Scope,
  { least, capMs, limit, habit }: Wanted,
): Promise<{ rows: HabitRow[]; habits: number; answers: number }> => {
  const rows = rowsOf<HabitRow & { habits: number; answers: number }>(
    await db.execute(sql`
      with answered as (
        select w.* from attention_wait w where w.ended = 'person' and w.ended_at >= ${from} and w.ended_at < ${to} and w.demo = ${demo}
          and w.agent_id <> '' ${agent === undefined ? sql`` : sql`and w.agent_id = ${agent}`}
          ${project === undefined ? sql`` : sql`and w.project = ${project}`} ${habit === undefined ? sql`` : sql`and w.habit = ${habit}::uuid`}),
      counted as (
        select habit, count(*)::int as n, count(*) filter (where tone <> 'other')::int as plain, sum(ended_at - asked_at + least(coalesce(open_ms, 0), ${capMs})) as took from answered group by habit),
      dearest as (select habit, n, took from counted where plain >= ${least} order by took desc, habit limit ${limit})
      select d.habit::text as habit, d.n, (select count(*)::int from counted where plain >= ${least}) as habits,
        (select coalesce(sum(n), 0)::int from counted) as answers, a.*
      from dearest d cross join lateral (
        select count(*) filter (where tone = 'approve')::int as approved, count(*) filter (where tone = 'deny')::int as denied,
          json_agg(agent_id order by ended_at desc, request_id) as agents, json_agg(asked_at order by ended_at desc, request_id) as asked,
          json_agg(ended_at order by ended_at desc, request_id) as ended, json_agg(open_ms order by ended_at desc, request_id) as open,
          json_agg(request_id order by ended_at desc, request_id) as requests
        from answered where habit = d.habit) a
      order by d.took desc, d.habit`),
  );
  const [first] = rows;
  return { rows, habits: first?.habits ?? 0, answers: first?.answers ?? 0 };
};
