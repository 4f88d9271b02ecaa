import type { Agent, agentQuery, sessionQuery } from "@beckon/contracts/agents";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import { defineError } from "../platform/errors.ts";
import { storable } from "../platform/storable.ts";
import { searchAgents, toAgent } from "./agents.repository.ts";
import { toSession } from "./save.ts";
import { searchSessions } from "./sessions.repository.ts";

export type AgentQuery = z.output<typeof agentQuery>;
export type SessionQuery = z.output<typeof sessionQuery>;
const wrongCursor = defineError({ code: "session.cursor_unknown", status: 422, title: "The cursor is none of this list" });

/** One page of the agents, newest sign first. */
export const searchAgentPage = async (db: Db, query: AgentQuery): Promise<{ items: Agent[]; cursor?: string }> => {
  const rows = await searchAgents(db, { ...(query.agent ? { id: query.agent } : {}), ...common(query, "ag") });
  const last = rows.at(-1);
  return {
    items: rows.map(toAgent),
    ...(last && rows.length === query.limit ? { cursor: `${last.lastSeenAt.getTime()}~${last.id}` } : {}),
  };
};

/** One page of the sessions, newest sign first. */
export const searchSessionPage = async (db: Db, query: SessionQuery) => {
  const rows = await searchSessions(db, { ...(query.agent ? { agentId: query.agent } : {}), ...common(query, "se") });
  const last = rows.at(-1);
  return {
    items: rows.map(toSession),
    ...(last && rows.length === query.limit ? { cursor: `${last.activeAt.getTime()}~${last.id}` } : {}),
  };
};

const common = ({ role, task, from, to, cursor, limit }: AgentQuery, prefix: string) => ({
  ...(role ? { role } : {}),
  ...(task ? { task } : {}),
  ...(from ? { from: storable(from) } : {}),
  ...(to ? { to: storable(to) } : {}),
  ...(cursor ? { before: parseCursor(cursor, prefix) } : {}),
  limit,
});

const parseCursor = (cursor: string, prefix: string) => {
  const match = /^(\d{1,14})~([a-z]{2}_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match?.[2]?.startsWith(`${prefix}_`)) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] };
};
