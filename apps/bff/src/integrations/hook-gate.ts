import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import type { ToolCall } from "./hook-action.ts";
import { allowOption, denyOption, permissionFor, type Asker } from "./hook-permission.ts";
import type { HookAnswer, HookCall, HookContext, HookQuestion } from "./hook-types.ts";
import type { Json } from "./hook-values.ts";
import { verdictOf, type Verdict } from "./hook-verdict.ts";

/** A yes-or-no question about one tool call, for agents whose hooks know no more than that. */
export const callQuestion = (asked: {
  context: HookContext;
  held: HookCall;
  call: ToolCall;
  asker: Asker;
  why?: unknown;
  notes?: readonly string[];
  /** The agent can be given another input. */
  canEdit: boolean;
  output: (verdict: NonNullable<Verdict>) => Json;
  ran?: (input: Json) => string;
}): HookQuestion => {
  const { context, held, call, asker, why, notes, canEdit, output, ran } = asked;
  const input: DecisionRequestInput = permissionFor(context, {
    call,
    asker,
    why,
    options: [allowOption, denyOption],
    ...(notes ? { notes } : {}),
  });
  return {
    call: held,
    inputs: [input],
    answer: ([request]): HookAnswer | undefined => {
      const verdict = request && verdictOf(call, request, { canEdit });
      if (!verdict) return undefined;
      return { output: output(verdict), ...(verdict.allow && verdict.input && ran ? { ran: ran(verdict.input) } : {}) };
    },
  };
};

/** What an agent is told of a no without words. */
export const refusalOf = (verdict: Extract<Verdict, { allow: false }>): string => verdict.message ?? "The person said no.";
