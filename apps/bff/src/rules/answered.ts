import type { pageQuery } from "@beckon/contracts/common";
import type { ruleAnsweredPage } from "@beckon/contracts/rules";
import type { z } from "zod";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { listAnswers } from "./answers.repository.ts";
import type { RulesDeps } from "./rules.types.ts";

/** One page of what a rule has answered, newest first. */
export const answered =
  ({ database, decisions }: Pick<RulesDeps, "database" | "decisions">) =>
  async (ruleId: string, { cursor, limit }: z.output<typeof pageQuery>): Promise<z.infer<typeof ruleAnsweredPage>> => {
    const before = cursor === undefined ? undefined : parseCursor(cursor);
    const rows = await listAnswers(database.db, { ruleId, before, limit });
    const requests = await decisions.findAll(
      database.db,
      rows.map(({ requestId }) => requestId),
    );
    const last = rows.at(-1);
    return {
      items: rows.flatMap(({ requestId, at, version, option, why }) => {
        const request = requests.find(({ id }) => id === requestId);
        return request ? [{ request, at: at.toISOString(), version, option, why }] : [];
      }),
      ...(last && rows.length === limit ? { cursor: `${last.at.getTime()}~${last.requestId}` } : {}),
    };
  };

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(dr_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] as string };
};
