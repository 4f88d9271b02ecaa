import { and, eq, isNull, ne } from "drizzle-orm";
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
