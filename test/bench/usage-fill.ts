import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";

export type UsageSize = {
  agents: number;
  days: number;
  /** Quarters of an hour with work in an agent's day. */
  quarters: number;
  /** Model calls in each of them, for each of two models. */
  calls: number;
};

/** Model calls that so much usage stands for; about a third of an agent's signals are such. */
export const callsOf = ({ agents, days, quarters, calls }: UsageSize): number => agents * days * quarters * 2 * calls;

/**
 * Books as the server would have booked them, written at once: every agent works so many quarters of an hour a day, one
 * session each, with two models. The ledger is made up, the sessions and roll-ups are added up from it.
 */
export const fillUsage = async (database: Database, size: UsageSize, until: Date): Promise<void> => {
  const day = new Date(until.toISOString().slice(0, 10));
  const counts = "records, calls, input, output, cache_read, cache_write, reasoning, micros";
  const summed = counts
    .split(", ")
    .map((name) => `sum(e.${name})`)
    .join(", ");
  const unpriced = "coalesce(sum(e.records) filter (where e.price <> ''), 0), coalesce(sum(e.records) filter (where e.price = ''), 0)";
  const key = (names: string) => `md5(concat_ws('|', ${names}))::uuid`;
  const run = async (text: string) => void (await database.executeSql(text));

  await run(`
    insert into usage_session (session_id, agent_id, role, project, payment, rank, told)
    select 'se_' || lpad(a || 'x' || d, 22, '0'), 'ag_' || lpad(a::text, 22, '0'), (array['builder', 'reviewer', ''])[1 + a % 3],
      'project-' || a % 20, (array['tokens', 'plan', ''])[1 + a % 3], 4, ''
    from generate_series(1, ${size.agents}) a, generate_series(0, ${size.days - 1}) d`);
  await run(`
    insert into usage_entry (session_id, at, key, model, channel, task, payment, price, ${counts})
    select 'se_' || lpad(a || 'x' || d, 22, '0'), timestamptz '${day.toISOString()}' - d * interval '1 day' + (a % 60 + q) * interval '15 minutes',
      ${key("m, a")}, (array['claude-sonnet-5', 'claude-opus-4-8', 'gpt-5.1-codex', 'house-model'])[1 + (a + m) % 4], 'event',
      case when a % 2 = 0 then '' else 'T-' || (a * 7 + d) end, '', case when (a + m) % 4 = 3 then '' else 'agent' end,
      c, c, c * 900, c * 700, c * 20000, c * 1500, c * 100, case when (a + m) % 4 = 3 then 0 else c * 13000 + q end
    from generate_series(1, ${size.agents}) a, generate_series(0, ${size.days - 1}) d, generate_series(0, ${size.quarters - 1}) q,
      generate_series(0, 1) m, (select ${size.calls} as c) as k`);
  await run(`
    update usage_session s set ${[...counts.split(", "), "priced", "unpriced"].map((name) => `${name} = e.${name}`).join(", ")},
      first_at = e.first_at, last_at = e.last_at
    from (select session_id, ${counts
      .split(", ")
      .map((name) => `sum(e.${name}) as ${name}`)
      .join(", ")},
      coalesce(sum(e.records) filter (where e.price <> ''), 0) as priced, coalesce(sum(e.records) filter (where e.price = ''), 0) as unpriced,
      min(at) as first_at, max(at) as last_at from usage_entry e group by session_id) e
    where e.session_id = s.session_id`);
  const names = "agent_id, role, model, project, task, payment";
  const rollUp = (grain: string, at: string, columns: string) =>
    run(`
      insert into usage_rollup (grain, at, key, ${names}, ${counts}, priced, unpriced)
      select '${grain}', ${at}, ${key(columns)}, ${columns}, ${summed}, ${unpriced}
      from usage_entry e join usage_session s using (session_id) group by 2, ${columns.replaceAll("'', ", "").replaceAll(", ''", "")}`);
  await rollUp("quarter", "e.at", "s.agent_id, s.role, e.model, s.project, e.task, s.payment");
  await rollUp("day", "date_trunc('day', e.at)", "s.agent_id, s.role, e.model, s.project, e.task, s.payment");
  await rollUp("hour", "date_trunc('hour', e.at)", "s.agent_id, s.role, e.model, s.project, e.task, s.payment");
  await rollUp("days-8", "date_bin('8 days', e.at, 'epoch')", "s.agent_id, s.role, e.model, s.project, '', s.payment");
  await rollUp("days-32", "date_bin('32 days', e.at, 'epoch')", "s.agent_id, s.role, e.model, s.project, '', s.payment");
  for (const [grain, at] of [
    ["clock", "e.at"],
    ["clock-hour", "date_trunc('hour', e.at)"],
    ["clock-day", "date_trunc('day', e.at)"],
  ] as const)
    await rollUp(grain, at, "'', '', e.model, '', '', s.payment");
  await livedIn(database);
};
