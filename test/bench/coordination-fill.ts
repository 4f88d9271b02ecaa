import type { Database } from "@beckon/bff/platform/db/database.ts";

/** So many agents, each with this many others it works with, over so many days back from `until`. */
export type CoordinationSize = { coordinations: number; agents: number; partners: number; days: number };

const steps = {
  total: [256, 16, 1],
  cause: [256, 16, 1],
  kind: [256, 16, 1],
  detail: [256, 16, 1],
  pair: [1024, 256, 64, 16, 4, 1],
  failure: [256, 16, 1],
  roleFailure: [256, 64, 16, 4, 1],
} as const;
const names = ["type", "cause", "from_key", "to_key", "from_role", "to_role", "pattern"] as const;
const namesOf: Record<keyof typeof steps, readonly (typeof names)[number][]> = {
  total: [],
  cause: ["type", "cause"],
  kind: ["type", "cause", "from_role", "to_role"],
  detail: ["type", "cause", "from_key", "to_key", "from_role", "to_role"],
  pair: ["type", "from_key", "to_key", "from_role", "to_role"],
  failure: ["type", "cause", "pattern"],
  roleFailure: ["type", "cause", "from_role", "to_role", "pattern"],
};

/** Rows as the server would have written them, at once: the rows are made up, the sums are added up from them. */
export const fillCoordination = async (database: Database, size: CoordinationSize, until: Date): Promise<void> => {
  const { coordinations, agents, partners, days } = size;
  const run = async (text: string) => void (await database.executeSql(text));
  const pick = (values: string[], by: string) =>
    `(array[${values.map((value) => `'${value}'`).join(", ")}])[1 + (${by})::int % ${values.length}]`;
  const id = (of: string) => `'ag_' || lpad((${of})::text, 22, '0')`;
  const roles = ["architect", "developer", "tester", "devops", "reviewer"];
  const causes = [
    "connectivity",
    "timeout",
    "crash",
    "rate_limit",
    "permission",
    "conflict",
    "tool_error",
    "verification_failed",
    "handoff_lost",
  ];
  await run(`
    insert into agent (id, owner_id, name, role, first_seen_at, last_seen_at)
    select ${id("a")}, 'tok_bench', 'agent-' || a, ${pick(roles, "a")}, now(), now() from generate_series(1, ${agents}) a`);
  await run(`
    insert into coordination (id, key, owner_id, n, type, from_key, from_role, to_key, to_role, status, cause, message, exhausted, started_at, ended_at, at, pattern)
    select 'co_' || lpad(i::text, 22, '0'), md5('case' || i)::uuid, 'tok_bench', 0, type, ${id("f")}, ${pick(roles, "f")}, ${id("t")}, ${pick(roles, "t")},
      status, case when status = 'failed' then ${pick(causes, "h % 60")} end,
      case when status = 'failed' then 'step ' || (h % 60) || ' of the pipeline said no' end, status = 'failed' and h % 7 = 0, at, case when status <> 'pending' then at end, at,
      case when status = 'failed' then md5('pattern' || (h % 60))::uuid end
    from (
      select i, h, f, 1 + (f + 1 + (h / 1000) % ${partners}) % ${agents} as t,
        ${pick(["delegation", "handoff", "review"], "f + h / 1000 % 2")} as type,
        case when i % 500 = 0 then 'pending' when h % 5 = 0 then 'failed' else 'succeeded' end as status,
        timestamptz '${until.toISOString()}' - (i::float8 / ${coordinations}) * interval '${days} days' as at
      from (select i, abs(hashint8(i)) as h, 1 + abs(hashint8(i * 31)) % ${agents} as f from generate_series(1, ${coordinations}) i) as raw) as made`);
  const sums = (Object.keys(steps) as (keyof typeof steps)[]).flatMap((view) => {
    const own = namesOf[view];
    const columns = names.map((name) => (own.includes(name) ? `coalesce(${name}::text, '')` : "''"));
    const group = own.map((name) => `coalesce(${name}::text, '')`);
    return steps[view].map(
      (step) => `
        select '${view}' as view, ${step} as step, to_timestamp(floor(extract(epoch from at) / ${step * 900}) * ${step * 900}) as start,
          md5(concat_ws('|', ${columns.join(", ")}))::uuid as key, ${columns.map((column, index) => `${column} as ${names[index]}`).join(", ")},
          count(*) filter (where status = 'succeeded') as succeeded, count(*) filter (where status = 'failed') as failed,
          count(*) filter (where exhausted) as exhausted, count(*) filter (where status = 'pending') as pending, min(at) as first
        from coordination ${view === "failure" || view === "roleFailure" ? "where status = 'failed'" : ""} group by ${["3", ...group].join(", ")}`,
    );
  });
  const columns = `${names.join(", ")}, succeeded, failed, exhausted, pending`;
  for (const select of sums.keys()) await run(`${select === 0 ? "create table bench_sums as" : "insert into bench_sums"} ${sums[select]}`);
  // As they would lie: in the order in which they were first written.
  await run(`
    insert into coordination_rollup (view, step, at, key, ${columns}) select view, step, start, key, ${columns} from bench_sums order by first, view, step`);
  await run("drop table bench_sums");
  await run("analyze agent, coordination, coordination_rollup");
};
