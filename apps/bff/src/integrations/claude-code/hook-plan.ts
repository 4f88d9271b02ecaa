import { clip } from "../clean.ts";
import { askerOf } from "../hook-permission.ts";
import type { HookContext, HookQuestion } from "../hook-types.ts";
import { lastPart, recordOf, type Json } from "../hook-values.ts";
import { claude, threadOf } from "./hook-common.ts";
import { decided } from "./hook-decided.ts";

const longestPlan = 19_500;
const noPlan = "The agent did not send the text of its plan: it stands in the terminal.";

/** A plan: approved (`updatedInput` must come back, else Claude Code ignores the answer), or sent back with a word. */
export const planQuestion = (payload: Json, context: HookContext, call: HookQuestion["call"]): HookQuestion => {
  const { thread, name, role } = threadOf(payload);
  const input = recordOf(payload.tool_input);
  const place = lastPart(clip(payload.cwd, 1_000));
  const plan = clip(input.plan, longestPlan);
  const isCut = typeof input.plan === "string" && input.plan.length > longestPlan;
  return {
    call,
    inputs: [
      {
        kind: "plan",
        title: clip(`Carry out this plan${place ? ` in ${place}` : ""}?`, 300) as string,
        body: plan ? `${plan}${isCut ? "\n\n*The plan is longer; the rest stands in the terminal.*" : ""}` : noPlan,
        options: [
          { id: "approve", label: "Approve", tone: "approve" },
          { id: "approve-edits", label: "Approve, and accept edits", tone: "approve" },
          { id: "keep-planning", label: "Keep planning", tone: "deny" },
        ],
        allowText: true,
        agent: askerOf(context, { vendor: claude.vendor, name, role, session: thread }),
      },
    ],
    answer: ([request]) => {
      const decision = request?.decision;
      if (!decision) return undefined;
      const { option, text } = decision;
      if (option === "approve") return { output: decided({ behavior: "allow", updatedInput: input }) };
      if (option === "approve-edits")
        return {
          output: decided({
            behavior: "allow",
            updatedInput: input,
            updatedPermissions: [{ type: "setMode", mode: "acceptEdits", destination: "session" }],
          }),
        };
      if (option === undefined && text === undefined) return undefined;
      return { output: decided({ behavior: "deny", message: text ?? "Keep planning." }) };
    },
  };
};
