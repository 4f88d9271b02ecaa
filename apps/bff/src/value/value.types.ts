import type { Grade } from "@beckon/metrics/value/types";
import type { Audit } from "../access/audit.ts";
import type { AccessService } from "../access/access.service.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { AttentionHours } from "../attention/hours.ts";
import type { Clock } from "../platform/clock.ts";
import type { Span } from "../platform/calendar.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { UsageService } from "../usage/usage.service.ts";

/** What is to be looked at: outcomes accepted and cost spent from `from` (in it) to `to` (not in it). */
export type Look = {
  from: Date;
  to: Date;
  demo: boolean;
  agent?: string | undefined;
  role?: string | undefined;
  team?: string | undefined;
  model?: string | undefined;
  project?: string | undefined;
  task?: string | undefined;
  taskType?: string | undefined;
};

/** An accepted outcome as figures need it; the hours are null together with the grade. */
export type OutcomeOfWindow = {
  id: string;
  /** Milliseconds since 1970. */
  acceptedAt: number;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  grade: Grade | null;
  /** The same of outcomes whose hours rest on the same. */
  basis: string | null;
  agentShare: number;
  counterfactual: number;
  durability: number;
  state: "unchecked" | "standing" | "reworked" | "reverted";
  agent: string | null;
  role: string | null;
  team: string | null;
  model: string | null;
  project: string | null;
  taskType: string;
  reviewMinutes: number | null;
  holdOut: boolean;
  writtenDownAt: number | null;
};

/** Columns that are never added together; null: nothing of it is known. */
export type Columns = { billedMicros: number | null; planMicros: number | null; apiEquivalentMicros: number | null };

/** What runs with an outcome used in a window, and how many of them used anything. */
type Attributed = { billedMicros: number; apiEquivalentMicros: number; sessions: number };

/** What each outcome was given of what was spent in a window, and what all their runs spent in it. */
export type OutcomeCosts = { byOutcome: ReadonlyMap<string, Columns>; attributed: Attributed };

export type OutcomesOfValue = {
  /** Those with equal content beside each other. */
  window(db: Db, look: Look): Promise<readonly OutcomeOfWindow[]>;
  costs(db: Db, look: Pick<Look, "from" | "to" | "demo">): Promise<OutcomeCosts>;
  /** What runs with an outcome spent in it, and those without one that took back or mended; `sessions`: all with any usage. `attributed`: where `costs` has told it. */
  spending(
    db: Db,
    look: Pick<Look, "from" | "to" | "demo"> & { attributed?: Attributed | undefined },
  ): Promise<{ sessions: number; attributed: Attributed; rework: { billedMicros: number } }>;
  /** Titles, newest first, at most so many. */
  titles(
    db: Db,
    look: Look,
    most: number,
  ): Promise<{ title: string; taskType: string; acceptedAt: string; grade: string; milliHours: number }[]>;
};

export type ValueDeps = {
  database: Database;
  clock: Clock;
  audit: Audit;
  feed: ChangeFeed;
  publicOrigin: string;
  usage: Pick<UsageService, "costs" | "costsWithWhole">;
  agents: Pick<AgentsService, "onlyDemo" | "called" | "listIn">;
  /** Teams by their agents' ids, and their names. */
  teams: {
    ofAgents(db: Db): Promise<ReadonlyMap<string, string>>;
    names(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  };
  outcomes: OutcomesOfValue;
  /** People's time for agents. */
  attention: {
    hours(db: Db, look: Pick<Look, "from" | "to" | "demo">): Promise<AttentionHours>;
    /** The same of each span, of spans without gaps. */
    hoursBySpan(db: Db, look: { spans: readonly Span[]; demo: boolean }): Promise<AttentionHours[]>;
  };
  /** Counts who tries secrets of shared reports. */
  tries: ReturnType<AccessService["tries"]>;
};
