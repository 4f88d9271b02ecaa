import { clip } from "../clean.ts";
import type { HookEar } from "../hook-types.ts";
import type { Json } from "../hook-values.ts";
import { threadOf } from "./hook-common.ts";

/**
 * Codex reads what is added after a tool call or to a prompt, and goes on with the reason where its end is refused. None
 * of its hooks ends its turn for certain, so nobody is offered to stop it here.
 */
export const toEar = (payload: Json): HookEar | undefined => {
  const { thread } = threadOf(payload);
  const event = payload.hook_event_name;
  // `notify` is a program whose output nobody reads.
  if (thread === undefined || payload.type !== undefined) return undefined;
  const added = (words: string): Json => ({ hookSpecificOutput: { hookEventName: event, additionalContext: words } });
  if (event === "PostToolUse") return { session: thread, when: `after ${clip(payload.tool_name, 200) ?? "a tool"}`, message: added };
  if (event === "UserPromptSubmit") return { session: thread, when: "with a prompt", message: added };
  if (event === "Stop" || event === "SubagentStop")
    return { session: thread, when: "at the end of a turn", message: (words) => ({ decision: "block", reason: words }) };
  return undefined;
};
