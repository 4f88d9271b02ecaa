import type { sessionQuery } from "@beckon/contracts/agents";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import { defineError } from "../platform/errors.ts";
import { toSession } from "./save.ts";
import { searchSessions } from "./sessions.repository.ts";

export type SessionQuery = z.output<typeof sessionQuery>;
const wrongCursor = defineError({ code: "session.cursor_unknown", status: 422, title: "The cursor is none of this list" });

/** One page of the sessions, newest sign first. */
export const searchSessionPage = async (db: Db, query: SessionQuery) => {
  const rows = await searchSessions(db, {
    ...(query.agent ? { agentId: query.agent } : {}),
    ...(query.from ? { from: storable(query.from) } : {}),
    ...(query.to ? { to: storable(query.to) } : {}),
    ...(query.cursor ? { before: parseCursor(query.cursor) } : {}),
    limit: query.limit,
  });
  const last = rows.at(-1);
  return {
    items: rows.map(toSession),
    ...(last && rows.length === query.limit ? { cursor: `${last.activeAt.getTime()}~${last.id}` } : {}),
  };
};

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(se_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] as string };
};

/** The nearest instant the database has a word for. */
const storable = (instant: string) => new Date(Math.min(Math.max(Date.parse(instant), 0), Date.parse("9999-12-31T23:59:59.999Z")));
