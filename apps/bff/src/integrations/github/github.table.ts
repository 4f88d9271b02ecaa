import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** One webhook at GitHub. Its secret is made from its id and the server's own key, and stands nowhere. */
export const githubHooks = pgTable("github_hook", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  accounts: jsonb("accounts").$type<string[]>().notNull(),
  createdAt: instant("created_at").notNull(),
});

/** What was taken, so that it is taken once; for 30 days. */
export const githubDeliveries = pgTable(
  "github_delivery",
  {
    hookId: text("hook_id")
      .notNull()
      .references(() => githubHooks.id, { onDelete: "cascade" }),
    delivery: text("delivery").notNull(),
    event: text("event").notNull(),
    at: instant("at").notNull(),
    outcome: text("outcome").$type<"taken" | "ignored">().notNull(),
    reason: text("reason"),
    tookMicros: integer("took_micros").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hookId, table.delivery] }), index("github_delivery_at").on(table.at)],
);
