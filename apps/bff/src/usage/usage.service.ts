import type { Price, PriceInput, UsageQuery, UsageSummary } from "@beckon/contracts/usage";
import { createListeners, type Db, type Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import type { Reaction } from "../signals/reactions.ts";
import { apply } from "./book.ts";
import { costs, costsWithWhole } from "./costs.ts";
import { countSessions, sumOfSessions, usageBySession, usageInWindow, type SessionsWanted } from "./by-session.repository.ts";
import { forget } from "./forget.ts";
import { hourlyRates } from "./rates.repository.ts";
import { usageOfSessions } from "./of-sessions.repository.ts";
import { usageOfTasks, type TaskUsage, type WantedTask } from "./of-tasks.repository.ts";
import { modelCalls, modelCallsReaction } from "./model-calls.ts";
import { deleteDemoSums, pruneCallSums } from "./model-calls.repository.ts";
import { list, removePrice, setPrice } from "./prices.ts";
import { spent, spentByHour } from "./spent.ts";
import { summarize } from "./summary.ts";
import { modelTotals, tokensOfSessions } from "./totals.repository.ts";
import type { CostsQuery, SessionCost, SessionPlace, UsageCosts, UsageDeps, UsageSignal, UsageTotals } from "./usage.types.ts";

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
  /** For monitoring: all that was ever booked by model, and by some runs; without the demo fleet. */
  totals: { models: typeof modelTotals; ofSessions: typeof tokensOfSessions };
  /** What windows cost, with all groups at once; for figures that are made of it. */
  costs(db: Db, query: CostsQuery): Promise<UsageCosts[]>;
  costsWithWhole: typeof costsWithWhole;
  /** What the calls made for these tasks used, by task; in one query. */
  ofTasks(db: Db, wanted: readonly WantedTask[]): Promise<Map<string, TaskUsage>>;
  /** What these runs used, everything at list price; `unpriced` records are not in it. */
  ofSessions(db: Db, sessionIds: readonly string[]): Promise<{ micros: number | null; unpriced: number }>;
  /** What each of these runs used, by column; in all, or in a window. */
  bySession(db: Db, wanted: SessionsWanted): Promise<SessionCost[]>;
  /** The same of all runs that used anything in a window. */
  inWindow(db: Db, window: { from: Date; to: Date; demo: boolean }): Promise<SessionCost[]>;
  /** The same of many runs together; and how many used anything in a window. */
  sumOfSessions: typeof sumOfSessions;
  countSessions: typeof countSessions;
  /** What an hour of these agents' runs was billed lately, in millionths of a dollar, where it is known. */
  hourlyRates(db: Db, agentIds: readonly string[], since: Date): Promise<Map<string, number>>;
  /** What one scope spent in a span, of one column; and by hour. */
  spent: typeof spent;
  spentByHour: typeof spentByHour;
  /** How calls of models go, and what adds that up. */
  modelCalls: typeof modelCalls & { reaction: Reaction; prune(): Promise<void>; forgetDemo(work: Work): Promise<void> };
  /** Called after commit, in this process, with whose account something was booked to. */
  onBooked(listener: (places: readonly SessionPlace[]) => void): () => void;
  prices: {
    list(): Promise<{ items: Price[]; table: string }>;
    set(caller: Caller, model: string, input: PriceInput): Promise<Price>;
    remove(caller: Caller, model: string): Promise<void>;
  };
};

/** Tokens and money: a ledger by session, roll-ups beside it, and what the screens read from them. */
export const createUsageService = (deps: UsageDeps): UsageService => {
  const booked = createListeners<[readonly SessionPlace[]]>();
  const book: UsageService["apply"] = async (work, fresh, places) => {
    const totals = await apply(work, fresh, places);
    if (totals.size > 0) work.afterCommit(() => booked.emit([...places.values()]));
    return totals;
  };
  return {
    apply: book,
    rehome: async (work, sessionId, place) => void (await book(work, [], new Map([[sessionId, place]]))),
    forget,
    summary: summarize(deps),
    totals: { models: modelTotals, ofSessions: tokensOfSessions },
    costs,
    costsWithWhole,
    ofTasks: usageOfTasks,
    ofSessions: usageOfSessions,
    bySession: usageBySession,
    inWindow: usageInWindow,
    sumOfSessions,
    countSessions,
    hourlyRates,
    spent,
    spentByHour,
    modelCalls: {
      ...modelCalls,
      reaction: modelCallsReaction(deps),
      prune: () => pruneCallSums(deps.database.db, deps.clock()),
      forgetDemo: (work) => deleteDemoSums(work.db),
    },
    onBooked: booked.add,
    prices: { list: list(deps), set: setPrice(deps), remove: removePrice(deps) },
  };
};
