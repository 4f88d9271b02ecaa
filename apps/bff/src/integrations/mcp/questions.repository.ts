import { and, eq, isNull, lte, ne } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { mcpQuestions as table } from "./questions.table.ts";

export type Question = { requestId: string; handedOver: boolean };

export const findQuestion = async (db: Db, question: string): Promise<Question | undefined> => {
  const [row] = await db.select().from(table).where(eq(table.question, question));
  return row && { requestId: row.requestId, handedOver: row.handedOverAt !== null };
};

/** From now on this request is the question's. The same one again changes nothing. */
export const putQuestion = async (db: Db, question: string, requestId: string): Promise<void> => {
  await db
    .insert(table)
    .values({ question, requestId })
    .onConflictDoUpdate({ target: table.question, set: { requestId, handedOverAt: null }, setWhere: ne(table.requestId, requestId) });
};

/** The asker has the answer. A request that did not come by MCP has no row here, and needs none. */
export const noteHandedOver = async (db: Db, requestId: string, at: Date): Promise<void> => {
  await db
    .update(table)
    .set({ handedOverAt: at })
    .where(and(eq(table.requestId, requestId), isNull(table.handedOverAt)));
};

/** Until when somebody is believed to want the answer; `null`: until it expires. */
export const noteWaiting = async (db: Db, requestId: string, until: Date | null): Promise<void> => {
  await db.update(table).set({ waitedUntil: until }).where(eq(table.requestId, requestId));
};

/** The requests that nobody waits for any more, put off until `again` should whoever takes them die over it. */
export const takeAbandoned = async (db: Db, { now, again }: { now: Date; again: Date }): Promise<string[]> =>
  (await db.update(table).set({ waitedUntil: again }).where(lte(table.waitedUntil, now)).returning({ requestId: table.requestId })).map(
    ({ requestId }) => requestId,
  );
