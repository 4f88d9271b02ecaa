const tables = ["coordination_rollup", "coordination_detail_rollup", "coordination_agent_rollup", "coordination_pair_rollup"];

/** All sums of coordination as one query. */
export const everySum = tables
  .map((name) => {
    const view = name === "coordination_rollup" ? "view" : "'every'";
    return `select '${name}' as kept, ${view} as view, step, demo, succeeded, failed, exhausted, pending from ${name}`;
  })
  .join(" union all ");

const sides = (of: "role" | "key") =>
  `(select coalesce(sum((from_${of} <> '')::int + (to_${of} <> '' and to_${of} <> from_${of})::int), 0) from coordination)`;
/** What the sums of a view add up to: each attempt once, or once for each of its roles or agents. */
const wanted = `
  case when view in ('ofRole', 'ofRoleCause') then ${sides("role")}
    when kept = 'coordination_agent_rollup' then ${sides("key")}
    else (select count(*) from coordination) end`;

/** How many sums are below nothing or left behind empty, and how many steps of a view do not add up to the rows. */
export const wrongSums = `
  select (select count(*)::int from (${everySum}) as s where least(succeeded, failed, exhausted, pending) < 0 or succeeded + failed + pending = 0) as bad,
    (select count(*)::int from (
      select from (${everySum}) as s where view not in ('failure', 'roleFailure') group by kept, view, step
      having sum(succeeded + failed + pending) <> ${wanted}) as off) as off`;
