import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import type { Signal } from "@beckon/contracts/signals";
import type { Json } from "./hook-values.ts";

/** What is known of one call of a hook beside its payload. */
export type HookContext = {
  now: Date;
  /** The name of the token, for agents that name nobody. */
  owner: string;
  /** `X-Beckon-Agent` and `X-Beckon-Host`. */
  agent?: string;
  host?: string;
  /** The same for one event however often it is sent. */
  delivery?: string;
  /** The event, where the payload does not say it. */
  event?: string;
  /** The hook was installed to ask before what is risky. */
  gate?: boolean;
};

/** One tool call as a hook knows it. `input` is a hash of what it was called with. */
export type HookCall = { session: string; tool: string; input: string; callId?: string };

/** What a run is about to do, in words. `again`: what sends it back when nothing but the answer itself can. */
export type HookStep = { session: string; step: string; again?: { afterMs: number; output: Json } };

/** What a payload says of calls that a person may be asked about. */
export type HookFact =
  | { kind: "call.began"; call: HookCall }
  /** It ran: whoever allowed it, the question is settled. */
  | { kind: "call.ended"; call: HookCall; ok: boolean; message?: string }
  /** It was answered elsewhere, and may not have run yet. */
  | { kind: "call.answered"; call: HookCall; accepted: boolean }
  /** The thread has gone on: none of its questions stands. */
  | { kind: "turn"; session: string }
  /** The run and all its sub-agents' runs are over. */
  | { kind: "session.ended"; session: string };

/** What the agent is told. `ran` is the hash of what will run, where that was changed. */
export type HookAnswer = { output: Json; ran?: string };

/** What a person is asked; several only for an agent's list of questions, which are answered together. */
export type HookQuestion = {
  call: HookCall;
  inputs: DecisionRequestInput[];
  /** The agent's own form of the answers; nothing where they decide nothing. */
  answer(requests: readonly DecisionRequest[]): HookAnswer | undefined;
};

/** How the answer to a hook reaches the model of the run, or ends its work. */
export type HookEar = {
  session: string;
  /** For people: where in its work the run is then, such as "before Bash". */
  when: string;
  /** The answer that brings these words to the model; `reply` is what it would have been without them. */
  message?(words: string, reply: Json | undefined): Json;
  /** The answer that ends its work; the words are for whoever looks at its terminal. */
  stop?(words: string): Json;
};

/** A vendor's hooks, as pure functions of the payload. */
export type HookAdapter = {
  /** Signals' `source`. */
  source: string;
  toSignals(payload: Json, context: HookContext): Signal[];
  toFacts(payload: Json, context: HookContext): HookFact[];
  toQuestion(payload: Json, context: HookContext): HookQuestion | undefined;
  /** The step that the agent waits with until this is answered: there its run can be held. */
  toStep?(payload: Json, context: HookContext): HookStep | undefined;
  /** What can be said to the run with this answer; only what the vendor's own protocol brings there for certain. */
  toEar?(payload: Json, context: HookContext): HookEar | undefined;
  /** What is answered at once, without a person. */
  toReply?(payload: Json, context: HookContext): Json | undefined;
};
