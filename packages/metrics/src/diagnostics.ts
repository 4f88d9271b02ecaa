import { count, framed, type Frame } from "./figure.ts";

/** A task is unassigned for too long after 10 min; running without a sign of life after 1 h. */
export const unassignedAfterMs = 600_000;
export const silentAfterMs = 3_600_000;

/** What is wrong, counted; null is what could not be measured, for instance while the store is down. */
export type DiagnosticFacts = {
  /** Tasks unassigned for more than 10 min. */
  unassigned: number | null;
  /** Tasks running for more than 1 h without a sign of life. */
  longRunning: number | null;
  /** Agents that are stale. */
  staleAgents: number | null;
  /** Tasks whose agent no longer exists. */
  orphanedTasks: number | null;
  storeDown: boolean;
  streamDown: boolean;
};

export type Check = {
  name: "unassigned" | "long_running" | "stale_agents" | "orphaned_tasks" | "store";
  /** Null: could not be measured. */
  count: number | null;
  /** What it costs, 0 if nothing. */
  points: number;
  /** More is wrong than the points say: the deduction is at its most. */
  capped: boolean;
  /** What to do about it, for people. */
  advice: string;
};

/** `value` 0–100; `n`: how many of the five checks could be made. Every check is there, dearest first. */
export type Diagnostics = { value: number | null; grade: "healthy" | "degraded" | "critical" | null; n: number; checks: Check[] } & Frame;

const rules = [
  { name: "unassigned", fact: "unassigned", each: 2, most: 20, advice: "Assign them, or let the best free agent take them." },
  {
    name: "long_running",
    fact: "longRunning",
    each: 3,
    most: 15,
    advice: "Look at what they wait for; message, restart or reassign them.",
  },
  { name: "stale_agents", fact: "staleAgents", each: 5, most: 25, advice: "Look at their terminal; restart them, or stop them for good." },
  { name: "orphaned_tasks", fact: "orphanedTasks", each: 5, most: 30, advice: "Reassign them: their agent will not come back." },
] as const;

/** METRICS "Diagnostics score", with every deduction and what to do about it. */
export function diagnostics(facts: DiagnosticFacts, frame?: Frame): Diagnostics {
  const counted = rules.map(({ name, fact, each, most, advice }): Check => {
    const told = facts[fact];
    const found = told === null ? null : count(told);
    return { name, count: found, points: Math.min(most, each * (found ?? 0)), capped: each * (found ?? 0) > most, advice };
  });
  const checks = [store(facts), ...counted].sort((a, b) => b.points - a.points);
  const n = checks.filter((check) => check.count !== null).length;
  const lost = checks.reduce((sum, { points }) => sum + points, 0);
  const base = { n, checks, ...framed(frame) };
  // Only that store and stream answer is known: that says nothing of the team.
  if (n === 1 && lost === 0) return { ...base, value: null, grade: null };
  const value = Math.max(0, 100 - lost);
  return { ...base, value, grade: value >= 90 ? "healthy" : value >= 70 ? "degraded" : "critical" };
}

function store({ storeDown, streamDown }: DiagnosticFacts): Check {
  const advice = storeDown
    ? "Start the database, or check its address and its disk: nothing is recorded while it is down."
    : "Check the network and the proxy between app and server: figures are as old as the last event.";
  return { name: "store", count: Number(storeDown) + Number(streamDown), points: storeDown || streamDown ? 40 : 0, capped: false, advice };
}
