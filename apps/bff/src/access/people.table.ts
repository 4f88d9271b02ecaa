import type { Role } from "@beckon/contracts/access";
import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";

export const people = pgTable(
  "person",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    // "Anna answered" must mean one Anna.
    uniqueIndex("person_name").on(sql`lower(${table.name})`),
    check("person_role", sql`role in ('owner', 'operator', 'viewer')`),
  ],
);
export type PersonRow = typeof people.$inferSelect;
