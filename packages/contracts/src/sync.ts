import { z } from "zod";
import { agent, session } from "./agents.ts";
import { alert, alertRule, silence } from "./alerts.ts";
import { budget, spendAlarm } from "./budgets.ts";
import { instant } from "./common.ts";
import { command } from "./controls.ts";
import { collision } from "./coordination.ts";
import { decisionRequest, snooze } from "./decisions.ts";
import { healingRule, healingRun } from "./healing.ts";
import { host } from "./hosts.ts";
import { recovery } from "./recovery.ts";
import { rule, ruleProposal } from "./rules.ts";
import { task } from "./tasks.ts";
import { team } from "./teams.ts";
import { workDirectory } from "./work-directories.ts";
import { workflowRun } from "./workflows.ts";

/** One entity as it is now. The newest change of an entity replaces all before it. */
export const syncChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("decisionRequest"), id: z.string(), value: decisionRequest }),
  z.object({ kind: z.literal("agent"), id: z.string(), value: agent }),
  z.object({ kind: z.literal("session"), id: z.string(), value: session }),
  z.object({ kind: z.literal("snooze"), id: z.string(), value: snooze }),
  z.object({ kind: z.literal("task"), id: z.string(), value: task }),
  z.object({ kind: z.literal("workflowRun"), id: z.string(), value: workflowRun }),
  z.object({ kind: z.literal("workDirectory"), id: z.string(), value: workDirectory }),
  z.object({ kind: z.literal("collision"), id: z.string(), value: collision }),
  z.object({ kind: z.literal("host"), id: z.string(), value: host }),
  z.object({ kind: z.literal("command"), id: z.string(), value: command }),
  z.object({ kind: z.literal("recovery"), id: z.string(), value: recovery }),
  z.object({ kind: z.literal("team"), id: z.string(), value: team }),
  z.object({ kind: z.literal("healingRun"), id: z.string(), value: healingRun }),
  // One row, `rule`: the one that stands, or stood last.
  z.object({ kind: z.literal("healingRule"), id: z.string(), value: healingRule }),
  z.object({ kind: z.literal("rule"), id: z.string(), value: rule }),
  z.object({ kind: z.literal("ruleProposal"), id: z.string(), value: ruleProposal }),
  // One row, `coordination`: says only that figures of teamwork are other than before.
  z.object({ kind: z.literal("teamwork"), id: z.string(), value: z.object({ at: instant }) }),
  // One row, `value`: says only that outcomes or assumptions are other than before. What was spent changes always, and is not told.
  z.object({ kind: z.literal("value"), id: z.string(), value: z.object({ at: instant }) }),
  z.object({ kind: z.literal("budget"), id: z.string(), value: budget }),
  z.object({ kind: z.literal("spendAlarm"), id: z.string(), value: spendAlarm }),
  z.object({ kind: z.literal("alert"), id: z.string(), value: alert }),
  // Its id is the kind.
  z.object({ kind: z.literal("alertRule"), id: z.string(), value: alertRule }),
  z.object({ kind: z.literal("silence"), id: z.string(), value: silence }),
]);
export type SyncChange = z.infer<typeof syncChange>;
export type SyncKind = SyncChange["kind"];

export const syncKind = z.enum([
  "decisionRequest",
  "agent",
  "session",
  "snooze",
  "task",
  "workflowRun",
  "workDirectory",
  "collision",
  "host",
  "command",
  "recovery",
  "team",
  "healingRun",
  "healingRule",
  "rule",
  "ruleProposal",
  "teamwork",
  "value",
  "budget",
  "spendAlarm",
  "alert",
  "alertRule",
  "silence",
]) satisfies z.ZodType<SyncKind>;
export const tombstone = z.object({ kind: syncKind, id: z.string() });
export type Tombstone = z.infer<typeof tombstone>;

/**
 * `GET /api/sync?cursor`: without a cursor a snapshot, what waits first. `reset` asks to throw
 * the replica away (all but the outbox) because the cursor is older than the feed or of another
 * database; the same answer then already holds the snapshot. `more` asks to call again at once.
 */
export const syncAnswer = z.object({
  changes: z.array(syncChange),
  tombstones: z.array(tombstone),
  cursor: z.string(),
  reset: z.boolean(),
  more: z.boolean(),
  asOf: instant,
});
export type SyncAnswer = z.infer<typeof syncAnswer>;

/** `wait`: hold up to that many seconds for a change, where a stream does not pass. */
export const syncQuery = z.object({
  cursor: z.string().max(100).optional(),
  wait: z.coerce.number().int().min(0).max(25).default(0),
});
