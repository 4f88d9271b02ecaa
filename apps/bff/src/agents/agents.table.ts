import { pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
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
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (table) => [uniqueIndex("agent_identity").on(table.ownerId, table.name, table.host)],
);
export type AgentRow = typeof agents.$inferSelect;
