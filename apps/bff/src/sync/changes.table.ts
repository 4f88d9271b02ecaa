import { sql } from "drizzle-orm";
import { bigint, boolean, index, pgTable, text } from "drizzle-orm/pg-core";
import { instant, xid8 } from "../platform/db/columns.ts";

/**
 * One row per changed entity and transaction. `seq` alone is no cursor: sequence numbers become
 * visible out of commit order. The cursor is (xid, seq), read only below the oldest running transaction.
 */
export const changes = pgTable(
  "change",
  {
    seq: bigint("seq", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8("xid")
      .notNull()
      .default(sql`pg_current_xact_id()`),
    kind: text("kind").notNull(),
    entityId: text("entity_id").notNull(),
    /** Only this person's devices may see it; null: everybody who is paired. */
    audience: text("audience"),
    deleted: boolean("deleted").notNull().default(false),
    at: instant("at").notNull().defaultNow(),
  },
  (table) => [index("change_order").on(table.xid, table.seq), index("change_at").on(table.at)],
);

/** One row: `epoch` names this feed, and changes when cursors of before mean nothing any more (a restored database). */
export const feedState = pgTable("feed_state", {
  id: text("id").primaryKey(),
  epoch: text("epoch").notNull(),
  /** Cursors below this transaction were pruned. */
  floor: xid8("floor")
    .notNull()
    .default(sql`'0'::xid8`),
});
