import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";
import { fillUsage, type UsageSize } from "./usage-fill.ts";

export type ValueSize = UsageSize & { outcomes: number };

/**
 * A year of a fleet: what it used, as its ledger would have it, and what was accepted of it, each outcome of one run. Hours
 * are told in quarters, as people do; some are by type, some were reworked or reverted, a few were held back.
 */
export const fillValue = async (database: Database, size: ValueSize, until: Date): Promise<void> => {
  await fillUsage(database, size, until);
  const run = async (text: string) => void (await database.executeSql(text));
  const at = `timestamptz '${until.toISOString()}'`;
  await run(`
    insert into agent (id, owner_id, name, host, parent_id, first_seen_at, last_seen_at, demo)
    select 'ag_' || lpad(a::text, 22, '0'), 'tok_bench', 'agent-' || a, '', '', ${at} - (a % 80) * interval '1 day', ${at}, false
    from generate_series(1, ${size.agents}) a`);
  await run(`
    insert into outcome (id, work_id, source, title, task_type, accepted_at, accepted_by, agent_id, role, model, project, p10, p50, p90, grade, basis,
      agent_share, agent_share_from, counterfactual, d, state, durability, written_down_at, rework_sessions, review_minutes, hold_out, given, demo,
      search_text, version)
    select 'oc_' || lpad(i::text, 22, '0'), 'wk_' || lpad(i::text, 22, '0'), 'pull_request', 'Result ' || i,
      (array['feature', 'fix', 'docs', 'test', 'refactor'])[1 + i % 5], ${at} - i * interval '1 year' / ${size.outcomes + 1}, 'octocat',
      'ag_' || lpad((1 + i % ${size.agents})::text, 22, '0'), (array['builder', 'reviewer', null])[1 + i % 3],
      (array['claude-sonnet-5', 'gpt-5.1-codex'])[1 + i % 2], 'project-' || i % 20, 250 * (1 + i % 4), 250 * (4 + i % 14), 250 * (18 + i % 24),
      (array['A', 'B', 'B', 'C', 'D'])[1 + i % 5], case when i % 4 = 0 then '{"kind":"type","at":"2026-01-01T00:00:00.000Z"}' else '{"kind":"estimate"}' end::jsonb,
      case when i % 6 = 0 then 500000 else 1000000 end, 'commits', (array[1000000, 1000000, 500000])[1 + i % 3],
      case when i % 20 = 0 then 0 when i % 15 = 0 then 700000 else 1000000 end,
      case when i % 20 = 0 then 'reverted' when i % 15 = 0 then 'reworked' else 'standing' end, '{"incident":false,"evidence":[]}',
      case when i % 20 = 0 then ${at} end, '[]', 20 + i % 300, i % 50 = 1, '{}', false, '', 1
    from generate_series(1, ${size.outcomes}) i`);
  await run(`
    insert into outcome_session (work_id, session_id, via)
    select 'wk_' || lpad(i::text, 22, '0'), 'se_' || lpad((1 + i % ${size.agents}) || 'x' || (i * 74 % ${size.days}), 22, '0'), 'branch'
    from generate_series(1, ${size.outcomes}) i`);
  await livedIn(database);
};
