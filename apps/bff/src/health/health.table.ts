import type { ComponentKind, ComponentState } from "@beckon/contracts/health";
import { doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/** What the last look found of each component. */
export const healthComponents = pgTable("health_component", {
  id: text("id").primaryKey(),
  kind: text("kind").$type<ComponentKind>().notNull(),
  name: text("name").notNull(),
  state: text("state").$type<ComponentState>().notNull(),
  words: text("words").notNull(),
  since: instant("since").notNull(),
  latencyMs: doublePrecision("latency_ms"),
  lastAt: instant("last_at"),
  error: text("error"),
  errorAt: instant("error_at"),
  /** The minute of the first look, and of the last. */
  firstAt: instant("first_at").notNull(),
  checkedAt: instant("checked_at").notNull(),
});

/** Looks of an hour: how many, how many of them could judge, and how many found it up or degraded. Kept as long as uptime looks back. */
export const healthHours = pgTable(
  "health_hour",
  {
    component: text("component")
      .notNull()
      .references(() => healthComponents.id, { onDelete: "cascade" }),
    hour: instant("hour").notNull(),
    looks: integer("looks").notNull(),
    judged: integer("judged").notNull(),
    good: integer("good").notNull(),
  },
  (table) => [primaryKey({ columns: [table.component, table.hour] })],
);
