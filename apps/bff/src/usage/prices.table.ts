import type { Actor } from "@beckon/contracts/access";
import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

const rate = (name: string) => bigint(name, { mode: "number" });

/** A person's own price of a model: millionths of a dollar for a million tokens. */
export const priceOverrides = pgTable("price_override", {
  /** The model's name, or a pattern with `*`. */
  model: text("model").primaryKey(),
  id: text("id").notNull(),
  input: rate("input").notNull(),
  output: rate("output").notNull(),
  /** Not set: as input. */
  cacheRead: rate("cache_read"),
  cacheWrite: rate("cache_write"),
  /** Calls made before this are priced by the table. */
  since: instant("since").notNull(),
  setAt: instant("set_at").notNull(),
  setBy: jsonb("set_by").$type<Actor>().notNull(),
});
