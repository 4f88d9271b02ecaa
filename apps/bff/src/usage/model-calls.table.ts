import { bigint, boolean, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

const sum = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/**
 * How calls of models went: by provider and minute for an hour, by agent and quarter of an hour for two, by agent and hour
 * for a day. `ms`: how long those took of which that is told (`timed`).
 */
export const modelCallSums = pgTable(
  "model_call_sum",
  {
    grain: text("grain").$type<"minute" | "quarter" | "hour">().notNull(),
    at: instant("at").notNull(),
    name: text("name").notNull(),
    demo: boolean("demo").notNull(),
    calls: sum("calls"),
    failed: sum("failed"),
    timed: sum("timed"),
    ms: sum("ms"),
  },
  (table) => [primaryKey({ columns: [table.grain, table.at, table.name, table.demo] })],
);
