import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { todoItems } from "../todo-items.ts";
import { deliveryId, doingOf } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { countOf, isRecord, keyOf, listOf, numberOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { changedLines, wholeFile } from "../edited-lines.ts";
import { tellerOf, threadOf } from "./hook-common.ts";

/** What the events of a tool call say: that it began, how it ended, and what it changed. */
export const toolSignals = (payload: Json, context: HookContext): Signal[] => {
  const callId = keyOf(payload.tool_use_id);
  const tool = clip(payload.tool_name, 200);
  if (payload.hook_event_name === "PostToolBatch") return batch(payload, context);
  if (!callId || !tool) return [];
  const tell = tellerOf(payload, context);
  const input = recordOf(payload.tool_input);
  const head = { callId, tool, ...doingOf(input) };
  const key = callKey(threadOf(payload).thread, callId);
  switch (payload.hook_event_name) {
    case "PreToolUse":
      return [tell("tool.started", signalId("tool-start", key), head)];
    case "PostToolUse":
      return [
        tell("tool.ended", signalId("tool-end", key), { ...head, ok: true, durationMs: numberOf(payload.duration_ms) }),
        ...consequences(payload, context, { callId, key, tool, input }),
      ];
    case "PostToolUseFailure":
      return [
        tell("tool.ended", signalId("tool-end", key), {
          ...head,
          ok: false,
          durationMs: numberOf(payload.duration_ms),
          error: clip(payload.error, 2_000),
        }),
      ];
    default:
      return [];
  }
};

/** Only what ended without an event of its own, such as a tool that does not exist: the rest was told before, by the same id. */
const batch = (payload: Json, context: HookContext): Signal[] =>
  listOf(payload.tool_calls)
    .slice(0, 50)
    .filter(isRecord)
    .flatMap((call): Signal[] => {
      const callId = keyOf(call.tool_use_id);
      const tool = clip(call.tool_name, 200);
      const answer = typeof call.tool_response === "string" ? call.tool_response : "";
      if (!callId || !tool || !answer.startsWith("<tool_use_error>")) return [];
      const error = clip(answer.replaceAll(/<\/?tool_use_error>/g, ""), 2_000);
      return [
        tellerOf(payload, context)("tool.ended", signalId("tool-end", callKey(threadOf(payload).thread, callId)), {
          callId,
          tool,
          ...doingOf(recordOf(call.tool_input)),
          ok: false,
          error,
        }),
      ];
    });

/** `key`: what the call is known by among all. */
type Call = { callId: string; key: string; tool: string; input: Json };

const consequences = (payload: Json, context: HookContext, call: Call): Signal[] => {
  const response = recordOf(payload.tool_response);
  switch (call.tool) {
    case "Edit":
    case "MultiEdit":
    case "Write":
    case "NotebookEdit":
      return fileEdited(payload, context, call, response);
    case "Bash":
      return committed(payload, context, call, response);
    case "Agent":
    case "Task":
      return delegated(payload, context, call, response);
    case "TaskCreate":
    case "TaskUpdate":
      return taskChanged(payload, context, call, response);
    case "TodoWrite":
      return todos(payload, context, call);
    case "ExitPlanMode":
      return [
        tellerOf(payload, context)(
          "session.described",
          deliveryId("session-described", { session: threadOf(payload).thread, payload, context }),
          {
            permissionMode: clip(payload.permission_mode, 60),
          },
        ),
      ];
    default:
      return [];
  }
};

const fileEdited = (payload: Json, context: HookContext, { callId, key, input }: Call, response: Json): Signal[] => {
  const path = clip(response.filePath ?? input.file_path ?? input.notebook_path, 1_000);
  if (!path) return [];
  const lines = listOf(response.structuredPatch).flatMap((hunk) => listOf(recordOf(hunk).lines));
  const starting = (sign: string) => lines.filter((line) => typeof line === "string" && line.startsWith(sign)).length;
  // A new file has no patch: all its lines are new.
  const isNew = response.type === "create" && typeof response.content === "string";
  const added = isNew ? (response.content as string).replace(/\n$/, "").split("\n").length : starting("+");
  const touched = isNew ? wholeFile(added) : changedLines(response.structuredPatch);
  return [
    tellerOf(payload, context)("file.edited", signalId("file-edit", key), {
      path,
      added,
      removed: starting("-"),
      callId,
      ...(touched.length > 0 ? { lines: touched } : {}),
    }),
  ];
};

const committed = (payload: Json, context: HookContext, _: Call, response: Json): Signal[] => {
  const commit = recordOf(recordOf(response.gitOperation).commit);
  const sha = clip(commit.sha ?? commit.hash ?? commit.id, 64);
  if (!sha) return [];
  return [
    tellerOf(payload, context)("commit.made", signalId("commit", sha), {
      sha,
      branch: clip(commit.branch, 200),
      message: clip(commit.message, 2_000),
    }),
  ];
};

/**
 * Sent to the background it has begun; otherwise it has begun and ended by now. Known by the sub-agent's id where
 * that is told: telemetry tells of its end by that alone.
 */
const delegated = (payload: Json, context: HookContext, call: Call, response: Json): Signal[] => {
  const { input } = call;
  const { session } = threadOf(payload);
  const tell = tellerOf(payload, context);
  const child = keyOf(response.agentId);
  const childSession = child ? `${session}/${child}` : undefined;
  const callId = child ?? call.callId;
  const key = child ? callKey(session, child) : call.key;
  const to = clip(input.subagent_type, 200) ?? "general-purpose";
  const started = (at?: Date) =>
    tell(
      "delegation.started",
      signalId("delegation-start", key),
      { callId, to, childSession, task: clip(input.description ?? input.prompt, 2_000) },
      at,
    );
  if (response.status === "async_launched") return [started()];
  const since = new Date(context.now.getTime() - Math.min(countOf(payload.duration_ms) ?? 0, 86_400_000));
  return [started(since), tell("delegation.ended", signalId("delegation-end", key), { callId, to, childSession, ok: true })];
};

const taskChanged = (payload: Json, context: HookContext, { callId, tool, input }: Call, response: Json): Signal[] => {
  const taskId = keyOf(tool === "TaskCreate" ? recordOf(response.task).id : input.taskId);
  const status = tool === "TaskCreate" ? "pending" : clip(input.status, 60);
  if (!taskId || !status) return [];
  // Told by TaskCreated and TaskCompleted too; in between a state may come back.
  const part = status === "pending" || status === "completed" ? status : `${status}:${callId}`;
  return [
    tellerOf(payload, context)("task.changed", signalId("task", `${threadOf(payload).session}:${taskId}:${part}`), {
      taskId,
      subject: clip(input.subject, 2_000),
      status,
    }),
  ];
};

const todos = (payload: Json, context: HookContext, { key, input }: Call): Signal[] => {
  const all = listOf(input.todos).filter(isRecord);
  const done = all.filter(({ status }) => status === "completed").length;
  const current = all.find(({ status }) => status === "in_progress");
  if (all.length === 0) return [];
  const message = clip(current?.activeForm ?? current?.content, 2_000) ?? `${done} of ${all.length} done`;
  return [
    tellerOf(payload, context)("progress.reported", signalId("progress", key), {
      message,
      progress: Math.round((100 * done) / all.length),
      todos: todoItems(all),
    }),
  ];
};
