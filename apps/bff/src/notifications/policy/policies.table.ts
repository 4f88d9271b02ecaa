import type { NotificationPolicy } from "@beckon/contracts/notification-policy";
import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** When what rings: of a person for all their devices, or of one device that differs. Nobody's row is the default. */
export const notificationPolicies = pgTable("notification_policy", {
  /** The id of the person or of the device. */
  ownerId: text("owner_id").primaryKey(),
  policy: jsonb("policy").$type<NotificationPolicy>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});
