import type { RunningServer } from "@beckon/bff/server.ts";
import type { Signal } from "@beckon/contracts/signals";
import { seedFleet } from "./seed-fleet.ts";
import { seedInbox } from "./seed-inbox.ts";
import { seedTasks, seedWorkflows } from "./seed-tasks.ts";
import { seedTeamwork } from "./seed-teamwork.ts";
import { seedAssumptions, seedCost, seedOutcomes } from "./seed-value.ts";

type Seeded = Pick<RunningServer, "services">;

/** A team in the middle of its day, with something to tell for every figure: nothing of it stands still or is perfect. */
export const seedMonitored = async (given: Seeded): Promise<void> => {
  const server = given as RunningServer;
  await seedFleet(server);
  await seedInbox(server);
  await seedTasks(server, 60);
  await seedWorkflows(server);
  await seedTeamwork(server);
  await seedCost(server, { days: 4 });
  await seedOutcomes(server, { outcomes: 20, days: 30 });
  await seedAssumptions(server);
  const { database, budgets } = given.services;
  await budgets.create(
    { kind: "local" },
    {
      scope: { kind: "workspace" },
      period: "month",
      timeZone: "UTC",
      column: "apiEquivalent",
      amountMicros: 50_000_000,
      askSeconds: 3_600,
      onExpiry: "continue",
    },
    undefined,
  );
  await budgets.sweep();
  await database.executeSql(told);
  await given.services.alerts.evaluate();
  await database.executeSql(habits);
};

/** Work that goes on, so that there is something to see in the last seconds too. */
export const goOn = async (given: Seeded): Promise<void> => {
  const { signals, access, database } = given.services;
  await seedInbox(given as RunningServer);
  const { id } = await access.tokens.create({ kind: "local" }, { name: "night shift", scope: "agent" });
  await signals.append({ id, name: "night shift" }, handed());
  await database.executeSql(going);
};

/** Six delegations of the last minutes, of which one failed. */
const handed = (): Signal[] =>
  Array.from({ length: 6 }, (_, n) => {
    const head = { source: "seed", session: "run-of-night-shift", agent: { name: "lead", role: "architect", vendor: "Codex" } };
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const begun = { callId: `night-${n}`, to: "builder", task: "Orders v2" };
    return [
      { ...head, id: `night-begun-${n}`, at: at(90 + n), kind: "delegation.started", data: begun },
      { ...head, id: `night-ended-${n}`, at: at(30 + n), kind: "delegation.ended", data: { callId: begun.callId, ok: n > 0 } },
    ] as Signal[];
  }).flat();

/** What comes from outside, as the rows it leaves: devices' notifications, webhooks, a team at work, jobs that ended. */
const told = `
  insert into delivery (id, kind, device_id, device_name, status, created_at, accepted_at, shown_at, opened_at, failed_at)
    select 'dl_' || n, 'notice', 'dv_1', 'Phone', 'shown', now() - n * interval '10 minutes', now() - n * interval '10 minutes',
      case when n % 4 > 0 then now() - n * interval '10 minutes' end, case when n % 2 > 0 then now() - n * interval '9 minutes' end,
      case when n % 4 = 0 then now() - n * interval '9 minutes' end from generate_series(1, 12) n;
  insert into push_subscription (device_id, state, vapid_key_id, service, failing_since, created_at) values
    ('dv_1', 'active', 'k', 'Mozilla', null, now()), ('dv_2', 'active', 'k', 'Apple', now() - interval '30 minutes', now());
  insert into attention_push (delivery_id, request_id, at)
    select 'dl_1', request_id, (extract(epoch from now()) * 1000)::bigint - 60000 from attention_wait order by request_id limit 1;
  insert into github_hook (id, name, accounts, created_at) values ('gh_1', 'shop', '[]', now());
  insert into github_delivery (hook_id, delivery, event, at, outcome, took_micros)
    select 'gh_1', n::text, 'push', now() - n * interval '3 minutes', case when n % 3 = 0 then 'ignored' else 'taken' end, n * 7000 from generate_series(1, 15) n;
  insert into team (id, name, origin, state, restarts_per_hour, created_at, started_at, search_text)
    values ('tm_1', 'Shop crew', 'person', 'active', 3, now(), now(), 'shop crew');
  insert into workflow_suspension (id, run_id, stage, waits_for, what, since, resumed_at, attempts)
    select 'su_' || n, (select min(id) from workflow_run), 'build', case when n % 2 = 0 then 'event' else 'person' end, 'approval', now() - interval '20 minutes', now() - n * interval '1 minute',
      jsonb_build_array(jsonb_build_object('at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'ok', n % 3 > 0)) from generate_series(1, 4) n;
  insert into jobs.job (name, state, completed_on, created_on, start_after)
    select 'push.deliver', case when n % 5 = 0 then 'failed' else 'completed' end::jobs.job_state, now() - n * interval '1 minute', now() - n * interval '2 minutes', now() - n * interval '2 minutes'
    from generate_series(1, 10) n where exists (select 1 from jobs.queue where name = 'push.deliver');
`;

/** What takes days to be known: how a month goes on, and what the alerts' last look read of habits. */
const habits = `
  update budget_period set forecast = '{"p10":30000000,"p50":42000000,"p90":60000000,"n":200,"asOf":"2026-01-01T00:00:00.000Z"}';
  update alert_clock set readings = readings || '[
    {"kind":"agent_slow","subject":{"kind":"agent","id":"ag_1","name":"builder-7"},"value":1.8},
    {"kind":"agent_restart_loop","subject":{"kind":"agent","id":"ag_1","name":"builder-7"},"value":2},
    {"kind":"spend_anomaly","subject":{"kind":"budget","id":"workspace","name":"All agents"},"value":0.4},
    {"kind":"provider_errors","subject":{"kind":"provider","id":"anthropic","name":"anthropic"},"value":2.5},
    {"kind":"provider_errors_high","subject":{"kind":"provider","id":"anthropic","name":"anthropic"},"value":1.5}]'::jsonb;
`;

const going = `
  update task set status = 'completed', started_at = coalesce(started_at, now() - interval '90 seconds'), ended_at = now() where id in (select id from task where status = 'assigned' order by id limit 6);
  update workflow_stage set ended_at = now() where name = 'implementation';
  insert into workflow_stage (run_id, name, place, status, started_at, ended_at, attempts)
    select id, 'quality', 90, 'succeeded', now() - interval '40 seconds', now(), 1 from workflow_run order by id desc limit 1 on conflict do nothing;
  insert into workflow_stage (run_id, name, place, status, started_at, ended_at, attempts)
    select id, 'build', 91, 'succeeded', now() - interval '40 seconds', now(), 1 from workflow_run on conflict do nothing;
  insert into workflow_suspension (id, run_id, stage, waits_for, what, since, resumed_at, attempts)
    select 'su_9' || n, (select min(id) from workflow_run), 'build', case when n % 2 = 0 then 'event' else 'person' end, 'approval', now() - interval '9 minutes', now(), '[]' from generate_series(1, 2) n;
`;
