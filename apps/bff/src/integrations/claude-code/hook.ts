import { clip } from "../clean.ts";
import { isRisky } from "../hook-risk.ts";
import type { HookAdapter } from "../hook-types.ts";
import { recordOf, type Json } from "../hook-values.ts";
import { claude, threadOf } from "./hook-common.ts";
import { toEar } from "./hook-ear.ts";
import { toFacts } from "./hook-facts.ts";
import { toQuestion } from "./hook-question.ts";
import { toSignals } from "./hook-signals.ts";

/**
 * Claude Code's native HTTP hooks. Permissions, questions and plans are all asked by PermissionRequest,
 * so that the person at the terminal keeps the form.
 */
export const claudeCodeHooks: HookAdapter = {
  source: claude.source,
  toSignals,
  toFacts,
  toQuestion,
  toEar,
  toStep: (payload) => {
    const { thread } = threadOf(payload);
    const tool = payload.hook_event_name === "PreToolUse" ? clip(payload.tool_name, 200) : undefined;
    return thread !== undefined && tool !== undefined ? { session: thread, step: tool, again } : undefined;
  },
  // In auto mode nothing is asked by itself: a gate sends what is risky to PermissionRequest, and leaves the rest alone.
  toReply: (payload, context) => (context.gate && payload.hook_event_name === "PreToolUse" && isRisky(callOf(payload)) ? ask : undefined),
};

const callOf = (payload: Json) => ({
  tool: clip(payload.tool_name, 200) ?? "",
  input: recordOf(payload.tool_input),
  cwd: clip(payload.cwd, 1_000),
});

/**
 * Its hook cannot ask again by itself, and its time is short, so that a server that is stuck does not hold the agent for
 * long. Before that is over the call is refused, which runs nothing, and the model is asked to come again.
 */
const again = {
  afterMs: 570_000,
  output: {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: "deny",
      permissionDecisionReason:
        "Nothing is wrong with this call: a person has paused your work for now. Do not work around it. Make the same call again: it waits, and goes on when they let you.",
    },
  },
};

const ask: Json = {
  hookSpecificOutput: {
    hookEventName: "PreToolUse",
    permissionDecision: "ask",
    permissionDecisionReason: "Beckon's rules see a risk in this call.",
  },
};
