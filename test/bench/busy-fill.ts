import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Engine } from "./bff.ts";
import { fillCoordination } from "./coordination-fill.ts";
import { fillUsage } from "./usage-fill.ts";

export const until = new Date("2026-11-21T10:07:00Z");
const end = `'${until.toISOString()}'::timestamptz`;

/** An empty database of its own, migrated. */
export const openEngine = async (engine: Engine): Promise<Database> => {
  const database = engine.databaseUrl
    ? await openPostgres({ url: engine.databaseUrl, logger: createLogger("silent") })
    : await openPglite({});
  await database.migrate();
  return database;
};

/**
 * Agents, 500 of them or a part of that with a part of all else, at work with two runs of today each, workflows under way, calls of models of the last day, and a month of
 * tasks, questions and notifications behind them.
 */
export const fillBusy = async (database: Database, agents = 500): Promise<void> => {
  await fillUsage(database, { agents: Math.min(agents, 500), days: 30, quarters: 1, calls: 3 }, until);
  await fillCoordination(database, { coordinations: 100 * agents, agents: Math.ceil(agents / 2.5), partners: 8, days: 30 }, until);
  await database.executeSql(`
    insert into agent (id, owner_id, name, vendor, role, host, first_seen_at, last_seen_at)
      select 'ag_' || lpad(n::text, 22, '0'), 'tok', 'builder-' || n, 'Codex', (array['developer', 'tester', 'reviewer'])[1 + n % 3], 'devbox', ${end} - interval '30 days',
        ${end} - (n % 1200) * interval '1 minute' from generate_series(1, ${agents}) n on conflict do nothing;
    insert into session (id, owner_id, key, agent_id, last_signal_at, active_at, state)
      select 'se_m' || n, 'tok', 'run-' || n, 'ag_' || lpad((1 + n % ${agents})::text, 22, '0'), ${end} - (n % 1200) * interval '1 minute', ${end} - (n % 1200) * interval '1 minute',
        jsonb_build_object('startedAt', ${end} - n * interval '2 minutes', 'turn', jsonb_build_object('startedAt', ${end}, 'open', n % 2 = 0, 'running', 0), 'title', repeat('words ', 20),
          'cwd', '/srv/shop-api', 'doing', '[]'::jsonb, 'files', '[]'::jsonb, 'closed', '[]'::jsonb, 'told', '{}'::jsonb, 'usage', '{}'::jsonb) from generate_series(1, ${2 * agents}) n;
    insert into task (id, owner_id, first_id, title, status, priority, rank, agent_id, role, labels, dependencies, links, origin, scope, created_at, started_at, ended_at, told, updated_at, version, search_text)
      select 'tk_' || n, 'tok', 'tk_' || n, 'Task ' || n, case when n <= ${agents} then 'in_progress' when n % 9 = 0 then 'failed' else 'completed' end, 'medium', 1,
        'ag_' || lpad((1 + n % ${agents})::text, 22, '0'), 'developer', '[]', '{}', '[]', 'rest', 'team', ${end} - n * interval '90 seconds', ${end} - n * interval '90 seconds',
        case when n > ${agents} then ${end} - n * interval '80 seconds' end, '{}', ${end} - n * interval '80 seconds', 1, '' from generate_series(1, ${60 * agents}) n;
    insert into decision_request (id, owner_id, input_hash, agent_id, agent, kind, title, options, allow_text, action_hash, risk, risk_reasons, status, asked_at, resolved_at, search_text)
      select 'dr_' || n, 'tok', '', 'ag_' || lpad((1 + n % ${agents})::text, 22, '0'), '{"id":"","name":""}', 'permission', 'Deploy?', '[]', false, '', 'low', '[]',
        case when n <= ${agents / 5} then 'pending' else 'decided' end, ${end} - n * interval '2 minutes', case when n > ${agents / 5} then ${end} - n * interval '119 seconds' end, '' from generate_series(1, ${40 * agents}) n;
    insert into attention_wait (request_id, agent_id, kind, project, demo, habit, asked_at, ended_at, ended)
      select id, agent_id, kind, '', false, gen_random_uuid(), extract(epoch from asked_at) * 1000, extract(epoch from resolved_at) * 1000, case when resolved_at is not null then 'person' end
      from decision_request;
    insert into delivery (id, kind, device_id, device_name, status, created_at, accepted_at, shown_at)
      select 'dl_' || n, 'notice', 'dv_1', 'Phone', 'shown', ${end} - n * interval '2 minutes', ${end} - n * interval '2 minutes', ${end} - n * interval '2 minutes' from generate_series(1, ${60 * agents}) n;
    insert into workflow_run (id, owner_id, source, key, name, status, started_at, at, updated_at)
      select 'wr_' || n, 'tok', 'rest', 'key ' || n, 'Orders ' || n, 'running', ${end} - n * interval '3 minutes', ${end} - n * interval '3 minutes', ${end} from generate_series(1, ${agents}) n;
    insert into model_call_sum (grain, at, name, demo, calls, failed, timed, ms)
      select 'hour', date_trunc('hour', ${end}) - hour * interval '1 hour', 'ag_' || lpad(n::text, 22, '0'), false, 20, 1, 20, 40000 + (n % 7) * 9000
        from generate_series(0, 23) hour, generate_series(1, ${agents}) n
      union all select 'quarter', date_trunc('hour', ${end}) - quarter * interval '15 minutes', 'ag_' || lpad(n::text, 22, '0'), false, 5, 0, 5, 10000 + (n % 5) * 2500
        from generate_series(0, 3) quarter, generate_series(1, ${agents}) n
      union all select 'minute', date_trunc('minute', ${end}) - minute * interval '1 minute', provider, false, 300, 2, 300, 600000
        from generate_series(0, 59) minute, unnest(array['anthropic', 'openai', 'google']) provider`);
  await livedIn(database);
};
