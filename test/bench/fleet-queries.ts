import { createAgentsService } from "@beckon/bff/agents/agents.service.ts";
import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { createSignalsService } from "@beckon/bff/signals/signals.service.ts";
import { createChangeFeed } from "@beckon/bff/sync/change-feed.ts";
import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";

const until = new Date("2026-11-21T10:07:00Z");
const agents = 500;
/** Signals of one run. */
const each = 500;
/** The agent that is asked about has this many runs however many there are, so that its pages are full ones. */
const busiest = { agent: 7, runs: 60 };

/** So many signals of 30 days, of runs that follow each other, as the intake would have left them. */
const fill = async (database: Database, signals: number) => {
  const runs = Math.ceil(signals / each);
  const end = `'${until.toISOString()}'::timestamptz`;
  // The newest runs are the first; 30 days hold them all.
  const began = `(${end} - make_interval(secs => run * ${(30 * 86_400) / runs} + 600))`;
  await database.executeSql(`
    insert into agent (id, owner_id, name, vendor, role, host, first_seen_at, last_seen_at)
    select 'ag_' || lpad(n::text, 22, '0'), 'tok', 'builder-' || n, 'Codex', 'developer', 'devbox', ${end} - interval '30 days', ${end} - make_interval(mins => n)
    from generate_series(0, ${agents - 1}) n;
    insert into session (id, owner_id, key, agent_id, last_signal_at, active_at, state)
    select 'se_' || lpad(run::text, 22, '0'), 'tok', 'run-' || run, 'ag_' || lpad((case when run % 3 = 0 and run < ${busiest.runs * 3} then ${busiest.agent} else run % ${agents} end)::text, 22, '0'), ${began} + interval '9 min',
      date_trunc('minute', ${began} + interval '9 min'),
      jsonb_build_object('startedAt', ${began}, 'title', 'Add the discount column', 'cwd', '/srv/shop-api', 'project', 'shop-api', 'model', 'gpt-5.5', 'doing', '[]'::jsonb,
        'files', '[]'::jsonb, 'closed', '[]'::jsonb, 'told', '{}'::jsonb,
        'usage', '{"calls":9,"tokens":{"input":1,"output":1,"cacheRead":0,"cacheWrite":0},"costMicros":4200,"unpriced":0,"models":["gpt-5.5"]}'::jsonb)
    from generate_series(0, ${runs - 1}) run;
    insert into signal (key, session_id, at, received_at, kind, source, data)
    select gen_random_uuid(), 'se_' || lpad(run::text, 22, '0'), ${began} + make_interval(secs => n), ${began} + make_interval(secs => n),
      (array['tool.started', 'tool.ended', 'model.called', 'file.edited', 'tool.decided'])[1 + n % 5], 'codex',
      '{"callId":"call","tool":"Bash","command":"pnpm test --filter shop","ok":true,"accepted":true,"by":"rule","path":"src/a.ts"}'::jsonb
    from generate_series(0, ${runs - 1}) run, generate_series(0, ${each - 1}) n`);
  await livedIn(database);
};

type Options = { engine: Engine; signals: number; times: number };

/** Times what the Fleet's pages and a new phone's replica read, in ms, over so many stored signals. */
export const measureFleet = async (add: Add, { engine, signals, times }: Options): Promise<Record<string, number[]>> => {
  const all: Record<string, number[]> = {};
  const database = engine.databaseUrl
    ? await openPostgres({ url: engine.databaseUrl, logger: createLogger("silent") })
    : await openPglite({});
  try {
    await database.migrate();
    await fill(database, signals);
    const clock = () => until;
    const fleet = createAgentsService({
      database,
      clock,
      feed: createChangeFeed({ clock }),
      logger: createLogger("silent"),
      rebook: async () => undefined,
    });
    const service = createSignalsService({ database, clock, agents: fleet, usage: { apply: async () => new Map() }, reactions: [] });
    const session = `se_${"7".padStart(22, "0")}`;
    const agent = `ag_${String(busiest.agent).padStart(22, "0")}`;
    const questions: Record<string, () => Promise<unknown>> = {
      "the agents": () => fleet.list(),
      "a page of sessions": () => service.sessions({ limit: 50 }),
      "an agent's sessions": () => service.sessions({ limit: 50, agent }),
      "a session's timeline": () => service.timeline(session),
      "what 50 sessions did lately": () =>
        service.happenings(
          database.db,
          Array.from({ length: 50 }, (_, index) => `se_${String(index).padStart(22, "0")}`),
        ),
    };
    for (const [name, ask] of Object.entries(questions)) {
      const values = (all[name] = [] as number[]);
      for (let time = -3; time < times; time += 1) {
        const began = performance.now();
        await ask();
        if (time >= 0) values.push(performance.now() - began);
      }
      const many = signals.toLocaleString("en");
      add({ name: `${name}, ${many} signals stored, ${engine.name}`, unit: "ms", values, budget: { of: "p95", atMost: 50 } });
    }
    return all;
  } finally {
    await database.close();
  }
};
