import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";

const dayMs = 86_400_000;

/** Requests of a year up to `until`, by 30 agents, answered within minutes or over night, as the server would have kept them. */
export const fillAttention = async (database: Database, { requests, until }: { requests: number; until: Date }): Promise<void> => {
  const from = until.getTime() - 365 * dayMs;
  const run = async (text: string) => void (await database.executeSql(text));
  const id = "'dr_' || lpad(i::text, 22, '0')";
  const asked = `(${from}::bigint + (i::float8 / ${requests} * ${365 * dayMs})::bigint)`;
  await run(`
    insert into decision_request (id, owner_id, input_hash, agent, kind, title, options, allow_text, action_hash, risk, risk_reasons, status, asked_at,
      resolved_at, search_text, action, decision)
    select ${id}, 'tok_1', i::text, jsonb_build_object('name', 'builder-' || i % 30, 'id', 'ag_' || lpad((i % 30)::text, 22, '0')), 'permission',
      'Run a command?', '[{"id":"approve","label":"Approve","tone":"approve"},{"id":"deny","label":"Deny","tone":"deny"}]', false, 'sha256:' || i,
      'low', '[]', 'decided', to_timestamp(${asked} / 1000.0), to_timestamp((${asked} + 60000) / 1000.0), 'run',
      jsonb_build_object('tool', 'Bash', 'command', 'pnpm test --filter part-' || i % 40, 'cwd', '/src/shop'),
      jsonb_build_object('option', 'approve', 'decidedAt', to_char(to_timestamp(${asked} / 1000.0), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'decidedBy', jsonb_build_object('kind', 'person', 'name', 'Anna', 'device', 'phone'))
    from generate_series(1, ${requests}) i`);
  await run(`
    insert into attention_wait (request_id, agent_id, kind, project, demo, habit, asked_at, ended_at, ended, device_id, tone, open_ms, answered_at)
    select ${id}, 'ag_' || lpad((i % 30)::text, 22, '0'), (array['permission', 'choice', 'question', 'plan', 'review'])[1 + i % 5],
      'project-' || i % 20, false, md5((i % 300)::text)::uuid, ${asked}, e, 'person', 'dev_' || i % 3, case when i % 7 = 0 then 'deny' else 'approve' end,
      case when i % 4 = 0 then null else (i::bigint * 7919) % 300000 end, e
    from generate_series(1, ${requests}) i, lateral (select ${asked} + case when i % 9 = 0 then 28800000 else (i::bigint * 104729) % 1200000 end as e) as took`);
  await run(
    `insert into attention_push (delivery_id, request_id, at) select 'dl_' || i, ${id}, ${asked} + 1500 from generate_series(1, ${requests}) i`,
  );
  await livedIn(database);
};
