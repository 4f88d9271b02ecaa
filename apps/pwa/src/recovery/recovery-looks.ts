import type { Recovery, RecoveryCounts, RecoveryItemState, RecoveryPreview } from "@beckon/contracts/recovery";
import type { RecoveryAction } from "@beckon/contracts/recovery-words";
import type { IconName } from "@beckon/ui/icons";

type Look = {
  icon: IconName;
  /** On the list, and as the question. */
  title: string;
  /** What it does, before anybody looks at what exactly. */
  says: string;
  /** On the button that is held. */
  verb: string;
  /** It cannot be undone, or only in part. */
  grave?: boolean;
};

export const emergencies: readonly RecoveryAction[] = ["pause_all", "stop_tasks", "restart_all", "clear_queue", "maintenance"];
export const resets: readonly RecoveryAction[] = ["reset_soft", "reset_hard", "reset_full"];

export const actionLooks: Readonly<Record<RecoveryAction, Look>> = {
  pause_all: { icon: "pause", title: "Pause all agents", says: "Every agent stands still. Its work stays where it is.", verb: "pause" },
  stop_tasks: { icon: "stop", title: "Stop all tasks", says: "Tasks at work are blocked, and their agents stand still.", verb: "stop" },
  restart_all: {
    ...{ icon: "refresh", title: "Restart all agents", verb: "restart", grave: true },
    says: "What machines run is ended and begun anew. Tasks go back to the queue.",
  },
  clear_queue: { icon: "cross", title: "Clear the queue", says: "Tasks that wait for an agent are taken off.", verb: "clear" },
  maintenance: { icon: "clock", title: "Maintenance", says: "Nothing is handed out or started until it ends.", verb: "begin" },
  reset_soft: { icon: "history", title: "Soft reset", says: "Stuck tasks go back to the queue.", verb: "reset" },
  reset_hard: { icon: "history", title: "Hard reset", says: "The same, and silent agents are restarted.", verb: "reset", grave: true },
  reset_full: {
    ...{ icon: "history", title: "Full reset", verb: "reset", grave: true },
    says: "Both, and open coordinations are called off; all apps load anew.",
  },
};

const kindWords = {
  process: ["agent process", "agent processes"],
  run: ["run", "runs"],
  task: ["task", "tasks"],
  coordination: ["coordination", "coordinations"],
  apps: ["app", "apps"],
} as const;

const actWords = {
  pause: ["stands still", "stand still"],
  restart: ["is restarted", "are restarted"],
  hold: ["is blocked", "are blocked"],
  requeue: ["goes back to the queue", "go back to the queue"],
  cancel: ["is taken off the queue", "are taken off the queue"],
  drop: ["is called off", "are called off"],
  reload: ["loads anew", "load anew"],
  none: ["cannot be reached, and goes on", "cannot be reached, and go on"],
} as const;

/** "2 agent processes stand still", one line for each kind and act. */
export const previewLines = ({ byKind }: Pick<RecoveryPreview, "byKind">): string[] =>
  byKind.map(({ kind, act, count }) => {
    if (kind === "apps") return "All apps load anew";
    const many = count === 1 ? 0 : 1;
    return `${count.toLocaleString("en")} ${kindWords[kind][many]} ${act === "none" && kind === "task" ? (many ? "stay as their files say" : "stays as its file says") : actWords[act][many]}`;
  });

export const itemLooks: Readonly<Record<RecoveryItemState, { icon: IconName; tone: string; word: string }>> = {
  requested: { icon: "ring", tone: "faint", word: "Waiting" },
  sent: { icon: "ring", tone: "info", word: "Sent" },
  done: { icon: "check", tone: "good", word: "Done" },
  failed: { icon: "crossFill", tone: "bad", word: "Failed" },
  skipped: { icon: "square", tone: "faint", word: "Left alone" },
};

/** Whether it is on its way, either way. */
export const isMoving = ({ state }: Pick<Recovery, "state">): boolean => state === "running" || state === "resuming";

/** Something stands still, or is held up, by it: what everybody should see. */
export const stands = ({ action, state, canResume }: Pick<Recovery, "action" | "state" | "canResume">): boolean =>
  state === "running" ||
  state === "resuming" ||
  (canResume && (action === "pause_all" || action === "stop_tasks" || action === "maintenance"));

/** How far it has come, as a share of what there is to do. */
export const partOf = ({ total, skipped, done, failed }: RecoveryCounts): number =>
  total === skipped ? 1 : (done + failed) / (total - skipped);

/** "3 of 3 done · 1 left alone": what is left alone is not counted with it. */
export const countWords = ({ total, waiting, sent, done, failed, skipped }: RecoveryCounts): string => {
  if (total === 0) return "";
  const open = waiting + sent;
  return [
    `${done.toLocaleString("en")} of ${(total - skipped).toLocaleString("en")} done`,
    ...(open > 0 ? [`${open.toLocaleString("en")} on the way`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} left alone`] : []),
  ].join(" · ");
};

/** Where it stands, in a word or two. */
export const stateWords = ({ action, state }: Pick<Recovery, "action" | "state">): string => {
  if (action === "maintenance") return state === "resumed" ? "Ended" : "In maintenance";
  return { running: "Under way", done: "Done", resuming: "Being brought back", resumed: "Brought back" }[state];
};
