import type { Actor } from "@beckon/contracts/access";
import type { Decision, DecisionInput, DecisionRequest, DecisionStatus } from "@beckon/contracts/decisions";
import type { Askable, Terms } from "@beckon/contracts/rule-match";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** The token an agent came with. */
export type Owner = {
  id: string;
  name: string;
  demo?: boolean;
  /** The server itself asks: no agent stands behind it, so none is made or counts as seen. */
  system?: true;
};

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

/** A request of before, as far as rules look at it; of a diff only that there is one. */
export type PastRequest = Askable & { id: string; askedAt: Date; status: DecisionStatus; decision?: Decision };

/** A request when it was asked, and when it ended, with what only its own slice knows. */
export type ToldRequest = { request: DecisionRequest; ownerId: string; answererId?: string | undefined };

/** What answers for people where they said so; a failure of it is for nobody but the log. */
export type AutoAnswer = {
  /** Those that are switched on, in their order. */
  standing(): Promise<StandingRule[]>;
  /** Which option the first that fits gives, kept as its answer; nothing where it is left to people. */
  answer(work: Work, request: DecisionRequest, standing: StandingRule[]): Promise<RuleVerdict | undefined>;
};
export type StandingRule = Terms & { id: string; version: number };
export type RuleVerdict = { option: string; ruleId: string; version: number; name: string; why: string[] };

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
  rules: () => AutoAnswer;
  /** Told in the transaction that asks or ends a request; `looked`: how long its card was open, where the answer says so. */
  ledger: (work: Work, told: ToldRequest, looked?: DecisionInput["attention"]) => Promise<void>;
  logger: Pick<Logger, "error">;
};

/** Wakes whoever waits for one request. */
export const decisionTopic = "decision";
/** Runs at the very moment a request is due. */
export const expireQueue = "decision.expire";
