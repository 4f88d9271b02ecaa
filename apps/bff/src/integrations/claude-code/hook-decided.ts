import type { Json } from "../hook-values.ts";

/** A PermissionRequest's answer in Claude Code's form. A message has at most the 10,000 characters that Claude reads. */
export const decided = (decision: Json): Json => ({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision } });
