import type { Session } from "@beckon/contracts/agents";

/** What an agent can be in, most needy first. */
export const livenessOrder = ["waiting", "failed", "stale", "working", "idle", "offline"] as const;
export type LivenessState = (typeof livenessOrder)[number];

/** What is known of one run. `waitingSince`: when its oldest open decision request was asked. Instants are ISO-8601. */
export type SessionFacts = Pick<Session, "lastSignalAt" | "endedAt" | "failed" | "turn"> & {
  doing: readonly { callId: string; since: string }[];
  waitingSince?: string | undefined;
};

/**
 * Why a state is what it is. `at` is when that began, or was seen:
 * request: a decision request is open · call: this tool or model call is open · signal: the last sign ·
 * turn-ended: the turn is over · running: so many things that a turn started outlive it · ended, failed: the run is over.
 */
export type Evidence =
  | { kind: "request" | "signal" | "turn-ended" | "ended" | "failed"; at: string }
  | { kind: "call"; at: string; callId: string }
  | { kind: "running"; at: string; count: number };

export type Liveness = {
  state: LivenessState;
  evidence: Evidence;
  /** Age of the evidence in milliseconds, never negative: clocks differ. */
  ageMs: number;
  /** Epoch milliseconds at which the same facts give another state; absent: never. */
  changesAt?: number;
};

const freshMs = 60_000;
const staleMs = 300_000;
const goneMs = 24 * 3_600_000;

/**
 * The state of one run at `now` (epoch milliseconds), METRICS "Liveness". An end that was told comes
 * before everything; an open question before silence, because who waits has nothing to tell; and after
 * a day of silence nothing that was once begun is believed to go on.
 */
export function sessionLiveness(facts: SessionFacts, now: number): Liveness {
  const { turn, lastSignalAt, endedAt } = facts;
  const silence = now - Date.parse(lastSignalAt);
  const is = (state: LivenessState, evidence: Evidence, lasts = goneMs): Liveness => {
    const ageMs = Math.max(0, now - Date.parse(evidence.at));
    const over = state === "waiting" || state === "failed" || state === "offline";
    return { state, evidence, ageMs, ...(over ? {} : { changesAt: Date.parse(lastSignalAt) + lasts }) };
  };
  if (endedAt !== undefined)
    return facts.failed ? is("failed", { kind: "failed", at: endedAt }) : is("offline", { kind: "ended", at: endedAt });
  if (facts.waitingSince !== undefined) return is("waiting", { kind: "request", at: facts.waitingSince });
  const lastSign = { kind: "signal", at: lastSignalAt } as const;
  if (silence >= goneMs) return is("offline", lastSign);
  const call = newestCall(facts.doing);
  if (call) return is("working", { kind: "call", at: call.since, callId: call.callId });
  // Nobody tells of its end: once the model has answered and nothing followed, it may well be over.
  if (turn === undefined || (turn.open && turn.answeredAt !== undefined))
    return silence <= freshMs ? is("working", lastSign, freshMs + 1) : is("idle", lastSign);
  if (turn.open) return silence < staleMs ? is("working", lastSign, staleMs) : is("stale", lastSign);
  const at = turn.endedAt ?? lastSignalAt;
  return turn.running > 0 ? is("working", { kind: "running", at, count: turn.running }) : is("idle", { kind: "turn-ended", at });
}

/** What is known of an agent. `waitingSince`: its oldest open request that names none of these runs. */
export type AgentFacts<S extends SessionFacts> = {
  lastSeenAt: string;
  waitingSince?: string | undefined;
  sessions: readonly S[];
};

/**
 * The state of an agent: that of its most needy run, and which one that is. A run that is over counts
 * only while the agent gave no later sign; an agent without runs is judged by its own last sign.
 */
export function agentLiveness<S extends SessionFacts>(facts: AgentFacts<S>, now: number): Liveness & { session?: S } {
  const { lastSeenAt, waitingSince, sessions } = facts;
  const newest = sessions.reduce<S | undefined>(
    (found, session) => (found === undefined || Date.parse(session.lastSignalAt) > Date.parse(found.lastSignalAt) ? session : found),
    undefined,
  );
  const own =
    newest === undefined || waitingSince !== undefined ? [sessionLiveness({ lastSignalAt: lastSeenAt, doing: [], waitingSince }, now)] : [];
  const runs = sessions.filter((session) => session === newest || session.endedAt === undefined);
  const all = [...own, ...runs.map((session) => ({ ...sessionLiveness(session, now), session }))];
  // One of the two is never empty.
  return [...all].sort(byNeed)[0] as Liveness & { session?: S };
}

/** Most needy first; within a state the longest wait first, else the newest evidence. */
export function byNeed(a: Liveness, b: Liveness): number {
  const order = livenessOrder.indexOf(a.state) - livenessOrder.indexOf(b.state);
  if (order !== 0) return order;
  const later = Date.parse(b.evidence.at) - Date.parse(a.evidence.at);
  return a.state === "waiting" ? -later : later;
}

function newestCall(calls: SessionFacts["doing"]) {
  return calls.reduce<(typeof calls)[number] | undefined>(
    (found, call) => (found === undefined || Date.parse(call.since) >= Date.parse(found.since) ? call : found),
    undefined,
  );
}
