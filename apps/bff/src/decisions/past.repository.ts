import type { Askable } from "@beckon/contracts/rule-match";
import type { Decision } from "@beckon/contracts/decisions";
import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { toStored, type Stored } from "./decisions.repository.ts";
import { decisionRequests as table } from "./decisions.table.ts";
import type { PastRequest, StoredDecision } from "./decisions.types.ts";

type Page = { from: Date; agentId?: string; after?: { askedAt: Date; id: string }; limit: number; withBody: boolean; newest?: boolean };

/** Oldest first, each page after the last row of the one before; `newest`: the newest ones, newest first. */
export const listPast = async (db: Db, { from, agentId, after, limit, withBody, newest }: Page): Promise<PastRequest[]> => {
  const order = newest ? desc : asc;
  const rows = await db
    .select({
      id: table.id,
      kind: table.kind,
      title: table.title,
      body: withBody ? table.body : sql<null>`null`,
      options: table.options,
      multiple: table.multiple,
      action: sql<
        Askable["action"] | null
      >`case when jsonb_exists(${table.action}, 'diff') then ${table.action} || '{"diff":"changed"}' else ${table.action} end`,
      risk: table.risk,
      agent: table.agent,
      askedAt: table.askedAt,
      status: table.status,
      decision: table.decision,
    })
    .from(table)
    .where(
      and(
        gte(table.askedAt, from),
        agentId === undefined ? undefined : eq(table.agentId, agentId),
        after ? sql`(${table.askedAt}, ${table.id}) > (${after.askedAt.toISOString()}::timestamptz, ${after.id})` : undefined,
      ),
    )
    .orderBy(order(table.askedAt), order(table.id))
    .limit(limit);
  return rows.map(({ body, action, decision, ...row }) => ({
    ...row,
    ...(body === null ? {} : { body }),
    ...(action ? { action } : {}),
    ...(decision ? { decision: withoutAnswerer(decision) } : {}),
  }));
};

/** All that was ever asked, as it stands now, oldest first; each page after the last of the one before. */
export const listAll = async (db: Db, { after, limit }: Pick<Page, "after" | "limit">): Promise<Stored[]> => {
  const rows = await db
    .select()
    .from(table)
    .where(after ? sql`(${table.askedAt}, ${table.id}) > (${after.askedAt.toISOString()}::timestamptz, ${after.id})` : undefined)
    .orderBy(asc(table.askedAt), asc(table.id))
    .limit(limit);
  return rows.map(toStored);
};

const withoutAnswerer = ({ answererId: _, ...decision }: StoredDecision): Decision => decision;

/** When the n-th newest request was asked; nothing where there are fewer. */
export const nthNewest = async (db: Db, n: number): Promise<Date | undefined> =>
  (
    await db
      .select({ askedAt: table.askedAt })
      .from(table)
      .orderBy(desc(table.askedAt), desc(table.id))
      .offset(n - 1)
      .limit(1)
  )[0]?.askedAt;
