import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { deliveryId } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { isRecord, keyOf, listOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { tellerOf, threadOf } from "./hook-common.ts";
import { toolSignals } from "./hook-tools.ts";

/** What one hook event of Claude Code says. Unknown events say nothing. */
export const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const { session, thread } = threadOf(payload);
  if (!session || !thread) return [];
  const make = events[String(payload.hook_event_name)];
  return make ? make(payload, context) : toolSignals(payload, context);
};

type Make = (payload: Json, context: HookContext) => Signal[];

const place = (payload: Json) => ({
  cwd: clip(payload.cwd, 1_000),
  permissionMode: clip(payload.permission_mode, 60),
});

const described: Make = (payload, context) => [
  tellerOf(payload, context)(
    "session.described",
    deliveryId("session-described", { session: threadOf(payload).thread, payload, context }),
    place(payload),
  ),
];

const turnId = (payload: Json, context: HookContext, kind: "turn-start" | "turn-end") => {
  const { thread, isSub } = threadOf(payload);
  const prompt = keyOf(payload.prompt_id);
  if (isSub) return signalId(kind, `${thread}:${prompt ?? ""}`);
  // A turn that a Stop hook sent on ends more than once.
  return prompt && payload.stop_hook_active !== true ? signalId(kind, prompt) : deliveryId(kind, { session: thread, payload, context });
};

const prompt: Make = (payload, context) => {
  const tell = tellerOf(payload, context);
  const { session } = threadOf(payload);
  const text = typeof payload.prompt === "string" ? payload.prompt : "";
  const note = /^\s*<task-notification>/.test(text) ? readNotification(text) : undefined;
  const delegate = note?.isAgent ? (note.task ?? note.callId) : undefined;
  const byAgent = note !== undefined || (typeof payload.source === "string" && !["user", "sdk"].includes(payload.source));
  return [
    tell("session.described", deliveryId("session-described", { session, payload, context }), {
      ...place(payload),
      title: clip(payload.session_title, 2_000),
    }),
    tell("turn.started", turnId(payload, context, "turn-start"), {
      // What a background task reports is no prompt of a person's.
      ...(note ? {} : { prompt: clip(text, 2_000) }),
      turnId: keyOf(payload.prompt_id),
      by: byAgent ? "agent" : "person",
    }),
    ...(delegate
      ? [
          tell("delegation.ended", signalId("delegation-end", callKey(session, delegate)), {
            callId: delegate,
            ok: note?.ok ?? false,
            ...(note?.task ? { childSession: `${session}/${note.task}` } : {}),
          }),
        ]
      : []),
  ];
};

const readNotification = (text: string) => {
  const field = (name: string) => keyOf(new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(text)?.[1]);
  // Commands and calls of MCP that ran in the background are reported in the same form.
  const isAgent = /<summary>\s*Agent\b|<subagent_tokens>/.test(text);
  return { callId: field("tool-use-id"), task: field("task-id"), ok: field("status") === "completed", isAgent };
};

const running = (payload: Json) =>
  listOf(payload.background_tasks).filter((task) => isRecord(task) && task.status === "running" && task.id !== payload.agent_id).length;

const turnEnd = (payload: Json, context: HookContext): Signal =>
  tellerOf(payload, context)("turn.ended", turnId(payload, context, "turn-end"), {
    message: clip(payload.last_assistant_message, 2_000),
    turnId: keyOf(payload.prompt_id),
    failed: false,
    running: running(payload),
  });

const limits: Record<string, string> = { rate_limit: "rate_limit", overloaded: "overloaded", billing_error: "billing" };

