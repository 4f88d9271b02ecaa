import { pgTable, text } from "drizzle-orm/pg-core";

/** What the server itself must remember and nobody may read: the VAPID key, the key of capabilities. */
export const serverSecrets = pgTable("server_secret", { id: text("id").primaryKey(), value: text("value").notNull() });
