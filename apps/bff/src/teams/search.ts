import type { Team, teamQuery } from "@beckon/contracts/teams";
import type { z } from "zod";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { present } from "./present.ts";
import { searchTeams } from "./teams.repository.ts";
import type { TeamsDeps } from "./teams.types.ts";

/** One page, newest first. */
export const search =
  (deps: Pick<TeamsDeps, "database" | "hosts" | "tasks" | "budgets">) =>
  async ({ cursor, limit, ...query }: z.output<typeof teamQuery>): Promise<{ items: Team[]; cursor?: string }> => {
    const { db } = deps.database;
    const rows = await searchTeams(db, { ...query, limit, before: cursor === undefined ? undefined : parse(cursor) });
    const last = rows.at(-1);
    return {
      items: await present(deps)(db, rows),
      ...(last && rows.length === limit ? { cursor: `${last.createdAt.getTime()}~${last.id}` } : {}),
    };
  };

const parse = (cursor: string): { at: Date; id: string } => {
  const match = /^(\d{1,14})~(tm_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match?.[2]) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] };
};
