import { clip } from "../clean.ts";
import type { HookEar } from "../hook-types.ts";
import { recordOf, type Json } from "../hook-values.ts";
import { threadOf } from "./hook-common.ts";

/**
 * Claude Code reads what is added around a tool call or to a prompt, and goes on with the reason where its end is
 * refused. `continue: false` ends its turn; the program itself stays open.
 */
export const toEar = (payload: Json): HookEar | undefined => {
  const { thread } = threadOf(payload);
  if (thread === undefined) return undefined;
  const event = String(payload.hook_event_name);
  const tool = clip(payload.tool_name, 200) ?? "a tool";
  const when = Object.hasOwn(moments, event) ? moments[event]?.(tool) : undefined;
  if (when === undefined) return undefined;
  const stop = (words: string): Json => ({ continue: false, stopReason: words });
  if (event === "Stop" || event === "SubagentStop")
    return { session: thread, when, stop, message: (words) => ({ decision: "block", reason: words }) };
  const message = (words: string, reply: Json | undefined): Json => ({
    ...reply,
    hookSpecificOutput: { ...recordOf(reply?.hookSpecificOutput), hookEventName: event, additionalContext: words },
  });
  return { session: thread, when, message, stop };
};

const moments: Record<string, (tool: string) => string> = {
  PreToolUse: (tool) => `before ${tool}`,
  PostToolUse: (tool) => `after ${tool}`,
  UserPromptSubmit: () => "with a prompt",
  Stop: () => "at the end of a turn",
  SubagentStop: () => "at the end of its work",
};
