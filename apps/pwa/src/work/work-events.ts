import type { Task, TaskPatch, TaskStatus } from "@beckon/contracts/tasks";

/** What a person wants of a task. Moves and other changes wait without network; the rest needs the server. */
export type TaskAct =
  | { kind: "move"; to: TaskStatus; blockedBy?: string }
  | { kind: "change"; patch: Omit<TaskPatch, "version"> }
  | { kind: "boost" }
  | { kind: "retry" }
  | { kind: "dismiss" };

export class TaskActedEvent extends Event {
  readonly task: Task;
  readonly act: TaskAct;
  constructor(task: Task, act: TaskAct) {
    super("task-acted", { bubbles: true, composed: true });
    this.task = task;
    this.act = act;
  }
}

/** What can be done with this task is wanted. */
export class TaskMenuEvent extends Event {
  readonly task: Task;
  constructor(task: Task) {
    super("task-menu-wanted", { bubbles: true, composed: true });
    this.task = task;
  }
}

/** The task was taken into the selection, or out of it. */
export class TaskPickedEvent extends Event {
  readonly task: Task;
  constructor(task: Task) {
    super("task-picked", { bubbles: true, composed: true });
    this.task = task;
  }
}

/** What is to be done with the task: assign it, edit it. */
export class TaskSheetEvent extends Event {
  readonly task: Task;
  readonly sheet: "assign" | "edit";
  constructor(task: Task, sheet: "assign" | "edit") {
    super("task-sheet-wanted", { bubbles: true, composed: true });
    this.task = task;
    this.sheet = sheet;
  }
}

declare global {
  interface HTMLElementEventMap {
    "task-acted": TaskActedEvent;
    "task-menu-wanted": TaskMenuEvent;
    "task-picked": TaskPickedEvent;
    "task-sheet-wanted": TaskSheetEvent;
  }
}
