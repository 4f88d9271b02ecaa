import type { Db } from "../platform/db/database.ts";
import { createKept } from "./kept.ts";
import { declaredReviews, partsWritten, windowRows, type DeclaredReview, type Search, type WindowRow } from "./outcomes.repository.ts";

type Named = Pick<Search, "agentId" | "role" | "team" | "model" | "project" | "task" | "taskType">;
export type WindowQuery = { from: Date; to: Date; demo: boolean } & Named;

/**
 * What value is made of, of the outcomes accepted in a window, those with equal content beside each other; withdrawn ones are
 * not in it. They are not to be written to: the next answer may be made of the same.
 */
export const createWindow =
  (all: KeptOutcomes) =>
  async (db: Db, query: WindowQuery): Promise<readonly OutcomeOfWindow[]> => {
    // Which outcomes are of a task stands elsewhere.
    const kept = query.task === undefined ? await all(db) : undefined;
    return kept ? (query.demo ? kept.demo : kept.real).filter(isIn(query)) : toWindow(await windowRows(db, query));
  };

/** What people said that they spent on reviewing what was accepted in a window, in minutes, by the time of acceptance. */
export const createReviews =
  (all: KeptOutcomes) =>
  async (db: Db, query: { from: Date; to: Date; demo: boolean }): Promise<readonly DeclaredReview[]> => {
    const kept = await all(db);
    if (!kept) return declaredReviews(db, query);
    return (query.demo ? kept.demo : kept.real)
      .filter(isIn(query))
      .flatMap(({ acceptedAt, declaredReviewMinutes: reviewMinutes }) => (reviewMinutes === null ? [] : { acceptedAt, reviewMinutes }))
      .sort((a, b) => a.acceptedAt - b.acceptedAt);
  };

/** All outcomes that stand, for as long as they are the same. */
export const keepOutcomes = () => createKept(["outcomes"], readAll);
export type KeptOutcomes = ReturnType<typeof keepOutcomes>;

export type AllOutcomes = { written: ReadonlyMap<number, string>; real: OutcomeOfWindow[]; demo: OutcomeOfWindow[] };

/** Most of them are as they were: only those parts are read that somebody has written to since. */
const readAll = async (db: Db, before: AllOutcomes | undefined): Promise<AllOutcomes> => {
  const written = await partsWritten(db);
  const changed = new Set([...written.keys()].filter((part) => before?.written.get(part) !== written.get(part)));
  // Of most of them: all, in one go.
  const only = before && changed.size < written.size / 4 ? [...changed] : undefined;
  const isSame = ({ part }: OutcomeOfWindow) => only !== undefined && written.has(part) && !changed.has(part);
  const rows = only?.length === 0 ? [] : (await windowRows(db, { demo: undefined }, only)).map(toRow);
  const withOld = (old: readonly OutcomeOfWindow[] = [], isDemo: boolean) =>
    [...old.filter(isSame), ...rows.filter(({ demo }) => demo === isDemo)].sort(byContent);
  return { written, real: withOld(before?.real, false), demo: withOld(before?.demo, true) };
};

const isIn = ({ from, to, agentId, role, team, model, project, taskType }: WindowQuery) => {
  const [start, end] = [from.getTime(), to.getTime()];
  const wanted = Object.entries({ agent: agentId, role, team, model, project, taskType }).filter(([, name]) => name !== undefined);
  const names = wanted as [keyof Pick<OutcomeOfWindow, "agent" | "role" | "team" | "model" | "project" | "taskType">, string][];
  return (row: OutcomeOfWindow): boolean =>
    row.acceptedAt >= start && row.acceptedAt < end && names.every(([name, value]) => row[name] === value);
};

const toRow = ([id, acceptedAt, p10, p50, p90, grade, kind, at, agentShare, counterfactual, durability, state, ...rest]: WindowRow) => {
  const [agent, role, team, model, project, taskType, reviewMinutes, declaredReviewMinutes, ...last] = rest;
  const [holdOut, writtenDownAt, workId, reworkSessions, part, demo] = last;
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
    declaredReviewMinutes,
    holdOut,
    writtenDownAt,
    workId,
    reworkSessions,
    part,
    demo,
  };
};
export type OutcomeOfWindow = ReturnType<typeof toRow>;

const toWindow = (rows: readonly WindowRow[]): OutcomeOfWindow[] => rows.map(toRow).sort(byContent);

const content = ["taskType", "p50", "p10", "p90", "grade", "agentShare", "counterfactual", "durability", "basis"] as const;
const byContent = (a: OutcomeOfWindow, b: OutcomeOfWindow): number => {
  for (const name of content) {
    const [left, right] = [a[name] ?? "", b[name] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
};
