import type { DecisionInput } from "@beckon/contracts/decisions";
import type { AgentsService } from "../agents/agents.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { ToldRequest } from "../decisions/decisions.types.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { RulesService } from "../rules/rules.service.ts";

/** What of the assumptions prices attention and waiting: millionths of the currency per hour; null: nobody said. */
export type AttentionRates = {
  currency: string;
  /** How many millionths of the currency one dollar is. */
  perDollarMicros: number;
  rateMicros: number | null;
  delayMicros: number | null;
};
/** While nobody has said anything. */
export const noRates: AttentionRates = { currency: "USD", perDollarMicros: 1_000_000, rateMicros: null, delayMicros: null };

export type AttentionDeps = {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  agents: Pick<AgentsService, "find" | "onlyDemo" | "projectOfRun">;
  decisions: Pick<DecisionsService, "findAll" | "all">;
  rules: Pick<RulesService, "forHabit">;
  /** The ids of a person's own devices with their names. */
  devicesOf(db: Db, personId: string): Promise<{ id: string; name: string }[]>;
  rates(db: Db): Promise<AttentionRates>;
  /** What an hour of these agents' runs is billed, in millionths of a dollar; those of which it is known. */
  agentRates(db: Db, agentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Notifications that devices showed, as far as the log still has them. */
  shownBefore(db: Db): Promise<readonly ShownPush[]>;
  /** Review time that people declared, in minutes, by when the outcome was accepted (epoch milliseconds). */
  reviews(db: Db, window: { from: Date; to: Date; demo: boolean }): Promise<readonly { acceptedAt: number; reviewMinutes: number }[]>;
};

export type { ToldRequest };
/** How long its card was open, as the answering device says. */
export type Looked = NonNullable<DecisionInput["attention"]>;

/** Whose waits: of the demo fleet or of all others. Milliseconds; `to` is not in it. */
export type Scope = { from: number; to: number; demo: boolean; agent?: string | undefined; project?: string | undefined };

/** A notification about a request, at the moment (epoch milliseconds) its device showed it. */
export type ShownPush = { deliveryId: string; requestId: string; at: number };
