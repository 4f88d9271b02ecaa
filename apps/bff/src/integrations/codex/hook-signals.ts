import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { deliveryId, doingOf } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { keyOf, listOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { tellerOf, threadOf } from "./hook-common.ts";

/** How the prompt of the hidden thread begins that only makes a title. */
const titlePrompt = /^Generate a concise, single-line task title/;

const isTitleThread = (payload: Json) =>
  [payload.prompt, ...listOf(payload["input-messages"])].some((text) => typeof text === "string" && titlePrompt.test(text));

/** What one hook event of Codex says, or one call of its `notify` program. */
export const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const { session, thread, isSub } = threadOf(payload);
  if (!session || !thread || isTitleThread(payload)) return [];
  const tell = tellerOf(payload, context);
  const place = { cwd: clip(payload.cwd, 1_000), model: clip(payload.model, 200), permissionMode: clip(payload.permission_mode, 60) };
  const turn = keyOf(payload.turn_id ?? payload["turn-id"]);
  const turnId = (kind: string) =>
    turn ? signalId(kind, isSub ? `${thread}:${turn}` : turn) : deliveryId(kind, { session: thread, payload, context });
  const event = payload.type === "agent-turn-complete" ? "Stop" : payload.hook_event_name;
  switch (event) {
    case "SessionStart":
      return [
        tell("session.started", deliveryId("session-start", { session: thread, payload, context }), {
          ...place,
          how: clip(payload.source, 60),
        }),
      ];
    case "SubagentStart":
      return isSub ? [tell("session.started", signalId("session-start", thread), { ...place, parentSession: session })] : [];
    case "PermissionRequest":
      return [tell("session.described", deliveryId("session-described", { session: thread, payload, context }), place)];
    case "UserPromptSubmit":
      return [
        tell("session.described", deliveryId("session-described", { session: thread, payload, context }), place),
        tell("turn.started", turnId("turn-start"), { prompt: clip(payload.prompt, 2_000), turnId: turn, by: "person" }),
      ];
    case "Stop":
    case "StopFailure":
    case "SubagentStop":
    case "Interrupt":
      return [
        // The notify program may be all that tells of a run.
        ...(payload.type === "agent-turn-complete" ? [tell("session.described", turnId("session-described"), { cwd: place.cwd })] : []),
        tell("turn.ended", turnId("turn-end"), {
          message: clip(payload.last_assistant_message ?? payload["last-assistant-message"], 2_000),
          turnId: turn,
          failed: event === "StopFailure",
          ...(event === "StopFailure" ? { error: clip(payload.error, 2_000) } : {}),
          running: 0,
        }),
        ...(event === "SubagentStop" && isSub
          ? [tell("session.ended", signalId("session-end", `${thread}:${turn ?? ""}`), { reason: "completed", failed: false })]
          : []),
      ];
    case "SessionEnd":
      // A run that is taken up again keeps its id, and ends once more.
      return [
        tell("session.ended", deliveryId("session-end", { session: thread, payload, context }), {
          reason: clip(payload.reason, 120),
          failed: false,
        }),
      ];
    case "PreToolUse":
    case "PostToolUse":
      return toolSignals(payload, context, event);
    case "PostCompact":
      return [
        tell("context.compacted", deliveryId("compacted", { session: thread, payload, context }), { how: clip(payload.trigger, 60) }),
      ];
    default:
      return [];
  }
};

const toolSignals = (payload: Json, context: HookContext, event: "PreToolUse" | "PostToolUse"): Signal[] => {
  const callId = keyOf(payload.tool_use_id);
  const tool = clip(payload.tool_name, 200);
  if (!callId || !tool) return [];
  const tell = tellerOf(payload, context);
  const input = recordOf(payload.tool_input);
  const head = { callId, tool, ...doingOf(input) };
  const key = callKey(threadOf(payload).thread, callId);
  if (event === "PreToolUse") return [tell("tool.started", signalId("tool-start", key), head)];
  const answer = typeof payload.tool_response === "string" ? payload.tool_response : "";
  const code = /^(?:Exit code: |Process exited with code )(-?\d{1,9})$/m.exec(answer.slice(0, 2_000))?.[1];
  const ok = code === undefined || code === "0";
  return [
    tell("tool.ended", signalId("tool-end", key), { ...head, ok, ...(ok ? {} : { error: clip(answer, 2_000) }) }),
    ...(tool === "apply_patch" && ok ? patched(payload, context, { callId, key }) : []),
  ];
};

/** One signal for each file of a patch. */
const patched = (payload: Json, context: HookContext, { callId, key }: { callId: string; key: string }): Signal[] => {
  const { command } = recordOf(payload.tool_input);
  if (typeof command !== "string") return [];
  return command
    .split(/^\*\*\* (?=(?:Add|Update|Delete) File: )/m)
    .slice(1, 51)
    .flatMap((part, index): Signal[] => {
      const path = clip(/^\w+ File: (.+)$/m.exec(part)?.[1]?.trim(), 1_000);
      const count = (sign: RegExp) => part.match(sign)?.length ?? 0;
      if (!path) return [];
      return [
        tellerOf(payload, context)("file.edited", signalId("file-edit", index === 0 ? key : `${key}:${index}`), {
          path,
          added: count(/^\+/gm),
          removed: count(/^-/gm),
          callId,
        }),
      ];
    });
};
