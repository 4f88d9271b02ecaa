import { isNotNull } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { decisionRequests } from "../../decisions/decisions.table.ts";
import { instant } from "../../platform/db/columns.ts";

/**
 * The latest request of each question that came by MCP: a client that lost its call asks the same
 * again, and must meet the request of before. Once the answer was handed over, the same question is a new one.
 */
export const mcpQuestions = pgTable(
  "mcp_question",
  {
    /** SHA-256 of who asks (token and run) and all that the person sees. */
    question: text("question").primaryKey(),
    requestId: text("request_id")
      .notNull()
      .references(() => decisionRequests.id, { onDelete: "cascade" }),
    handedOverAt: instant("handed_over_at"),
    /** Until when a call that waits, or was just cut off, keeps the question standing; empty where the asker knows of it and comes again. */
    waitedUntil: instant("waited_until"),
  },
  (table) => [
    uniqueIndex("mcp_question_request").on(table.requestId),
    index("mcp_question_waited").on(table.waitedUntil).where(isNotNull(table.waitedUntil)),
  ],
);
