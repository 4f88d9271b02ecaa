import { framed, type Frame } from "./figure.ts";
import type { LivenessState } from "./liveness.ts";
import { proportion, type Proportion } from "./proportion.ts";

/** What is known of an agent that might take a task. */
export type Candidate = {
  agentId: string;
  name: string;
  role?: string | undefined;
  state: LivenessState;
  /** Tasks it has now: assigned or in progress. */
  active: number;
  /** Like tasks (the same type, else the same role) that it ended, without cancelled ones. */
  like: { completed: number; failed: number };
};

/** `value` 0–100, for ordering only; `success` is its record on like tasks; `reason` says it in words. */
export type Suggestion = { agentId: string; name: string; value: number; success: Proportion; reason: string };

/** `n`: how many could be judged. `unfit`: who cannot take it now, and why. */
export type BestAgent = {
  best: Suggestion | null;
  ranked: Suggestion[];
  unfit: { agentId: string; name: string; reason: string }[];
  n: number;
} & Frame;

const weights = { success: 50, role: 20, load: 20, state: 10 };
/** How free an agent in this state is, 0–1; who is not here cannot take a task. */
const free: Partial<Record<LivenessState, number>> = { idle: 1, working: 0.6, waiting: 0.3 };
const absent: Partial<Record<LivenessState, string>> = {
  stale: "gives no sign of life",
  offline: "is offline",
  failed: "ended by an error",
};

/**
 * Who should take a task: by success on like tasks (the lower end of its 95 % interval, so that two of two
 * do not beat nineteen of twenty), role, load and state. An agent without a record stands at 0 there, and may
 * still be best where nobody has one. A tie goes to the first by name.
 */
export function bestAgent(task: { role?: string | undefined }, candidates: readonly Candidate[], frame?: Frame): BestAgent {
  const fit = candidates.filter(({ state }) => free[state] !== undefined);
  const ranked = fit
    .map((candidate) => suggestion(task, candidate))
    .sort((a, b) => b.value - a.value || byText(a.name, b.name) || byText(a.agentId, b.agentId));
  const unfit = candidates
    .filter(({ state }) => free[state] === undefined)
    .map(({ agentId, name, state }) => ({ agentId, name, reason: `${name} ${absent[state]}` }))
    .sort((a, b) => byText(a.name, b.name) || byText(a.agentId, b.agentId));
  return { best: ranked[0] ?? null, ranked, unfit, n: ranked.length, ...framed(frame) };
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function suggestion(task: { role?: string | undefined }, candidate: Candidate): Suggestion {
  const { agentId, name, role, state, active, like } = candidate;
  const success = proportion(like.completed, like.failed);
  const surely = (success.interval?.low ?? 0) / 100;
  const suits = task.role === undefined ? 0.5 : task.role === role ? 1 : 0;
  const score =
    weights.success * surely + weights.role * suits + weights.load / (1 + Math.max(0, active)) + weights.state * (free[state] ?? 0);
  const words = [
    record(like.completed, success),
    active > 0 ? `has ${active} open ${active === 1 ? "task" : "tasks"}` : "has no open task",
    state === "waiting" ? "waits for a person" : `is ${state}`,
    ...(task.role === undefined ? [] : [suits === 1 ? `has the role ${task.role}` : `does not have the role ${task.role}`]),
  ];
  return { agentId, name, value: Math.round(score * 1e6) / 1e6, success, reason: `${name} ${words.join(", ")}` };
}

function record(completed: number, { n, interval }: Proportion): string {
  if (interval === null) return "has no record on like tasks";
  return `completed ${completed} of ${n} like tasks (with 95 % confidence at least ${Math.floor(interval.low)} %)`;
}
