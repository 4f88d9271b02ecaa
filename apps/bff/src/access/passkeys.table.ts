import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../platform/db/columns.ts";
import { devices } from "./devices.table.ts";
import { people } from "./people.table.ts";

export const passkeys = pgTable(
  "passkey",
  {
    id: text("id").primaryKey(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    name: text("name").notNull(),
    credentialId: text("credential_id").notNull(),
    /** COSE key, base64url. */
    publicKey: text("public_key").notNull(),
    /** Of the authenticator; one that goes backwards tells of a copy. Stays 0 with synced passkeys. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: jsonb("transports").$type<string[]>().notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
  },
  (table) => [uniqueIndex("passkey_credential").on(table.credentialId), index("passkey_person").on(table.personId)],
);
export type PasskeyRow = typeof passkeys.$inferSelect;

/** What a passkey is asked to sign: taken out by the first answer, right or wrong. */
export const passkeyChallenges = pgTable(
  "passkey_challenge",
  {
    deviceId: text("device_id")
      .notNull()
      .references(() => devices.id),
    /** `register`, or what is to be confirmed: the id of a request, or `passkeys`. */
    purpose: text("purpose").notNull(),
    challenge: text("challenge").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.purpose] })],
);

/** When a device last confirmed something with a passkey. */
export const stepUps = pgTable(
  "passkey_step_up",
  {
    deviceId: text("device_id")
      .notNull()
      .references(() => devices.id),
    purpose: text("purpose").notNull(),
    passkeyId: text("passkey_id").notNull(),
    at: instant("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.purpose] })],
);
