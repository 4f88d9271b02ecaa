import { boolean, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import { people } from "./people.table.ts";

/** A paired phone or browser, and its one session: revoking the device ends it. */
export const devices = pgTable(
  "device",
  {
    id: text("id").primaryKey(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    name: text("name").notNull(),
    /** SHA-256 of the cookie; the cookie itself is known to the browser alone. */
    sessionHash: text("session_hash").notNull(),
    privateNotifications: boolean("private_notifications").notNull().default(false),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  (table) => [uniqueIndex("device_session").on(table.sessionHash), index("device_person").on(table.personId)],
);
export type DeviceRow = typeof devices.$inferSelect;
