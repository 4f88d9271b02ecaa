/*
 * What Beckon watches by itself: each kind of alert with its words, its unit, its defaults and what helps. A rule is a kind
 * with the values that people gave it. Values: percent 0–100, times as a factor, money in whole millionths of a dollar.
 */

export type AlertUnit = "percent" | "times" | "count" | "seconds" | "milliseconds" | "micros";
/** info: shown in the app, rings nobody. critical: passes quiet hours. */
export type AlertSeverity = "info" | "warning" | "critical";
/** What one reading of a kind is of. */
export type AlertSubjectKind = "workspace" | "agent" | "run" | "request" | "budget" | "provider" | "device";
/** What a runbook offers as a button. */
export type AlertAction =
  | "open"
  | "heal"
  | "retry"
  | "control"
  | "pause_all"
  | "diagnostics"
  | "failures"
  | "board"
  | "budgets"
  | "test_push"
  | "connect"
  | "health";

export type AlertKindWords = {
  title: string;
  /** The same of several subjects, with `{}` where their number stands. */
  many?: string;
  /** When it fires, with `{}` where the threshold stands. */
  means: string;
  unit: AlertUnit;
  /** It fires beyond the threshold, on this side of it; never at it. */
  bound: "above" | "below";
  threshold: number;
  min: number;
  max: number;
  /** The clear bound is this part of the threshold. */
  clear: number;
  /** How long a reading must be beyond the threshold before it fires. */
  forSeconds: number;
  /** How long it must be back within the clear bound before it is resolved. */
  keepSeconds: number;
  severity: AlertSeverity;
  subject: AlertSubjectKind;
  /** together: all subjects make one alert; each: one alert for each subject. */
  group: "together" | "each";
  /** While one of these fires, this one says nothing: it follows from it. `same`: where it is of the same subject. */
  follows: readonly { kind: string; same?: boolean }[];
  runbook: { text: string; does: readonly AlertAction[] };
};

const rate = { unit: "percent", min: 1, max: 99, clear: 0.8 } as const;
const minutes = (count: number) => count * 60;
const hours = (count: number) => count * 3_600;
const dollars = (count: number) => count * 1_000_000;

