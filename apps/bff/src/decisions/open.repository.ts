import type { DecisionKind, DecisionRequest } from "@beckon/contracts/decisions";
import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** `agentId` empty: the server itself asks. `sessionKey`: the agent's own id of the run that waits. */
export type OpenAsk = {
  ownerId: string;
  agentId: string;
  sessionKey: string | undefined;
  kind: DecisionKind;
  risk: DecisionRequest["risk"];
  askedAt: string;
};

/** All that waits for somebody, the longest wait first. */
export const openAsks = async (db: Db): Promise<OpenAsk[]> =>
  rowsOf<Omit<OpenAsk, "askedAt" | "sessionKey"> & { asked: string | Date; session: string | null }>(
    await db.execute(sql`
      select owner_id as "ownerId", coalesce(agent_id, '') as "agentId", agent ->> 'sessionId' as session, kind, risk, asked_at as asked
      from decision_request where status = 'pending' order by asked_at limit 20000`),
  ).map(({ asked, session, ...rest }) => ({ ...rest, sessionKey: session ?? undefined, askedAt: new Date(asked).toISOString() }));
