import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** The one Argo server that answers go to; its token is sealed with a key of this server. */
export const argoConnections = pgTable("argo_connection", {
  id: text("id").primaryKey(),
  url: text("url").notNull(),
  token: text("token").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
