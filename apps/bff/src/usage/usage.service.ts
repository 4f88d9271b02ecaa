import type { Price, PriceInput, UsageQuery, UsageSummary } from "@beckon/contracts/usage";
import type { Db, Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { apply } from "./book.ts";
import { forget } from "./forget.ts";
import { usageOfSessions } from "./of-sessions.repository.ts";
import { usageOfTasks, type TaskUsage, type WantedTask } from "./of-tasks.repository.ts";
import { list, removePrice, setPrice } from "./prices.ts";
import { summarize } from "./summary.ts";
import type { SessionPlace, UsageDeps, UsageSignal, UsageTotals } from "./usage.types.ts";

export type UsageService = {
  /**
   * Books signals that had not been seen before, in the transaction that stores them; the totals of the
   * sessions that changed. What these sessions had booked at another place than `places` says moves.
   */
  apply(work: Work, fresh: readonly UsageSignal[], places: ReadonlyMap<string, SessionPlace>): Promise<ReadonlyMap<string, UsageTotals>>;
  /** The session's agent, role, project or payment became known or another: what was booked moves there. */
  rehome(work: Work, sessionId: string, place: SessionPlace): Promise<void>;
  /** Takes out what these sessions booked, of every sum too. */
  forget(work: Work, sessionIds: readonly string[]): Promise<void>;
  summary(query: UsageQuery): Promise<UsageSummary>;
  /** What the calls made for these tasks used, by task; in one query. */
  ofTasks(db: Db, wanted: readonly WantedTask[]): Promise<Map<string, TaskUsage>>;
  /** What these runs used, everything at list price; `unpriced` records are not in it. */
  ofSessions(db: Db, sessionIds: readonly string[]): Promise<{ micros: number | null; unpriced: number }>;
  prices: {
    list(): Promise<{ items: Price[]; table: string }>;
    set(caller: Caller, model: string, input: PriceInput): Promise<Price>;
    remove(caller: Caller, model: string): Promise<void>;
  };
};

/** Tokens and money: a ledger by session, roll-ups beside it, and what the screens read from them. */
export const createUsageService = (deps: UsageDeps): UsageService => ({
  apply,
  rehome: async (work, sessionId, place) => void (await apply(work, [], new Map([[sessionId, place]]))),
  forget,
  summary: summarize(deps),
  ofTasks: usageOfTasks,
  ofSessions: usageOfSessions,
  prices: { list: list(deps), set: setPrice(deps), remove: removePrice(deps) },
});
