import { clip } from "../clean.ts";
import { callQuestion, refusalOf } from "../hook-gate.ts";
import { isRisky } from "../hook-risk.ts";
import type { HookAdapter, HookContext, HookFact, HookQuestion } from "../hook-types.ts";
import { recordOf, type Json } from "../hook-values.ts";
import { toEar } from "./hook-ear.ts";
import { callOf, codex, threadOf } from "./hook-common.ts";
import { toSignals } from "./hook-signals.ts";

/**
 * Codex asks by PermissionRequest in the terminal only (`permission_mode` "default"); elsewhere its
 * policy is never to ask, and PreToolUse is the gate: it holds what the rules find risky.
 */
const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const held = callOf(payload);
  if (!held) return undefined;
  const input = recordOf(payload.tool_input);
  const call = { tool: held.tool, input, cwd: clip(payload.cwd, 1_000) };
  const { thread, name, role } = threadOf(payload);
  const asker = { vendor: codex.vendor, name, role, session: thread };
  if (payload.hook_event_name === "PermissionRequest")
    return callQuestion({
      context,
      held,
      call,
      asker,
      why: input.description,
      // An input in this answer is an error to Codex: a changed command becomes a no with the wish.
      canEdit: false,
      output: (verdict) => ({
        hookSpecificOutput: {
          hookEventName: "PermissionRequest",
          decision: verdict.allow ? { behavior: "allow" } : { behavior: "deny", message: refusalOf(verdict) },
        },
      }),
    });
  if (payload.hook_event_name !== "PreToolUse" || payload.permission_mode === "default" || !isRisky(call)) return undefined;
  return callQuestion({
    context,
    held,
    call,
    asker,
    notes: ["Codex runs without asking here; it waits for this answer because the call looks risky."],
    canEdit: true,
    output: (verdict) => {
      if (!verdict.allow)
        return {
          hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "deny", permissionDecisionReason: refusalOf(verdict) },
        };
      // A yes to what was asked is no output: it goes on as it would have.
      return verdict.input
        ? { hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "allow", updatedInput: verdict.input } }
        : {};
    },
    ran: (changed) => callOf({ ...payload, tool_input: changed })?.input ?? held.input,
  });
};

const toFacts = (payload: Json): HookFact[] => {
  const { session, thread } = threadOf(payload);
  if (!session || !thread) return [];
  const call = callOf(payload);
  switch (payload.hook_event_name) {
    case "PreToolUse":
      return call?.callId ? [{ kind: "call.began", call }] : [];
    case "PostToolUse":
      return call ? [{ kind: "call.ended", call, ok: true }] : [];
    case "Stop":
    case "StopFailure":
    case "SubagentStop":
    case "UserPromptSubmit":
    case "Interrupt":
      return [{ kind: "turn", session: thread }];
    case "SessionEnd":
      return [{ kind: "session.ended", session }];
    default:
      return [];
  }
};

const toStep = (payload: Json) => {
  const call = payload.hook_event_name === "PreToolUse" ? callOf(payload) : undefined;
  return call && { session: call.session, step: call.tool };
};

export const codexHooks: HookAdapter = { source: codex.source, toSignals, toFacts, toQuestion, toStep, toEar };
