import type { Token } from "@beckon/contracts/access";
import { and, desc, eq, inArray, isNull, lt, or } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { tokens, type TokenRow } from "./tokens.table.ts";

const toToken = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  scope: row.scope,
  ...(row.demo ? { demo: true } : {}),
  createdAt: row.createdAt.toISOString(),
  ...(row.lastUsedAt ? { lastUsedAt: row.lastUsedAt.toISOString() } : {}),
  ...(row.revokedAt ? { revokedAt: row.revokedAt.toISOString() } : {}),
});

export const insertToken = async (db: Db, row: typeof tokens.$inferInsert): Promise<Token> => {
  const [inserted] = await db.insert(tokens).values(row).returning();
  return toToken(inserted as TokenRow);
};

export const findTokenByHash = async (db: Db, tokenHash: string): Promise<Token | undefined> => {
  const [row] = await db.select().from(tokens).where(eq(tokens.tokenHash, tokenHash));
  return row && toToken(row);
};

/** Active ones first, newest first. */
export const listTokens = async (db: Db, limit: number): Promise<Token[]> =>
  (
    await db
      .select()
      .from(tokens)
      .orderBy(desc(isNull(tokens.revokedAt)), desc(tokens.createdAt), desc(tokens.id))
      .limit(limit)
  ).map(toToken);

export const findToken = async (db: Db, id: string): Promise<Token | undefined> => {
  const [row] = await db.select().from(tokens).where(eq(tokens.id, id));
  return row && toToken(row);
};

/** Which of these may still come in. */
export const validTokens = async (db: Db, ids: readonly string[]): Promise<string[]> =>
  (
    await db
      .select({ id: tokens.id })
      .from(tokens)
      .where(and(inArray(tokens.id, [...ids]), isNull(tokens.revokedAt)))
  ).map(({ id }) => id);

export const revokeToken = async (db: Db, id: string, now: Date): Promise<Token | undefined> => {
  const [row] = await db
    .update(tokens)
    .set({ revokedAt: now })
    .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
    .returning();
  return row && toToken(row);
};

export const touchToken = async (db: Db, options: { id: string; now: Date; ifBefore: Date }) => {
  await db
    .update(tokens)
    .set({ lastUsedAt: options.now })
    .where(and(eq(tokens.id, options.id), or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, options.ifBefore))));
};

/** Those of the demo fleet. */
export const listDemoTokens = async (db: Db): Promise<string[]> =>
  (await db.select({ id: tokens.id }).from(tokens).where(eq(tokens.demo, true))).map(({ id }) => id);

/** How many there were. */
export const deleteTokens = async (db: Db, ids: string[]): Promise<number> =>
  (await db.delete(tokens).where(inArray(tokens.id, ids)).returning({ id: tokens.id })).length;
