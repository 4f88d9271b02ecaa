import { doublePrecision, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

/**
 * What counters have counted: it never shrinks, whatever becomes of the rows that were counted. A counter has one number;
 * a histogram one for each bucket, and then what its observations add up to.
 */
export const metricTotals = pgTable(
  "metric_total",
  {
    metric: text("metric").notNull(),
    /** As JSON, in the order of their names. */
    labels: text("labels").notNull(),
    /** Counted up to the mark of its source. */
    folded: doublePrecision("folded").array().notNull(),
    /** The most that was ever told. */
    told: doublePrecision("told").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.metric, table.labels] })],
);

/** Up to when what a source counts is in the totals; what is newer is counted anew each time. */
export const metricMarks = pgTable("metric_mark", { source: text("source").primaryKey(), at: instant("at").notNull() });

/** The values of a label that have series of their own: the first that came. All others are "other". */
export const metricLabels = pgTable("metric_label", { label: text("label").notNull(), value: text("value").notNull() }, (table) => [
  primaryKey({ columns: [table.label, table.value] }),
]);
