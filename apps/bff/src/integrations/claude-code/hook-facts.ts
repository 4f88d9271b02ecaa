import { clip } from "../clean.ts";
import type { HookCall, HookFact } from "../hook-types.ts";
import { isRecord, keyOf, listOf, type Json } from "../hook-values.ts";
import { inputHash, threadOf } from "./hook-common.ts";

/** What an event says of the calls that may be held for a person. */
export const toFacts = (payload: Json): HookFact[] => {
  const { session, thread } = threadOf(payload);
  if (!session || !thread) return [];
  const call = callOf(thread, payload);
  switch (payload.hook_event_name) {
    case "PreToolUse":
      return call?.callId ? [{ kind: "call.began", call }] : [];
    case "PostToolUse":
      return call ? [{ kind: "call.ended", call, ok: true }] : [];
    case "PostToolUseFailure": {
      const message = clip(payload.error, 2_000);
      return call ? [{ kind: "call.ended", call, ok: false, ...(message ? { message } : {}) }] : [];
    }
    // Also where no hook of a single call is installed.
    case "PostToolBatch":
      return listOf(payload.tool_calls)
        .slice(0, 50)
        .filter(isRecord)
        .flatMap((each): HookFact[] => {
          const one = callOf(thread, each);
          return one ? [{ kind: "call.answered", call: one, accepted: true }] : [];
        });
    case "PermissionDenied":
      return call ? [{ kind: "call.answered", call, accepted: false }] : [];
    case "Stop":
    case "StopFailure":
    case "SubagentStop":
    case "UserPromptSubmit":
      return [{ kind: "turn", session: thread }];
    case "SessionEnd":
      return [{ kind: "session.ended", session }];
    default:
      return [];
  }
};

const callOf = (session: string, from: Json): HookCall | undefined => {
  const tool = clip(from.tool_name, 200);
  const callId = keyOf(from.tool_use_id);
  if (!tool) return undefined;
  return {
    session,
    tool,
    // Made when it is asked for: nearly all calls are of runs that hold no question.
    get input() {
      return inputHash(tool, from.tool_input);
    },
    ...(callId ? { callId } : {}),
  };
};
