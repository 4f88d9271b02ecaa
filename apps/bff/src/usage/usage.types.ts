import type { Signal, TokenCounts, UsageChannel } from "@beckon/contracts/signals";
import type { Audit } from "../access/audit.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";

export type { TaskName, WantedTask } from "./of-tasks.repository.ts";

export type UsageDeps = {
  database: Database;
  clock: Clock;
  audit: Audit;
  /** Every agent that ever spoke is one of the demo fleet. */
  onlyDemo(db: Db): Promise<boolean>;
};

/** A signal that had not been seen before. Kinds other than model.called and usage.counted are passed over. */
export type UsageSignal = { signal: Signal; sessionId: string; at: Date };

/** Whose account a session's usage goes to. `task` goes with each call; the rest moves what was booked. */
export type SessionPlace = {
  agentId: string;
  role?: string;
  project?: string;
  task?: string;
  payment?: "tokens" | "plan";
  demo?: boolean;
};

/** A session so far, of the channel that counts. `costMicros` null: nothing could be priced. */
export type UsageTotals = { calls: number; tokens: TokenCounts; costMicros: number | null; unpriced: number; models: string[] };

/** See the table: `records` are calls, or steps of a counter. */
export type Counts = {
  records: number;
  calls: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
};
export type Sums = Counts & { micros: number; priced: number; unpriced: number };

/** A row of the ledger, or what a batch adds to one. `at`: milliseconds, the start of a quarter of an hour. */
export type Entry = Counts & {
  sessionId: string;
  at: number;
  key: string;
  model: string;
  channel: UsageChannel;
  task: string;
  payment: string;
  price: string;
  micros: number;
};

/** Where booked usage stands; empty: not known. */
export type Standing = { agentId: string; role: string; project: string; payment: string; demo: boolean };

/** A session's row, locked. */
export type BookedSession = Standing &
  Sums & { sessionId: string; rank: number; told: string | null; models: string[]; firstAt: number | null; lastAt: number | null };

/** What a row of the roll-ups adds up, see usage.table.ts. */
export type Grain = "quarter" | "hour" | "day" | "days-8" | "days-32" | "clock" | "clock-hour" | "clock-day";

/** A row of the roll-ups, or what is added to one. */
export type Rollup = Sums & {
  grain: Grain;
  at: number;
  key: string;
  agentId: string;
  role: string;
  model: string;
  project: string;
  task: string;
  payment: string;
  demo: boolean;
};

/** What a summary is of; a session's needs the ledger, the rest is in the roll-ups. `demo`: of the demo fleet, or of all others. */
export type Filter = {
  demo: boolean;
  agent?: string;
  agents?: readonly string[];
  session?: string;
  role?: string;
  project?: string;
  model?: string;
  task?: string;
};

/** Sums of one key, by the three columns of money. `key` empty: not told. */
export type Figures = Sums & {
  key: string;
  billedMicros: number;
  billedPriced: number;
  billedUnpriced: number;
  planMicros: number;
  planPriced: number;
  planUnpriced: number;
  paymentUnknown: number;
};

/** `spans`: one row for each in which anything was used, its place as the key. Without `by` and `spans` one row in all. */
export type CostsQuery = {
  from: Date;
  to: Date;
  demo: boolean;
  by?: "agent" | "role" | "project" | "model";
  spans?: readonly { from: number; to: number }[];
  agent?: string | undefined;
  agents?: readonly string[];
  role?: string | undefined;
  project?: string | undefined;
  model?: string | undefined;
  task?: string | undefined;
};

/** Millionths of a dollar, null where nothing is known; `plan` at list price. Of a sum in part known, the rest is in the counts. */
export type UsageCosts = {
  key: string;
  billed: number | null;
  plan: number | null;
  apiEquivalent: number | null;
  unpriced: number;
  paymentUnknown: number;
};

/** Sums of one run by column; `priced` say of how many records each is known. Millionths of a dollar. */
export type SessionCost = {
  sessionId: string;
  micros: number;
  priced: number;
  unpriced: number;
  billedMicros: number;
  billedPriced: number;
  planMicros: number;
  planPriced: number;
};
