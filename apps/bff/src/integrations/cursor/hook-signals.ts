import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { changeOf } from "../hook-diff.ts";
import { agentOf, deliveryId, doingOf, teller } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { hashOf, isRecord, keyOf, listOf, numberOf, signalId, type Json } from "../hook-values.ts";
import { madeCallId } from "../../signals/made-call-id.ts";
import { callOf, cursor, placeOf, sessionOf, toolOf } from "./hook-common.ts";

/** What one hook event of Cursor says. */
export const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const session = sessionOf(payload);
  if (!session) return [];
  const tell = teller({ source: cursor.source, session, agent: agentOf(context, { vendor: cursor.vendor }), at: context.now });
  const own = (kind: string) => deliveryId(kind, { session, payload, context });
  const turn = keyOf(payload.generation_id);
  const turnId = (kind: string) => (turn ? signalId(kind, turn) : own(kind));
  const place = { cwd: placeOf(payload), model: clip(payload.model, 200), version: clip(payload.cursor_version, 60) };
  switch (payload.hook_event_name) {
    case "sessionStart":
      return [tell("session.started", own("session-start"), place)];
    case "sessionEnd":
      return [tell("session.ended", own("session-end"), { reason: clip(payload.reason, 120), failed: payload.reason === "error" })];
    case "beforeSubmitPrompt":
      return [
        tell("session.described", own("session-described"), place),
        tell("turn.started", turnId("turn-start"), { prompt: clip(payload.prompt, 2_000), turnId: turn, by: "person" }),
      ];
    case "stop": {
      const failed = payload.status === "error";
      return [
        tell("turn.ended", turnId("turn-end"), {
          turnId: turn,
          failed,
          ...(failed ? { error: clip(payload.error_message, 2_000) ?? "error" } : {}),
          running: 0,
        }),
      ];
    }
    case "afterFileEdit":
      return fileEdited(payload, tell, own);
    case "beforeShellExecution":
    case "beforeMCPExecution":
    case "preToolUse":
      return called(payload, (head) => tell("tool.started", idOf(payload, "tool-start", own), head));
    case "afterShellExecution":
    case "afterMCPExecution":
    case "postToolUse":
      return called(payload, (head) =>
        tell("tool.ended", idOf(payload, "tool-end", own), { ...head, ok: true, durationMs: numberOf(payload.duration) }),
      );
    case "postToolUseFailure":
      return called(payload, (head) =>
        tell("tool.ended", idOf(payload, "tool-end", own), {
          ...head,
          ok: false,
          error: clip(payload.error_message ?? payload.error, 2_000),
        }),
      );
    default:
      return [];
  }
};

const idOf = (payload: Json, kind: string, own: (kind: string) => string) => {
  const callId = keyOf(payload.tool_use_id);
  return callId ? signalId(kind, callKey(keyOf(payload.conversation_id), callId)) : own(kind);
};

type Head = { callId: string; tool: string } & ReturnType<typeof doingOf>;

const called = (payload: Json, make: (head: Head) => Signal): Signal[] => {
  const call = callOf(payload);
  if (!call) return [];
  return [make({ callId: call.callId ?? madeCallId(hashOf(call)), tool: call.tool, ...doingOf(toolOf(payload).input) })];
};

const fileEdited = (payload: Json, tell: ReturnType<typeof teller>, own: (kind: string) => string): Signal[] => {
  const path = clip(payload.file_path, 1_000);
  if (!path) return [];
  const lines = listOf(payload.edits)
    .filter(isRecord)
    .flatMap(({ old_string: before, new_string: after }) =>
      typeof before === "string" && typeof after === "string" ? changeOf(before, after).split("\n") : [],
    );
  const starting = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return [tell("file.edited", own("file-edit"), { path, added: starting("+"), removed: starting("-") })];
};
