import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";

const statusWords: Record<TaskStatus, string[]> = {
  pending: [
    "pending",
    "inbox",
    "todo",
    "open",
    "new",
    "backlog",
    "queued",
    "queue",
    "ready",
    "created",
    "waiting",
    "planned",
    "notstarted",
    "unassigned",
    "draft",
  ],
  assigned: ["assigned", "claimed", "accepted", "taken", "delegated", "scheduled"],
  in_progress: [
    "inprogress",
    "active",
    "doing",
    "started",
    "running",
    "working",
    "wip",
    "ongoing",
    "processing",
    "executing",
    "review",
    "inreview",
    "reviewing",
    "testing",
    "qa",
    "verify",
  ],
  blocked: ["blocked", "onhold", "hold", "paused", "stuck", "waitingfor", "waitinginput", "needsinput", "suspended", "deferred"],
  completed: [
    "completed",
    "complete",
    "done",
    "finished",
    "closed",
    "resolved",
    "success",
    "succeeded",
    "successful",
    "merged",
    "approved",
    "shipped",
  ],
  failed: ["failed", "fail", "failure", "error", "errored", "rejected", "broken", "crashed"],
  cancelled: [
    "cancelled",
    "canceled",
    "cancel",
    "abandoned",
    "dropped",
    "wontfix",
    "wontdo",
    "skipped",
    "obsolete",
    "duplicate",
    "withdrawn",
  ],
  timed_out: ["timedout", "timeout", "expired"],
};
const priorityWords: Record<TaskPriority, string[]> = {
  critical: ["critical", "crit", "urgent", "blocker", "highest", "immediate", "emergency", "asap", "p0", "0"],
  high: ["high", "important", "major", "p1", "1"],
  medium: ["medium", "med", "normal", "default", "moderate", "standard", "regular", "p2", "2"],
  low: ["low", "lowest", "minor", "trivial", "nicetohave", "p3", "3", "p4", "4", "p5", "5"],
};

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const lookUp = <T extends string>(words: Record<T, string[]>) =>
  new Map((Object.entries(words) as [T, string[]][]).flatMap(([meaning, each]) => each.map((word) => [word, meaning] as const)));
const statuses = lookUp(statusWords);
const priorities = lookUp(priorityWords);

/** What a word for a state means, however it is cased and joined; nothing for a word nobody uses. */
export const statusOf = (word: string): TaskStatus | undefined => statuses.get(plain(word));

/** The same for priorities: words, `P0`–`P5`, and numbers counted as those. */
export const priorityOf = (word: string): TaskPriority | undefined => priorities.get(plain(word));
