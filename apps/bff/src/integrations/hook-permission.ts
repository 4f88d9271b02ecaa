import type { DecisionOption, DecisionRequestInput } from "@beckon/contracts/decisions";
import { clip } from "./clean.ts";
import { showCall, type ToolCall } from "./hook-action.ts";
import type { HookContext } from "./hook-types.ts";
import { told } from "./hook-values.ts";

/** Who asks, as the vendor's adapter knows it. */
export type Asker = { vendor: string; name?: string | undefined; role?: string | undefined; session: string | undefined };

export const allowOption: DecisionOption = { id: "allow", label: "Allow", tone: "approve" };
export const denyOption: DecisionOption = { id: "deny", label: "Deny", tone: "deny" };

export const askerOf = (context: HookContext, { vendor, name, role, session }: Asker) =>
  told({
    name: clip(name, 120) ?? context.agent ?? clip(context.owner, 120) ?? vendor,
    vendor,
    role: clip(role, 60),
    host: context.host,
    sessionId: clip(session, 200),
  }) as NonNullable<DecisionRequestInput["agent"]>;

/** The request for one tool call. `why` is the agent's own reason, `notes` are ours. */
export const permissionFor = (
  context: HookContext,
  asked: { call: ToolCall; asker: Asker; options: DecisionOption[]; why?: unknown; notes?: readonly string[] },
): DecisionRequestInput => {
  const { title, action, flaw, unsandboxed } = showCall(asked.call);
  const why = clip(asked.why, 4_000);
  const paragraphs = [
    why,
    ...(asked.notes ?? []),
    unsandboxed && "**It would run outside the sandbox**, with nothing to confine what it does.",
    flaw && `**${flaw}** Look at it in the terminal before you allow it.`,
  ];
  const body = clip(paragraphs.filter(Boolean).join("\n\n"), 20_000);
  return {
    kind: "permission",
    title,
    ...(body ? { body } : {}),
    options: asked.options,
    allowText: true,
    action,
    // What is not seen whole cannot be judged by the rules either, and no rule may say yes to what nothing confines.
    ...(flaw || unsandboxed ? { risk: "high" as const } : {}),
    agent: askerOf(context, asked.asker),
  };
};
