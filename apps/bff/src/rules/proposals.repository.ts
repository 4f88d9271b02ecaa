import type { RuleProposal } from "@beckon/contracts/rules";
import { and, desc, eq, inArray, lt, notExists, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { ruleDismissals as dismissals, ruleProposals as proposals } from "./rules.table.ts";

/** One at a time works on one proposal, until its transaction ends. */
export const lockProposal = async (db: Db, id: string): Promise<void> =>
  void (await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`));

export const findProposal = async (db: Db, id: string): Promise<RuleProposal | undefined> =>
  (await db.select().from(proposals).where(eq(proposals.id, id)))[0]?.value;

export const putProposal = async (db: Db, value: RuleProposal): Promise<void> => {
  const row = { id: value.id, value, at: new Date(value.at) };
  await db.insert(proposals).values(row).onConflictDoUpdate({ target: proposals.id, set: row });
};

export const deleteProposal = async (db: Db, id: string): Promise<boolean> =>
  (await db.delete(proposals).where(eq(proposals.id, id)).returning({ id: proposals.id })).length > 0;

/** Those that have not been answered so for long. */
export const deleteStale = async (db: Db, before: Date): Promise<string[]> =>
  (await db.delete(proposals).where(lt(proposals.at, before)).returning({ id: proposals.id })).map(({ id }) => id);

/** What this person has not dismissed; newest first. */
export const listProposals = async (db: Db, personId: string | undefined, ids?: readonly string[]): Promise<RuleProposal[]> => {
  if (ids?.length === 0) return [];
  const dismissed =
    personId === undefined
      ? undefined
      : notExists(
          db
            .select({ one: sql`1` })
            .from(dismissals)
            .where(and(eq(dismissals.proposalId, proposals.id), eq(dismissals.personId, personId))),
        );
  const rows = await db
    .select({ value: proposals.value })
    .from(proposals)
    .where(and(dismissed, ids ? inArray(proposals.id, [...ids]) : undefined))
    .orderBy(desc(proposals.at), desc(proposals.id))
    .limit(100);
  return rows.map(({ value }) => value);
};

export const insertDismissal = async (db: Db, row: { proposalId: string; personId: string; at: Date }): Promise<boolean> =>
  (await db.insert(dismissals).values(row).onConflictDoNothing().returning()).length > 0;
