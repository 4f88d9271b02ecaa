import type { TokenScope } from "@beckon/contracts/access";
import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** A bearer secret of an agent, a host, a metrics reader or a script; only its SHA-256 is kept. */
export const tokens = pgTable(
  "token",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Of the demo fleet: marked as such everywhere, and removed as a whole. */
    demo: boolean("demo").notNull().default(false),
    scope: text("scope").$type<TokenScope>().notNull(),
    tokenHash: text("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [uniqueIndex("token_hash").on(table.tokenHash), check("token_scope", sql`scope in ('agent', 'host', 'metrics', 'admin')`)],
);
export type TokenRow = typeof tokens.$inferSelect;
