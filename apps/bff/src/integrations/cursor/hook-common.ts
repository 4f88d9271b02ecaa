import { clip } from "../clean.ts";
import type { HookCall } from "../hook-types.ts";
import { hashOf, isRecord, keyOf, listOf, recordOf, type Json } from "../hook-values.ts";

export const cursor = { source: "cursor", vendor: "Cursor" } as const;

export const sessionOf = (payload: Json): string | undefined => keyOf(payload.conversation_id ?? payload.session_id);

export const placeOf = (payload: Json): string | undefined => clip(payload.cwd, 1_000) ?? clip(listOf(payload.workspace_roots)[0], 1_000);

/** A shell command, or a tool of an MCP server, whose input comes as text or as an object. */
export const toolOf = (payload: Json): { tool: string | undefined; input: Json } => {
  if (/ShellExecution$/.test(String(payload.hook_event_name)))
    return { tool: typeof payload.command === "string" ? "Shell" : undefined, input: { command: payload.command } };
  return {
    tool: clip(payload.tool_name, 200),
    input: typeof payload.tool_input === "string" ? parsed(payload.tool_input) : recordOf(payload.tool_input),
  };
};

const parsed = (text: string): Json => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : { value: text };
  } catch {
    return { value: text };
  }
};

export const callOf = (payload: Json): HookCall | undefined => {
  const session = sessionOf(payload);
  const { tool, input } = toolOf(payload);
  const callId = keyOf(payload.tool_use_id);
  return session && tool ? { session, tool, input: hashOf(input), ...(callId ? { callId } : {}) } : undefined;
};
