import { clip } from "../clean.ts";
import { allowOption, denyOption, permissionFor } from "../hook-permission.ts";
import type { HookContext, HookQuestion } from "../hook-types.ts";
import { keyOf, recordOf, type Json } from "../hook-values.ts";
import { verdictOf } from "../hook-verdict.ts";
import { askedQuestions } from "./hook-asked.ts";
import { claude, inputHash, threadOf } from "./hook-common.ts";
import { decided } from "./hook-decided.ts";
import { planQuestion } from "./hook-plan.ts";
import { readSuggestions } from "./hook-suggestions.ts";

/** What a PermissionRequest asks of a person; nothing for all other events. */
export const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const tool = clip(payload.tool_name, 200);
  const { thread } = threadOf(payload);
  if (payload.hook_event_name !== "PermissionRequest" || !tool || !thread) return undefined;
  const callId = keyOf(payload.tool_use_id);
  const call = { session: thread, tool, input: inputHash(tool, payload.tool_input), ...(callId ? { callId } : {}) };
  if (tool === "AskUserQuestion") return askedQuestions(payload, context, call);
  if (tool === "ExitPlanMode") return planQuestion(payload, context, call);
  return permission(payload, context, call);
};

const permission = (payload: Json, context: HookContext, call: HookQuestion["call"]): HookQuestion => {
  const { thread, name, role } = threadOf(payload);
  const input = recordOf(payload.tool_input);
  const toolCall = { tool: call.tool, input, cwd: clip(payload.cwd, 1_000) };
  const suggestions = readSuggestions(payload.permission_suggestions);
  return {
    call,
    inputs: [
      permissionFor(context, {
        call: toolCall,
        asker: { vendor: claude.vendor, name, role, session: thread },
        options: [allowOption, ...suggestions.map(({ option }) => option), denyOption],
        why: input.description,
        notes: suggestions.flatMap(({ note }) => note ?? []),
      }),
    ],
    answer: ([request]) => {
      const verdict = request && verdictOf(toolCall, request, { canEdit: true });
      if (!verdict) return undefined;
      if (!verdict.allow) return { output: decided({ behavior: "deny", message: verdict.message ?? "The person said no." }) };
      const chosen = suggestions.find(({ option }) => option.id === verdict.option);
      return {
        output: decided({
          behavior: "allow",
          ...(verdict.input ? { updatedInput: verdict.input } : {}),
          ...(chosen ? { updatedPermissions: [chosen.update] } : {}),
        }),
        ...(verdict.input ? { ran: inputHash(call.tool, verdict.input) } : {}),
      };
    },
  };
};
