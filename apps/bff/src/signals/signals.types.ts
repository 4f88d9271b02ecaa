import type { Signal } from "@beckon/contracts/signals";
import type { AgentsService } from "../agents/agents.service.ts";
import type { SignalOwner } from "../agents/locate.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Work } from "../platform/db/database.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { Reaction } from "./reactions.ts";

export type { SignalOwner };

export type SignalsDeps = {
  database: Database;
  clock: Clock;
  agents: AgentsService;
  usage: Pick<UsageService, "apply">;
  reactions: readonly Reaction[];
};

/** What became of one caller's signals. `stale`: older than signals are kept. */
export type Appended = { accepted: number; duplicates: number; stale: number };

/** What one caller gives. `derive` makes signals of state that it reads and writes in the same transaction. */
export type Entry = {
  owner: SignalOwner;
  signals: readonly Signal[];
  derive?: (work: Work) => Promise<readonly Signal[]>;
};

/** After commit: the signals of one caller that had not been told before. */
export type AcceptedListener = (owner: SignalOwner, signals: readonly Signal[]) => void;
