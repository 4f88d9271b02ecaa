import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { agentOf, deliveryId, doingOf, teller } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { hashOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { madeCallId } from "../../signals/made-call-id.ts";
import { callOf, copilot, readEvent } from "./hook-common.ts";

/** What one hook event of Copilot CLI says. */
export const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const read = readEvent(payload, context);
  const { event, session, cwd, at } = read;
  if (!session) return [];
  const tell = teller({ source: copilot.source, session, agent: agentOf(context, { vendor: copilot.vendor }), at });
  const own = (kind: string) =>
    payload.timestamp === undefined ? deliveryId(kind, { session, payload, context }) : signalId(kind, `${session}:${hashOf(payload)}`);
  switch (event) {
    case "sessionStart":
      return [tell("session.started", own("session-start"), { cwd, how: clip(payload.source, 60) })];
    case "sessionEnd": {
      const reason = clip(payload.reason, 120);
      return [tell("session.ended", own("session-end"), { reason, failed: reason === "error" })];
    }
    case "userPromptSubmitted":
      return [
        tell("session.described", own("session-described"), { cwd }),
        tell("turn.started", own("turn-start"), { prompt: clip(payload.prompt, 2_000), by: "person" }),
      ];
    case "agentStop":
      return [tell("turn.ended", own("turn-end"), { failed: false, running: 0 })];
    case "notification":
      return [
        tell("attention.wanted", own("attention"), {
          what: clip(payload.notification_type, 60) ?? "notification",
          message: clip(payload.message, 2_000),
        }),
      ];
    case "errorOccurred": {
      const error = recordOf(payload.error);
      const isModel = (payload.errorContext ?? payload.error_context) === "model_call";
      return isModel ? [tell("model.failed", own("model-failed"), { error: clip(error.message, 2_000) })] : [];
    }
    case "preToolUse":
    case "postToolUse":
    case "postToolUseFailure":
      return toolSignals(payload, context, { tell, own });
    default:
      return [];
  }
};

type Means = { tell: ReturnType<typeof teller>; own: (kind: string) => string };

const toolSignals = (payload: Json, context: HookContext, { tell, own }: Means): Signal[] => {
  const read = readEvent(payload, context);
  const call = callOf(read);
  if (!call) return [];
  const head = { callId: madeCallId(hashOf(call)), tool: call.tool, ...doingOf(read.input) };
  if (read.event === "preToolUse") return [tell("tool.started", own("tool-start"), head)];
  const result = recordOf(payload.toolResult ?? payload.tool_result);
  const kind = result.resultType ?? result.result_type;
  const ok = read.event === "postToolUse" && (kind === undefined || kind === "success");
  const error = ok ? undefined : clip(payload.error ?? result.textResultForLlm ?? result.text_result_for_llm, 2_000);
  return [
    tell("tool.ended", own("tool-end"), { ...head, ok, error }),
    ...(ok && /^(edit|create)$/.test(call.tool) && head.path ? [tell("file.edited", own("file-edit"), { path: head.path })] : []),
  ];
};
