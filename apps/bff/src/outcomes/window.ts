import type { Db } from "../platform/db/database.ts";
import { windowRows, type Search, type WindowRow } from "./outcomes.repository.ts";

export type WindowQuery = { from: Date; to: Date; demo: boolean } & Pick<
  Search,
  "agentId" | "role" | "team" | "model" | "project" | "task" | "taskType"
>;

/** What value is made of, of the outcomes accepted in a window, the first before the others; withdrawn ones are not in it. In one query. */
export const window = async (db: Db, query: WindowQuery) => (await windowRows(db, query)).map(toWindow);

const toWindow = ([id, acceptedAt, p10, p50, p90, grade, kind, at, agentShare, counterfactual, durability, state, ...rest]: WindowRow) => {
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
export type OutcomeWindowRow = Awaited<ReturnType<typeof window>>[number];
