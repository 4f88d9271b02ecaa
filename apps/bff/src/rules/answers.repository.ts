import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { ruleAnswers as answers, ruleReplays as replays, type RuleAnswerRow } from "./rules.table.ts";

export type { RuleAnswerRow };

export const insertAnswer = async (db: Db, row: RuleAnswerRow): Promise<void> => void (await db.insert(answers).values(row));

/** How many a rule has answered since then, that moment excluded. */
export const countSince = (db: Db, ruleId: string, since: Date): Promise<number> =>
  db.$count(answers, and(eq(answers.ruleId, ruleId), gt(answers.at, since)));

/** Newest first. */
export const listAnswers = (
  db: Db,
  { ruleId, before, limit }: { ruleId: string; before: { at: Date; id: string } | undefined; limit: number },
): Promise<RuleAnswerRow[]> =>
  db
    .select()
    .from(answers)
    .where(
      and(
        eq(answers.ruleId, ruleId),
        before ? sql`(${answers.at}, ${answers.requestId}) < (${before.at.toISOString()}::timestamptz, ${before.id})` : undefined,
      ),
    )
    .orderBy(desc(answers.at), desc(answers.requestId))
    .limit(limit);

type ReplayRow = typeof replays.$inferSelect;

export const insertReplay = async (db: Db, row: ReplayRow): Promise<void> => void (await db.insert(replays).values(row));

export const findReplay = async (db: Db, id: string): Promise<ReplayRow | undefined> =>
  (await db.select().from(replays).where(eq(replays.id, id)))[0];

export const pruneReplays = async (db: Db, before: Date): Promise<void> => void (await db.delete(replays).where(lt(replays.at, before)));
