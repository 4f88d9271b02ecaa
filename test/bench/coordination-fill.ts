import { agentSumKey } from "@beckon/bff/coordination/rollups.ts";
import type { Database } from "@beckon/bff/platform/db/database.ts";
import { livedIn } from "./lived-in.ts";

/** So many agents, each with this many others it works with, over so many days back from `until`. */
export type CoordinationSize = { coordinations: number; agents: number; partners: number; days: number };

/** As in coordination/rollups.ts; each view's sums are made of another's, the first of the rows. */
const views = {
  detail: { steps: [1, 16, 256], of: "coordination", names: ["type", "cause", "from_key", "to_key", "from_role", "to_role"] },
  pair: { steps: [1, 4, 16, 64, 256, 1024], of: "detail", names: ["type", "from_key", "to_key", "from_role", "to_role"] },
  kind: { steps: [1, 4, 16, 64, 256], of: "detail", names: ["type", "cause", "from_role", "to_role"] },
  role: { steps: [1, 4, 16, 64, 256], of: "kind", names: ["type", "from_role", "to_role"] },
  cause: { steps: [1, 16, 256], of: "kind", names: ["type", "cause"] },
  ofType: { steps: [1, 16, 256], of: "cause", names: ["type"] },
  ofRoleCause: { steps: [1, 4, 16, 64, 256], of: "side", names: ["type", "cause", "from_role"] },
  ofRole: { steps: [1, 16, 256], of: "ofRoleCause", names: ["from_role"] },
  ofAgent: { steps: [1, 16, 256], of: "agent", names: ["from_key"] },
  total: { steps: [1, 16, 256], of: "cause", names: [] },
  roleFailure: { steps: [1, 4, 16, 64, 256], of: "coordination", names: ["type", "cause", "from_role", "to_role", "pattern"] },
  failure: { steps: [1, 16, 256], of: "roleFailure", names: ["type", "cause", "pattern"] },
} as const;
type View = keyof typeof views;
/** What is added up from sums where each attempt counts once for each of its roles, or of its agents. */
const sided = (view: string, of: "role" | "key", names: string) =>
  `(select k.at, ${names} side as from_${of}, k.succeeded, k.failed, k.exhausted, k.pending, k.first from bench_${view}_1 k
  cross join lateral (select distinct side from unnest(array[k.from_${of}, k.to_${of}]) as side where side <> '') as sides) as sided`;
const sources: Record<string, string> = {
  coordination: "coordination",
  side: sided("kind", "role", "k.type, k.cause,"),
  agent: sided("detail", "key", ""),
};
const counts = ["succeeded", "failed", "exhausted", "pending"] as const;

/** Rows as the server would have written them, at once: the rows are made up, the sums are added up from them. */
export const fillCoordination = async (database: Database, size: CoordinationSize, until: Date): Promise<void> => {
  const { coordinations, agents, partners, days } = size;
  const run = async (text: string) => void (await database.executeSql(`set work_mem = '200MB'; ${text}`));
  const pick = (values: string[], by: string) =>
    `(array[${values.map((value) => `'${value}'`).join(", ")}])[1 + (${by})::int % ${values.length}]`;
  const idOf = (of: number) => `ag_${String(of).padStart(22, "0")}`;
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
  const indexes = (
    await database.executeSql(`
      select indexname as name, indexdef as made from pg_indexes
      where tablename like 'coordination%' and not exists (select from pg_constraint where conname = indexname)`)
  ).rows as { name: string; made: string }[];
  // Made when all rows stand, an index costs a fraction of being kept with each.
  await run(indexes.map(({ name }) => `drop index ${name}`).join("; "));
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
  for (const [view, { steps, of, names }] of Object.entries(views))
    for (const [index, step] of steps.entries()) {
      const source = index > 0 ? `bench_${view}_${steps[index - 1]}` : (sources[of] ?? `bench_${of}_1`);
      const isRow = source === "coordination";
      const own = names.map((name) => (isRow && (name === "cause" || name === "pattern") ? `coalesce(${name}::text, '')` : name));
      const sums = counts.map((name) => {
        if (!isRow) return `sum(${name})::int as ${name}`;
        return `count(*) filter (where ${name === "exhausted" ? name : `status = '${name}'`})::int as ${name}`;
      });
      await run(`
        create table bench_${view}_${step} as
        select ${step} as step, date_bin('${step * 15} minutes', at, 'epoch') as at, ${own.map((name, place) => `${name} as ${names[place]}, `).join("")}
          ${sums.join(", ")}, min(${isRow ? "at" : "first"}) as first
        from ${source} ${isRow && view !== "detail" ? "where status = 'failed'" : ""} group by ${["2", ...names.map((_, place) => place + 3)].join(", ")}`);
    }
  const keyOf = (names: readonly string[]) => `md5(concat_ws('|', ${names.map((name) => `${name}`).join(", ") || "''"}))::uuid`;
  const all = (view: View, also: string, key = keyOf(views[view].names)) =>
    views[view].steps.map((step) => `select step, at, ${key} as key, ${also} first from bench_${view}_${step}`);
  // As they would lie: in the order in which they were first written.
  const put = (table: string, columns: readonly string[], selects: string[]) =>
    run(
      `insert into ${table} (${columns.join(", ")}) select ${columns.join(", ")} from (${selects.join(" union all ")}) as made order by first, step`,
    );
  const own = (names: readonly string[]) => [...names, ...counts].map((name) => `${name}, `).join("");
  await put("coordination_detail_rollup", ["step", "at", "key", ...views.detail.names, ...counts], all("detail", own(views.detail.names)));
  await put("coordination_pair_rollup", ["step", "at", "key", ...counts], all("pair", own([])));
  // Found by the key that the server gives a name.
  await run(
    `create table bench_agent_key as ${Array.from({ length: agents }, (_, index) => idOf(index + 1))
      .map((name) => `select '${name}' as name, '${agentSumKey(name, false)}'::uuid as key`)
      .join(" union all ")}`,
  );
  await put(
    "coordination_agent_rollup",
    ["step", "at", "key", ...counts],
    all("ofAgent", own([]), "(select key from bench_agent_key where name = from_key)"),
  );
  await run("drop table bench_agent_key");
  await run(`
    insert into coordination_pair (key, ${views.pair.names.join(", ")}) select distinct ${keyOf(views.pair.names)}, ${views.pair.names.join(", ")} from bench_pair_1024`);
  const names = ["type", "cause", "from_role", "to_role", "pattern"];
  const rest = (["kind", "role", "ofRoleCause", "ofRole", "cause", "ofType", "total", "roleFailure", "failure"] as const).flatMap(
    (view) => {
      const has: readonly string[] = views[view].names;
      return all(view, `'${view}' as view, ${names.map((name) => `${has.includes(name) ? name : "''"} as ${name}, `).join("")}${own([])}`);
    },
  );
  await put("coordination_rollup", ["view", "step", "at", "key", ...names, ...counts], rest);
  for (const [view, { steps }] of Object.entries(views)) for (const step of steps) await run(`drop table bench_${view}_${step}`);
  for (const { made } of indexes) await run(made);
  await livedIn(database);
};
