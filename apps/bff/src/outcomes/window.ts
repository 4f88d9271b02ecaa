import type { Db } from "../platform/db/database.ts";
import { createKept } from "./kept.ts";
import { outcomeWriters, windowRows, type Search, type WindowRow } from "./outcomes.repository.ts";

type Named = Pick<Search, "agentId" | "role" | "team" | "model" | "project" | "task" | "taskType">;
export type WindowQuery = { from: Date; to: Date; demo: boolean } & Named;

/**
 * What value is made of, of the outcomes accepted in a window, those with equal content beside each other; withdrawn ones are
 * not in it. They are not to be written to: the next answer may be made of the same.
 */
export const createWindow = () => {
  const all = createKept(["outcomes"], readAll);
  return async (db: Db, query: WindowQuery): Promise<readonly OutcomeOfWindow[]> => {
    // Which outcomes are of a task stands elsewhere.
    const kept = query.task === undefined ? await all(db) : undefined;
    return kept ? (query.demo ? kept.demo : kept.real).filter(isIn(query)) : toWindow(await windowRows(db, query));
  };
};

type All = { writers: ReadonlyMap<string, string>; real: OutcomeOfWindow[]; demo: OutcomeOfWindow[] };

/** Most of them are as they were: only those are read that somebody has written since. */
const readAll = async (db: Db, before: All | undefined): Promise<All> => {
  const writers = await outcomeWriters(db);
  const changed = new Set([...writers.keys()].filter((id) => before?.writers.get(id) !== writers.get(id)));
  // Of most of them the list is longer than what it saves.
  const only = before && changed.size < writers.size / 4 ? [...changed] : undefined;
  const isSame = only === undefined ? () => false : ({ id }: OutcomeOfWindow) => !changed.has(id) && writers.has(id);
  const read = async (demo: boolean, kept: readonly OutcomeOfWindow[] = []) => {
    const rows = only?.length === 0 ? [] : await windowRows(db, { demo }, only);
    return [...kept.filter(isSame), ...rows.map(toRow)].sort(byContent);
  };
  return { writers, real: await read(false, before?.real), demo: await read(true, before?.demo) };
};

const isIn = ({ from, to, agentId, role, team, model, project, taskType }: WindowQuery) => {
  const [start, end] = [from.getTime(), to.getTime()];
  const wanted = Object.entries({ agent: agentId, role, team, model, project, taskType }).filter(([, name]) => name !== undefined);
  const names = wanted as [keyof Pick<OutcomeOfWindow, "agent" | "role" | "team" | "model" | "project" | "taskType">, string][];
  return (row: OutcomeOfWindow): boolean =>
    row.acceptedAt >= start && row.acceptedAt < end && names.every(([name, value]) => row[name] === value);
};

const toRow = ([id, acceptedAt, p10, p50, p90, grade, kind, at, agentShare, counterfactual, durability, state, ...rest]: WindowRow) => {
  const [agent, role, team, model, project, taskType, reviewMinutes, holdOut, writtenDownAt] = rest;
  return {
    id,
    acceptedAt,
    /** Thousandths of an hour; null: nobody has said or measured any, and it has no value that could be told. */
    p10,
    p50,
    p90,
    grade,
    /** Where hours rest on something that other outcomes rest on too: what that is. */
    basis: kind === "history" || kind === "type" ? `${kind}:${taskType}${at === null ? "" : `@${at}`}` : null,
    /** Millionths. */
    agentShare,
    counterfactual,
    durability,
    state,
    agent,
    role,
    team,
    model,
    project,
    taskType,
    reviewMinutes,
    holdOut,
    writtenDownAt,
  };
};
type OutcomeOfWindow = ReturnType<typeof toRow>;

const toWindow = (rows: readonly WindowRow[]): OutcomeOfWindow[] => rows.map(toRow).sort(byContent);

const content = ["taskType", "p50", "p10", "p90", "grade", "agentShare", "counterfactual", "durability", "basis"] as const;
const byContent = (a: OutcomeOfWindow, b: OutcomeOfWindow): number => {
  for (const name of content) {
    const [left, right] = [a[name] ?? "", b[name] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
};
