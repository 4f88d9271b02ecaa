import type { Actor } from "@beckon/contracts/access";
import type { Decision } from "@beckon/contracts/decisions";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** The token an agent came with. */
export type Owner = { id: string; name: string; demo?: boolean };

/** Who answers: a person on a device, or a script with an admin token. */
export type Answerer = {
  actor: Actor;
  /** Shown to others: "answered by Anna on her laptop". */
  name: string;
  device: string;
  personId?: string;
  deviceId?: string;
  /** Set when the answer comes from a notification: only these options, no text, no edit. */
  answers?: readonly string[];
};

/** `answererId`: the very device (or script) that gave it, for two may have one name. Never on the wire. */
export type StoredDecision = Decision & { answererId?: string };

/** Whether an answer of high risk was confirmed with a passkey; the access slice knows. */
export type StepUp = {
  /** A passkey is enrolled for this person. */
  enrolled(db: Db, personId: string): Promise<boolean>;
  /** It was used on this device, for this request, in the last two minutes. */
  fresh(db: Db, options: { deviceId: string; requestId: string }): Promise<boolean>;
};

export type DecisionsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  agents: AgentsService;
  stepUp: StepUp;
  /** Why this server would not call an agent's `callbackUrl`, in words; nothing when it would. */
  callbackRefusal: (url: string) => string | undefined;
};

/** Wakes whoever waits for one request. */
export const decisionTopic = "decision";
/** Runs at the very moment a request is due. */
export const expireQueue = "decision.expire";
