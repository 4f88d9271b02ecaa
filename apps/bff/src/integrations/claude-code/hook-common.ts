import type { HookContext } from "../hook-types.ts";
import { agentOf, teller } from "../hook-signal.ts";
import { hashOf, keyOf, type Json } from "../hook-values.ts";

export const claude = { source: "claude-code", vendor: "Claude Code" } as const;

/** The run, and the sub-agent's own run inside it. */
export const threadOf = (payload: Json) => {
  const session = keyOf(payload.session_id);
  const agentId = keyOf(payload.agent_id);
  const agentType = typeof payload.agent_type === "string" ? payload.agent_type : undefined;
  const isSub = session !== undefined && agentId !== undefined;
  return {
    session,
    agentId,
    thread: isSub ? `${session}/${agentId}` : session,
    isSub,
    ...(isSub && agentType ? { name: agentType, role: agentType } : {}),
  };
};
export type Thread = ReturnType<typeof threadOf>;

export const tellerOf = (payload: Json, context: HookContext) => {
  const thread = threadOf(payload);
  return teller({
    source: claude.source,
    session: thread.thread,
    agent: agentOf(context, { vendor: claude.vendor, name: thread.name, role: thread.role }),
    at: context.now,
  });
};

/**
 * One form of a tool's input for before and after: questions come back with their answers,
 * plans without their text, and defaults are filled in meanwhile.
 */
export const inputHash = (tool: string, input: unknown): string =>
  tool === "AskUserQuestion" || tool === "ExitPlanMode" ? "any" : hashOf(input ?? null);
