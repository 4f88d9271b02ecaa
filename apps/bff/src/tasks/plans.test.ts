import { drizzle } from "drizzle-orm/pg-proxy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../../test/support/pglite-template.ts";
import type { Database, Db } from "../platform/db/database.ts";
import { findWay, lockDependents } from "./dependencies.repository.ts";
import { endedRows, queueRows } from "./figures.repository.ts";
import { countEnded, searchRows, snapshotRows } from "./task-search.repository.ts";
import { dueIds, findEvidence, lockNext } from "./tasks.repository.ts";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  // 20,000 tasks of a month, of which 500 are open.
  await database.executeSql(`
    insert into task (id, owner_id, key, first_id, title, status, priority, rank, agent_id, agent_name, labels, dependencies, links, origin, scope,
      created_at, started_at, ended_at, told, updated_at, version, search_text)
    select 'tk_' || lpad(n::text, 22, '0'), 'tok_' || n % 5, 'K-' || n, 'tk_' || lpad(n::text, 22, '0'), 'Task ' || n,
      case when n <= 500 then (array['pending', 'assigned', 'in_progress', 'blocked'])[1 + n % 4] else (array['completed', 'failed', 'cancelled'])[1 + n % 3] end,
      'medium', 1, 'ag_' || n % 40, 'agent ' || n % 40, '[]',
      case when n % 50 = 0 then array['tk_' || lpad((n / 2)::text, 22, '0')] else '{}' end,
      case when n % 60 = 0 then jsonb_build_array(jsonb_build_object('kind', 'branch', 'ref', 'b-' || n)) else '[]' end,
      'rest', 'team', at, at, case when n > 500 then at + interval '10 minutes' end, '{}', at + interval '10 minutes', 1, 'task ' || n
    from (select n, timestamptz '2026-11-21T10:00:00Z' - n * interval '2 minutes' as at from generate_series(1, 20000) as n) as made;
    analyze task;`);
});
afterAll(() => database.close());

/** How the database would go about what `run` asks it. */
const planOf = async (run: (db: Db) => Promise<unknown>): Promise<string> => {
  const plans: string[] = [];
  const explaining = drizzle(async (query, params) => {
    const { rows } = await database.executeSql(`explain ${query}`, params);
    plans.push(...rows.map((row) => String(Object.values(row as object)[0])));
    return { rows: [] };
  });
  await run(explaining as unknown as Db);
  expect(plans).not.toEqual([]);
  return plans.join("\n");
};

const since = new Date("2026-11-20T10:00:00Z");
const claimer = { agentIds: ["ag_1"], agentName: "agent 1", role: undefined, ownerId: "tok_1", demo: false };
const questions: Record<string, (db: Db) => Promise<unknown>> = {
  "a page": (db) => searchRows(db, { limit: 50 }),
  "the next page": (db) => searchRows(db, { limit: 50, before: { at: since, id: "tk_0000000000000000000000" } }),
  "a page of one state": (db) => searchRows(db, { limit: 50, status: ["failed"] }),
  "one task by name": (db) => searchRows(db, { limit: 50, task: "K-77" }),
  "what a phone holds": (db) => snapshotRows(db, { since, most: 5_000 }),
  "the queue": (db) => queueRows(db, { demo: false }),
  "what ended in a day": (db) => endedRows(db, { demo: false }, { from: since, to: new Date("2026-11-21T10:00:00Z") }),
  "what ended with each agent": (db) => countEnded(db, { agentIds: ["ag_1", "ag_2"], since }),
  "the next task": (db) => lockNext(db, claimer),
  "what waits for a task": (db) => lockDependents(db, ["tk_0000000000000000000025"]),
  "whether a way leads back": (db) => findWay(db, ["tk_0000000000000000000025"], "tk_0000000000000000000001"),
  "a task by its branch": (db) => findEvidence(db, { ids: [], keys: ["K-60"], refs: [{ kind: "branch", ref: "b-60" }] }),
  "what is due": (db) => dueIds(db, since, 100),
};

test.for(Object.entries(questions))("%s: found by an index, however many tasks there were", async ([, ask]) => {
  expect(await planOf(ask)).not.toMatch(/Seq Scan on task\b/);
});
