/** What an agent's health is made of; a part without data is left out. */
export type HealthFacts = {
  /** Tasks that ended in the last 24 hours, without cancelled ones. */
  tasks?: { completed: number; failed: number } | undefined;
  /** Milliseconds since the last sign of life, of an agent that owes one. */
  signAgeMs?: number | undefined;
  /** Median response time of the last hour, and of the seven days before it, in milliseconds. */
  response?: { recentMs: number; usualMs: number } | undefined;
};

export type HealthPart = {
  name: "tasks" | "heartbeat" | "responsiveness";
  /** 0–100. */
  score: number;
  /** Its share in the whole, 0–1; the shares of the parts that are there add up to 1. */
  weight: number;
};
export type HealthGrade = "healthy" | "degraded" | "unhealthy";

/** `value` 0–100, null without any part; `grade` with it. */
export type Health = { value: number; grade: HealthGrade; parts: HealthPart[] } | { value: null; parts: [] };

const weights = { tasks: 0.4, heartbeat: 0.3, responsiveness: 0.3 };
const freshMs = 60_000;
const staleMs = 300_000;
const slowest = 3;

/** Health of one agent, METRICS "Health": the weighted mean of the parts that have data. */
export function health(facts: HealthFacts): Health {
  const scores = [
    { name: "tasks", score: taskScore(facts.tasks) },
    { name: "heartbeat", score: heartbeatScore(facts.signAgeMs) },
    { name: "responsiveness", score: responseScore(facts.response) },
  ] as const;
  const known = scores.flatMap(({ name, score }) => (score === null ? [] : [{ name, score }]));
  if (known.length === 0) return { value: null, parts: [] };
  const total = known.reduce((sum, { name }) => sum + weights[name], 0);
  const parts = known.map(({ name, score }) => ({ name, score, weight: weights[name] / total }));
  // Binary fractions of the weights must not show: 96.92 is 96.92.
  const value = Math.round(parts.reduce((sum, { score, weight }) => sum + score * weight, 0) * 1e6) / 1e6;
  return { value, grade: value >= 80 ? "healthy" : value >= 50 ? "degraded" : "unhealthy", parts };
}

function taskScore(tasks: HealthFacts["tasks"]): number | null {
  const ended = tasks ? tasks.completed + tasks.failed : 0;
  return tasks && ended > 0 ? (tasks.completed / ended) * 100 : null;
}

function heartbeatScore(ageMs: number | undefined): number | null {
  return ageMs === undefined || Number.isNaN(ageMs) ? null : falling(ageMs, freshMs, staleMs);
}

function responseScore(response: HealthFacts["response"]): number | null {
  return response && response.usualMs > 0 ? falling(response.recentMs / response.usualMs, 1, slowest) : null;
}

/** 100 up to `best`, in a straight line down to 0 at `worst`. */
function falling(value: number, best: number, worst: number): number {
  return Math.min(100, Math.max(0, ((worst - value) / (worst - best)) * 100));
}
