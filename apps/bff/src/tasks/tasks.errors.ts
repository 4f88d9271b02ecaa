import { taskTransitions, type Task, type TaskStatus } from "@beckon/contracts/tasks";
import { defineError } from "../platform/errors.ts";

export const taskNotFound = defineError({ code: "task.not_found", status: 404, title: "There is no such task" });
export const templateNotFound = defineError({ code: "task.template_not_found", status: 404, title: "There is no such template" });
export const tooManyTemplates = defineError({ code: "task.too_many_templates", status: 409, title: "There are too many templates" });
export const changedMeanwhile = defineError({ code: "task.changed_meanwhile", status: 409, title: "Somebody else changed the task" });
export const readOnlyFile = defineError({ code: "task.read_only_file", status: 409, title: "The task stands in a file that is only read" });
export const dependencyUnknown = defineError({ code: "task.dependency_unknown", status: 422, title: "A dependency is no task" });
export const dependencyCycle = defineError({ code: "task.dependency_cycle", status: 422, title: "The dependencies would be a ring" });
export const agentUnknown = defineError({ code: "task.agent_unknown", status: 422, title: "There is no such agent" });
export const deadlineTooFar = defineError({ code: "task.deadline_too_far", status: 422, title: "deadlineAt lies too far ahead" });
export const deadlineInPast = defineError({ code: "task.deadline_in_past", status: 422, title: "deadlineAt lies in the past" });
export const cursorUnknown = defineError({ code: "task.cursor_unknown", status: 422, title: "The cursor is none of this list" });
export const windowEmpty = defineError({ code: "task.window_empty", status: 422, title: "The window ends before it begins" });

const notAllowed = defineError({ code: "task.transition_not_allowed", status: 409, title: "The task is in another state" });

/** Both states and what may follow, in words and as data. */
export const transitionNotAllowed = (from: TaskStatus, to: TaskStatus, options: { task: Task; detail?: string }) => {
  const allowed = taskTransitions[from];
  const next = allowed.length > 0 ? `From there it may become ${allowed.join(", ")}.` : "What ended stays ended: try it again.";
  return notAllowed({
    detail: options.detail ?? `It is ${from} and cannot become ${to}. ${next}`,
    extra: { from, to, allowed, task: options.task },
  });
};