export const alertKinds = {
  coordination_success: {
    ...{ title: "Agents fail to work together", means: "Less than {} of the coordinations that ended in the last hour succeeded." },
    ...{ ...rate, bound: "below", threshold: 70, clear: 1.07, forSeconds: minutes(10), keepSeconds: minutes(10), severity: "warning" },
    ...{ subject: "workspace", group: "together", follows: [{ kind: "provider_errors_high" }, { kind: "no_data" }] },
    runbook: {
      text: "See which cause leads, and between whom. One agent that fails with everybody is best restarted; a lost hand-off is best given to another.",
      does: ["failures", "heal", "diagnostics"],
    },
  },
  failure_rate: {
    ...{ title: "Tasks fail", means: "More than {} of the tasks that ended in the last hour failed." },
    ...{ ...rate, bound: "above", threshold: 10, forSeconds: minutes(10), keepSeconds: minutes(10), severity: "warning" },
    ...{ subject: "workspace", group: "together", follows: [{ kind: "provider_errors_high" }] },
    runbook: {
      text: "Open what failed last. The same error with several agents is the task's fault or the surroundings'; with one agent it is that agent's.",
      does: ["open", "retry", "heal", "failures"],
    },
  },
  workflow_stuck: {
    ...{ title: "A workflow is stuck", many: "{} workflows are stuck", means: "A run, or one stage of it, takes longer than {}." },
    ...{ unit: "seconds", bound: "above", threshold: hours(24), min: minutes(10), max: hours(720), clear: 1 },
    ...{ forSeconds: 0, keepSeconds: 0, severity: "warning", subject: "run", group: "together", follows: [] },
    runbook: {
      text: "Open the run and see what its stage waits for: an answer of yours, an event from outside, or an agent that is gone.",
      does: ["open", "heal"],
    },
  },
  agent_slow: {
    ...{
      title: "An agent is slower than usual",
      many: "{} agents are slower than usual",
      means: "Its model calls of the last hour took on average more than {} as long as those of the last day.",
    },
    ...{ unit: "times", bound: "above", threshold: 1.5, min: 1.1, max: 20, clear: 0.87, forSeconds: minutes(15), keepSeconds: minutes(15) },
    ...{ severity: "info", subject: "agent", group: "together", follows: [{ kind: "provider_errors_high" }, { kind: "no_data" }] },
    runbook: {
      text: "A long context makes calls slow: let it start anew with a summary. If all agents of one provider are slow, it is the provider.",
      does: ["open", "control"],
    },
  },
  agent_stale: {
    ...{ title: "An agent is silent", many: "{} agents are silent", means: "Nothing was heard for more than {} in the middle of a turn." },
    ...{ unit: "seconds", bound: "above", threshold: minutes(5), min: minutes(2), max: hours(24), clear: 1 },
    ...{ forSeconds: minutes(5), keepSeconds: minutes(2), severity: "warning", subject: "agent", group: "together" },
    follows: [{ kind: "no_data" }, { kind: "database_slow" }, { kind: "agent_restart_loop", same: true }],
    runbook: {
      text: "See whether its machine is there. A run that hangs is best restarted; its task can go to another agent.",
      does: ["heal", "control", "open"],
    },
  },
  agent_restart_loop: {
    ...{
      title: "An agent restarts again and again",
      many: "{} agents restart again and again",
      means: "Its process was started more than {} times in an hour.",
    },
    ...{ unit: "count", bound: "above", threshold: 3, min: 1, max: 60, clear: 0.67, forSeconds: 0, keepSeconds: minutes(10) },
    ...{ severity: "warning", subject: "agent", group: "together", follows: [] },
    runbook: {
      text: "Read its last output. A wrong key or a full disk does not get better by starting it once more: stop it until that is mended.",
      does: ["control", "heal", "open"],
    },
  },
  queue_depth: {
    ...{ title: "Tasks pile up", means: "More than {} tasks wait for an agent." },
    ...{
      unit: "count",
      bound: "above",
      threshold: 50,
      min: 1,
      max: 100_000,
      clear: 0.8,
      forSeconds: minutes(10),
      keepSeconds: minutes(10),
    },
    ...{ severity: "warning", subject: "workspace", group: "together", follows: [] },
    runbook: {
      text: "Start more agents, hand work out by itself, or cancel what is no longer wanted.",
      does: ["board", "heal", "diagnostics"],
    },
  },
  queue_age: {
    ...{ title: "A task waits too long", means: "The oldest task that no agent has taken waits for more than {}." },
    ...{ unit: "seconds", bound: "above", threshold: hours(1), min: minutes(5), max: hours(720), clear: 1 },
    ...{
      forSeconds: minutes(5),
      keepSeconds: 0,
      severity: "warning",
      subject: "workspace",
      group: "together",
      follows: [{ kind: "queue_depth" }],
    },
    runbook: { text: "Open it: it may want a role that no agent has. Assign it, or boost it.", does: ["open", "board", "heal"] },
  },
  decision_waiting: {
    ...{
      title: "A decision waits longer than it is worth",
      many: "{} decisions wait longer than they are worth",
      means: "An agent's question has cost more than {} of waiting; where nobody knows the cost, an hour counts as $1.",
    },
    ...{ unit: "micros", bound: "above", threshold: dollars(2), min: dollars(0.1), max: dollars(10_000), clear: 1 },
    ...{ forSeconds: 0, keepSeconds: 0, severity: "warning", subject: "request", group: "together", follows: [] },
    runbook: { text: "Answer it. If the same is asked again and again, a rule can answer for you.", does: ["open"] },
  },
  spend_hour: {
    ...{ title: "Spending is high", means: "More than {} was spent in the last hour, at list price." },
    ...{ unit: "micros", bound: "above", threshold: dollars(25), min: dollars(0.1), max: dollars(100_000), clear: 0.9 },
    ...{
      forSeconds: minutes(5),
      keepSeconds: minutes(15),
      severity: "warning",
      subject: "workspace",
      group: "together",
      follows: [{ kind: "spend_anomaly" }],
    },
    runbook: {
      text: "See who spends. Pause who runs in circles; a budget asks before it goes on.",
      does: ["budgets", "pause_all", "open"],
    },
  },
  spend_anomaly: {
    ...{ title: "Spending is far above its habit", means: "This hour costs more than {} what is the utmost of usual for it." },
    ...{ unit: "times", bound: "above", threshold: 1, min: 1, max: 100, clear: 1, forSeconds: 0, keepSeconds: minutes(15) },
    ...{ severity: "warning", subject: "budget", group: "each", follows: [] },
    runbook: { text: "See who spends, and on what. Pause who runs in circles.", does: ["budgets", "pause_all"] },
  },
  budget_forecast: {
    ...{ title: "A budget will not last", means: "By its own habit more than {} of a budget will be spent at the end of its period." },
    ...{
      unit: "percent",
      bound: "above",
      threshold: 100,
      min: 50,
      max: 1_000,
      clear: 0.95,
      forSeconds: minutes(15),
      keepSeconds: minutes(15),
    },
    ...{ severity: "warning", subject: "budget", group: "each", follows: [] },
    runbook: { text: "Extend the budget, or let who spends most work on less.", does: ["budgets"] },
  },
  provider_errors: {
    ...{ title: "A model provider answers with errors", means: "More than {} of the calls to one provider failed, in five minutes." },
    ...{ ...rate, bound: "above", threshold: 5, forSeconds: minutes(5), keepSeconds: minutes(5), severity: "warning" },
    ...{ subject: "provider", group: "each", follows: [{ kind: "provider_errors_high", same: true }] },
    runbook: {
      text: "Agents try again by themselves. If it stays, let them rest, or work with another model.",
      does: ["pause_all", "heal"],
    },
  },
  provider_errors_high: {
    ...{ title: "A model provider fails", means: "More than {} of the calls to one provider failed, in two minutes." },
    ...{ ...rate, bound: "above", threshold: 20, forSeconds: minutes(2), keepSeconds: minutes(5), severity: "critical" },
    ...{ subject: "provider", group: "each", follows: [] },
    runbook: {
      text: "Look at the provider's status page. Pause the fleet, so that nothing is given up for it, and let it go on afterwards.",
      does: ["pause_all", "heal"],
    },
  },
  no_data: {
    ...{
      title: "Nothing comes in any more",
      means: "Agents are at work by all evidence, and nothing was heard of any of them for more than {}.",
    },
    ...{ unit: "seconds", bound: "above", threshold: minutes(10), min: minutes(2), max: hours(24), clear: 1 },
    ...{
      forSeconds: 0,
      keepSeconds: 0,
      severity: "warning",
      subject: "workspace",
      group: "together",
      follows: [{ kind: "database_slow" }],
    },
    runbook: {
      text: "See whether the machines and this server reach each other: network, proxy, an expired token. What is spent now is not seen.",
      does: ["connect", "diagnostics", "health"],
    },
  },
  push_failing: {
    ...{
      title: "A device cannot be reached",
      many: "{} devices cannot be reached",
      means: "Pushes to a device have failed for more than {}.",
    },
    ...{ unit: "seconds", bound: "above", threshold: minutes(10), min: minutes(1), max: hours(72), clear: 1 },
    ...{ forSeconds: 0, keepSeconds: 0, severity: "warning", subject: "device", group: "together", follows: [{ kind: "job_backlog" }] },
    runbook: {
      text: "Send a test to it. If that fails too, open Beckon on the device and switch its notifications on again.",
      does: ["test_push"],
    },
  },
  database_slow: {
    ...{ title: "The database is slow", means: "It takes longer than {} to answer the simplest question." },
    ...{
      unit: "milliseconds",
      bound: "above",
      threshold: 250,
      min: 5,
      max: 60_000,
      clear: 0.8,
      forSeconds: minutes(2),
      keepSeconds: minutes(2),
    },
    ...{ severity: "critical", subject: "workspace", group: "together", follows: [] },
    runbook: { text: "See what else runs on its machine, and whether its disk is full or slow.", does: ["health"] },
  },
  job_backlog: {
    ...{ title: "Work of the server piles up", means: "A job that is due has waited for more than {}." },
    ...{
      unit: "seconds",
      bound: "above",
      threshold: minutes(2),
      min: 10,
      max: hours(24),
      clear: 0.5,
      forSeconds: minutes(1),
      keepSeconds: minutes(2),
    },
    ...{ severity: "critical", subject: "workspace", group: "together", follows: [{ kind: "database_slow" }] },
    runbook: {
      text: "Pushes, budgets and roll-ups come late. See which queue it is and what its last error says; start the server anew if nothing moves.",
      does: ["health"],
    },
  },
} as const satisfies Record<string, AlertKindWords>;

export type AlertKind = keyof typeof alertKinds;
export const alertKindNames = Object.keys(alertKinds) as [AlertKind, ...AlertKind[]];
/** What is said of a kind, by one type for all. */
export const alertKindOf = (kind: AlertKind): AlertKindWords => alertKinds[kind];
/** What a reading is multiplied with, so that the worse of two is the greater. */
export const worseBy = (kind: AlertKind): 1 | -1 => (alertKinds[kind].bound === "above" ? 1 : -1);
/** Where a reading of a rule with this threshold is within bounds again. */
export const clearBound = (kind: AlertKind, threshold: number): number => alertKinds[kind].clear * threshold;