const events: Record<string, Make> = Object.assign(Object.create(null) as Record<string, Make>, {
  SessionStart: (payload, context) => [
    tellerOf(payload, context)("session.started", deliveryId("session-start", { session: threadOf(payload).thread, payload, context }), {
      ...place(payload),
      model: clip(payload.model, 200),
      title: clip(payload.session_title, 2_000),
      how: clip(payload.source, 60),
    }),
  ],
  // A run that is taken up again keeps its id, and ends once more.
  SessionEnd: (payload, context) => [
    tellerOf(payload, context)("session.ended", deliveryId("session-end", { session: threadOf(payload).thread, payload, context }), {
      reason: clip(payload.reason, 120),
      failed: false,
    }),
  ],
  UserPromptSubmit: prompt,
  Stop: (payload, context) => [turnEnd(payload, context)],
  StopFailure: (payload, context) => {
    const tell = tellerOf(payload, context);
    const what = clip(payload.error, 60) ?? "unknown";
    const words = [what, payload.error_details, payload.last_assistant_message].filter((each) => typeof each === "string");
    const ended = turnEnd(payload, context) as Extract<Signal, { kind: "turn.ended" }>;
    const limit = Object.hasOwn(limits, what) ? limits[what] : undefined;
    return [
      { ...ended, data: { ...ended.data, failed: true, error: clip(words.join(": "), 2_000) } },
      ...(limit
        ? [
            tell("limit.hit", deliveryId("limit", { session: threadOf(payload).thread, payload, context }), {
              what: limit,
              message: clip(words.join(": "), 2_000),
            }),
          ]
        : []),
    ];
  },
  SubagentStart: (payload, context) => {
    const tell = tellerOf(payload, context);
    const { session, thread, isSub } = threadOf(payload);
    if (!isSub) return [];
    return [
      tell("session.started", signalId("session-start", thread as string), { cwd: clip(payload.cwd, 1_000), parentSession: session }),
      tell("turn.started", turnId(payload, context, "turn-start"), { by: "agent" }),
    ];
  },
  SubagentStop: (payload, context) => {
    const { thread, isSub } = threadOf(payload);
    if (!isSub) return [];
    return [
      turnEnd(payload, context),
      // Sent on, it ends once more: by its prompt, which it has another one of then.
      tellerOf(payload, context)("session.ended", signalId("session-end", `${thread}:${keyOf(payload.prompt_id) ?? ""}`), {
        reason: "completed",
        failed: false,
      }),
    ];
  },
  Notification: (payload, context) => {
    const what = clip(payload.notification_type, 60) ?? "notification";
    if (/^(auth_success|elicitation_complete|elicitation_response)$/.test(what)) return [];
    return [
      tellerOf(payload, context)("attention.wanted", deliveryId("attention", { session: threadOf(payload).thread, payload, context }), {
        what,
        message: clip(payload.message, 2_000),
      }),
    ];
  },
  Elicitation: (payload, context) => [
    tellerOf(payload, context)("attention.wanted", deliveryId("attention", { session: threadOf(payload).thread, payload, context }), {
      what: "elicitation",
      message: clip(payload.message, 2_000),
    }),
  ],
  TaskCreated: (payload, context) => taskSignal(payload, context, "pending"),
  TaskCompleted: (payload, context) => taskSignal(payload, context, "completed"),
  PostCompact: (payload, context) => [
    tellerOf(payload, context)("context.compacted", deliveryId("compacted", { session: threadOf(payload).thread, payload, context }), {
      how: clip(payload.trigger, 60),
    }),
  ],
  PostModelSwitch: (payload, context) => [
    tellerOf(payload, context)(
      "session.described",
      deliveryId("session-described", { session: threadOf(payload).thread, payload, context }),
      {
        model: clip(payload.to_model, 200),
      },
    ),
  ],
  CwdChanged: (payload, context) => described(payload, context),
  // Often the first word of a run where no other hook is installed: who asks must be known by its run.
  PermissionRequest: (payload, context) => described(payload, context),
  PermissionDenied: (payload, context) => {
    const callId = keyOf(payload.tool_use_id);
    const tool = clip(payload.tool_name, 200);
    if (!callId || !tool) return [];
    return [
      tellerOf(payload, context)("tool.decided", signalId("tool-decision", callKey(threadOf(payload).thread, callId)), {
        callId,
        tool,
        command: clip(recordOf(payload.tool_input).command, 2_000),
        accepted: false,
        by: "rule",
      }),
    ];
  },
} satisfies Record<string, Make>);

const taskSignal = (payload: Json, context: HookContext, status: string): Signal[] => {
  const taskId = keyOf(payload.task_id);
  const { session } = threadOf(payload);
  if (!taskId) return [];
  return [
    tellerOf(payload, context)("task.changed", signalId("task", `${session}:${taskId}:${status}`), {
      taskId,
      subject: clip(payload.task_subject, 2_000),
      status,
    }),
  ];
};
