import { boolean, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** A named worker under one token, on one machine: the same name on two machines is two rows. */
export const agents = pgTable(
  "agent",
  {
    id: text("id").primaryKey(),
    /** The token it came with; requests without a declared agent are the token's own. */
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    vendor: text("vendor"),
    role: text("role"),
    host: text("host").notNull().default(""),
    /** The agent whose sub-agent it is; empty for one that stands by itself. */
    parentId: text("parent_id").notNull().default(""),
    /** What a person calls it, made it, and how its calls are paid: before what the agent says of itself. */
    givenName: text("given_name"),
    givenRole: text("given_role"),
    payment: text("payment").$type<"tokens" | "plan">(),
    demo: boolean("demo").notNull().default(false),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (table) => [
    uniqueIndex("agent_identity").on(table.ownerId, table.name, table.host, table.parentId),
    index("agent_last_seen").on(table.lastSeenAt),
  ],
);
export type AgentRow = typeof agents.$inferSelect;
