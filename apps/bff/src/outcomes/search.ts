import type { Outcome, OutcomePage, OutcomeQuery } from "@beckon/contracts/outcomes";
import type { Db } from "../platform/db/database.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { storable } from "../platform/storable.ts";
import { standingOne } from "./change.ts";
import { countOutcomes, searchOutcomes, type OutcomeRow, type Search } from "./outcomes.repository.ts";
import { dayMs, type OutcomesDeps } from "./outcomes.types.ts";
import { present, presentOne } from "./present.ts";

const usualDays = 30;
const mostExported = 5_000;
const batch = 500;

/** One page, the last accepted first. The demo's are told of only while there is nothing else. */
export const search =
  (deps: OutcomesDeps) =>
  async (query: OutcomeQuery): Promise<OutcomePage> => {
    const asOf = deps.clock();
    return deps.database.snapshot(async (db) => {
      const filter = await filterOf(deps, db, query, asOf);
      const before = parseCursor(query.cursor);
      const rows = await searchOutcomes(db, { ...filter, ...(before ? { before } : {}), limit: query.limit });
      const last = rows.at(-1);
      return {
        items: await present(deps, db, rows),
        n: await countOutcomes(db, filter),
        asOf: asOf.toISOString(),
        ...(filter.demo ? { demo: true } : {}),
        ...(last && rows.length === query.limit ? { cursor: cursorOf(last) } : {}),
      };
    });
  };

/** All that fits, for a file. */
export const exportAll =
  (deps: OutcomesDeps) =>
  (query: OutcomeQuery): Promise<OutcomePage> =>
    deps.database.snapshot((db) => exportIn(deps)(db, query));

/** The same within a snapshot that somebody else reads more in: one in another waits for it forever on a single connection. */
export const exportIn =
  (deps: OutcomesDeps) =>
  async (db: Db, query: OutcomeQuery): Promise<OutcomePage> => {
    const filter = await filterOf(deps, db, query, deps.clock());
    const rows = await searchOutcomes(db, { ...filter, limit: mostExported });
    const all: Outcome[] = [];
    for (let from = 0; from < rows.length; from += batch) all.push(...(await present(deps, db, rows.slice(from, from + batch))));
    return { items: all, n: all.length, asOf: deps.clock().toISOString(), ...(filter.demo ? { demo: true } : {}) };
  };

export const read =
  (deps: OutcomesDeps) =>
  (id: string): Promise<Outcome> =>
    deps.database.snapshot(async (db) => presentOne(deps, db, await standingOne(db, id)));

const filterOf = async (deps: OutcomesDeps, db: Db, query: OutcomeQuery, now: Date): Promise<Search> => {
  const { source, type, agent, role, team, model, project, grade, state, task } = query;
  const to = query.to === undefined ? undefined : storable(query.to);
  // What belongs to one task is shown whenever that was.
  const from = query.from === undefined ? (task ? new Date(0) : new Date((to ?? now).getTime() - usualDays * dayMs)) : storable(query.from);
  return {
    ...{ from, source, taskType: type, agentId: agent, role, team, model, project, grade, state, task, search: query.search },
    ...(to ? { to } : {}),
    demo: await deps.agents.onlyDemo(db),
  };
};

const cursorOf = ({ acceptedAt, id }: OutcomeRow) => `${acceptedAt.getTime()}~${id}`;
const parseCursor = (cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,14})~(oc_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] as string };
};
