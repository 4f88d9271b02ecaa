import type { Role } from "@beckon/contracts/access";
import { pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import { devices } from "./devices.table.ts";
import { people } from "./people.table.ts";

/** A code that pairs one device: for `personId`, or for a new person of that name and role. */
export const pairingCodes = pgTable(
  "pairing_code",
  {
    id: text("id").primaryKey(),
    codeHash: text("code_hash").notNull(),
    personId: text("person_id").references(() => people.id),
    inviteName: text("invite_name"),
    inviteRole: text("invite_role").$type<Role>(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    deviceId: text("device_id").references(() => devices.id),
  },
  (table) => [uniqueIndex("pairing_code_hash").on(table.codeHash)],
);
export type PairingCodeRow = typeof pairingCodes.$inferSelect;
