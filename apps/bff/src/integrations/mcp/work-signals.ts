import { text } from "@beckon/contracts/common";
import type { Signal } from "@beckon/contracts/signals";
import { z } from "zod";
import { sha256 } from "../../platform/ids.ts";
import { callKey } from "../call-key.ts";
import { signalHeadOf, type McpCall } from "./client.ts";

const taskId = text(200);
const percent = z.number().min(0).max(100);

export const progressArguments = z.object({
  message: text(2_000).describe("What is done and what comes next, one or two sentences."),
  percent: percent.optional().describe("How much of the task is done, 0–100. Leave out unless you know."),
  task_id: taskId.optional().describe("The task it belongs to, if start_task gave one."),
});

export const startArguments = z.object({
  title: text(300).describe("What is to be done, as a short headline."),
  task_id: taskId
    .optional()
    .describe(
      "The task's id where it has one already: of a task you were given, of an offer that you take over (handoff_id), or an issue number.",
    ),
});

export const completeArguments = z.object({
  task_id: taskId.describe("The task_id that start_task gave."),
  outcome: z.enum(["completed", "failed"]).default("completed"),
  summary: text(2_000).optional().describe("What came of it, one to three sentences; why, if it failed."),
});

export const handOverArguments = z.object({
  to: text(200).describe("The agent or role that shall take over, such as reviewer."),
  task: text(2_000).describe("What is handed over: state, what is left, where it lies."),
  task_id: taskId.optional(),
});

/** Of the id of a fact, which has room for its kind and part beside it. */
const mostKey = 150;

/** One call of a tool: when, and by whom. */
export type Spoken = { call: McpCall; at: Date };

/**
 * What makes the same call the same fact: the vendor's id of the call where it has one, so that a
 * retry counts once; else what was said, by whom, within the second.
 */
const factOf = (tool: string, { call, at }: Spoken, said: unknown): string => {
  if (call.id) {
    const key = callKey(call.session, call.id);
    return `${tool}:${key.length <= mostKey ? key : sha256(key).slice(0, 32)}`;
  }
  const who = [call.session, call.agent.name, call.agent.host, at.toISOString().slice(0, 19)];
  return `${tool}:${sha256(JSON.stringify([who, said])).slice(0, 32)}`;
};

const headOf = (spoken: Spoken, id: string, task?: string) => ({
  ...signalHeadOf(spoken.call),
  id,
  at: spoken.at.toISOString(),
  ...(task ? { task } : {}),
});

export const progressSignals = (spoken: Spoken, said: z.infer<typeof progressArguments>): Signal[] => [
  {
    ...headOf(spoken, factOf("progress", spoken, said), said.task_id),
    kind: "progress.reported",
    data: {
      message: said.message,
      ...(said.percent === undefined ? {} : { progress: said.percent }),
      ...(said.task_id ? { taskId: said.task_id } : {}),
    },
  },
];

/** An offer that another agent made by `hand_over`. */
export const isOffer = (id: string | undefined): id is string => id?.startsWith("ho_") ?? false;

/**
 * A task without an id gets one, made of the call: told twice, it is one task. `offered` is the task of the offer
 * that `task_id` names, where it is known.
 */
export const startSignals = (
  spoken: Spoken,
  said: z.infer<typeof startArguments>,
  offered?: string,
): { taskId: string; signals: Signal[] } => {
  const id = factOf("task-start", spoken, said);
  const task = offered ?? said.task_id ?? `tk_${sha256(id).slice(0, 22)}`;
  const data = { taskId: task, subject: said.title, status: "in_progress" };
  const accepted: Signal[] = isOffer(said.task_id)
    ? [{ ...headOf(spoken, `${id}:accepted`, task), kind: "handoff.accepted", data: { handoffId: said.task_id } }]
    : [];
  return { taskId: task, signals: [...accepted, { ...headOf(spoken, id, task), kind: "task.changed", data }] };
};

/** A task that was claimed: the run works on it from now. */
export const claimSignals = (spoken: Spoken, task: { id: string; title: string }): Signal[] => [
  {
    ...headOf(spoken, factOf("task-claim", spoken, task.id), task.id),
    kind: "task.changed",
    data: { taskId: task.id, subject: task.title, status: "in_progress" },
  },
];

export const completeSignals = (spoken: Spoken, said: z.infer<typeof completeArguments>): Signal[] => {
  const id = factOf("task-end", spoken, said);
  const done = said.outcome === "completed" ? { progress: 100 } : {};
  const words = said.summary ? { [said.outcome === "failed" ? "error" : "result"]: said.summary } : {};
  const data = { taskId: said.task_id, status: said.outcome, ...done, ...words };
  return [
    ...(said.summary
      ? [
          {
            ...headOf(spoken, `${id}:summary`, said.task_id),
            kind: "progress.reported" as const,
            data: { message: said.summary, taskId: said.task_id },
          },
        ]
      : []),
    { ...headOf(spoken, id, said.task_id), kind: "task.changed", data },
  ];
};

export const handOverSignals = (spoken: Spoken, said: z.infer<typeof handOverArguments>): { handoffId: string; signals: Signal[] } => {
  const id = factOf("hand-over", spoken, said);
  const handoffId = `ho_${sha256(id).slice(0, 22)}`;
  const data = { handoffId, to: said.to, task: said.task };
  return { handoffId, signals: [{ ...headOf(spoken, id, said.task_id), kind: "handoff.offered", data }] };
};
