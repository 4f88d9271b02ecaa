import { clip } from "../clean.ts";
import { agentOf, teller } from "../hook-signal.ts";
import type { HookCall, HookContext } from "../hook-types.ts";
import { hashOf, keyOf, recordOf, type Json } from "../hook-values.ts";

export const codex = { source: "codex", vendor: "Codex" } as const;

export const threadOf = (payload: Json) => {
  const session = keyOf(payload.session_id ?? payload["thread-id"]);
  const agentId = keyOf(payload.agent_id);
  const isSub = session !== undefined && agentId !== undefined;
  const agentType = typeof payload.agent_type === "string" ? payload.agent_type : undefined;
  return {
    session,
    isSub,
    thread: isSub ? `${session}/${agentId}` : session,
    ...(isSub && agentType ? { name: agentType, role: agentType } : {}),
  };
};

export const tellerOf = (payload: Json, context: HookContext) => {
  const { thread, name, role } = threadOf(payload);
  return teller({ source: codex.source, session: thread, agent: agentOf(context, { vendor: codex.vendor, name, role }), at: context.now });
};

/** The reason that a PermissionRequest adds is no part of what the call is. */
export const callOf = (payload: Json): HookCall | undefined => {
  const { thread } = threadOf(payload);
  const tool = clip(payload.tool_name, 200);
  if (!thread || !tool) return undefined;
  const { description: _, ...input } = recordOf(payload.tool_input);
  const callId = keyOf(payload.tool_use_id);
  return { session: thread, tool, input: hashOf(input), ...(callId ? { callId } : {}) };
};
