import { clip } from "../clean.ts";
import type { HookCall, HookContext } from "../hook-types.ts";
import { hashOf, instantOf, isRecord, keyOf, recordOf, type Json } from "../hook-values.ts";

export const copilot = { source: "copilot", vendor: "Copilot CLI" } as const;

/** One event in one form, for Copilot writes each in two: camelCase, and snake_case with the event's name. */
export type CopilotEvent = {
  event: string;
  session: string | undefined;
  at: Date;
  cwd: string | undefined;
  tool: string | undefined;
  input: Json;
  payload: Json;
};

export const readEvent = (payload: Json, context: HookContext): CopilotEvent => {
  const args = payload.toolArgs ?? payload.tool_input ?? payload.toolInput;
  return {
    event: eventOf(payload, context),
    session: keyOf(payload.sessionId ?? payload.session_id),
    at: instantOf(payload.timestamp) ?? context.now,
    cwd: clip(payload.cwd, 1_000),
    tool: clip(payload.toolName ?? payload.tool_name, 200),
    input: typeof args === "string" ? parsed(args) : recordOf(args),
    payload,
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

const aliases: Record<string, string> = { userPromptSubmit: "userPromptSubmitted", stop: "agentStop" };

/** Its camelCase payloads do not name their event: the command line does, else their fields do. */
const eventOf = (payload: Json, context: HookContext): string => {
  const name = payload.hook_event_name ?? context.event;
  if (typeof name === "string" && name !== "") {
    const camel = name.charAt(0).toLowerCase() + name.slice(1, 60);
    return (Object.hasOwn(aliases, camel) && aliases[camel]) || camel;
  }
  if (isRecord(payload.toolResult)) return "postToolUse";
  if (payload.toolName !== undefined) return payload.error === undefined ? "preToolUse" : "postToolUseFailure";
  if (payload.prompt !== undefined) return "userPromptSubmitted";
  if (payload.stopReason !== undefined) return "agentStop";
  if (isRecord(payload.error)) return "errorOccurred";
  if (payload.reason !== undefined) return "sessionEnd";
  return payload.source === undefined ? "" : "sessionStart";
};

export const callOf = ({ session, tool, input }: CopilotEvent): HookCall | undefined =>
  session && tool ? { session, tool, input: hashOf(input) } : undefined;
