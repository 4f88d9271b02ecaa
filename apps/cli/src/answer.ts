import type { Action, DecisionRequest } from "@beckon/contracts/decisions";
import { exitCode } from "./errors.ts";

/** What `ask` and `wait` do with a resolved request: lines for stdout, one for stderr, the exit code. */
export type Answer = { lines: string[]; note?: string; code: number };

/** Pure: the same request gives the same answer. `allowEdit`: the caller reads what was changed. */
export function readAnswer(request: DecisionRequest, caller: { allowEdit: boolean; json: boolean }): Answer {
  const { decision } = request;
  if (request.status === "cancelled") {
    return { lines: [], note: `withdrawn: ${request.cancelReason ?? "no reason given"}`, code: exitCode.otherOption };
  }
  if (request.status === "expired" || decision?.decidedBy.kind === "expiry") {
    return { lines: decision?.option === undefined ? [] : [decision.option], note: "nobody answered in time", code: exitCode.expired };
  }
  const edited = changedParts(request.action, decision?.editedAction);
  const commandOnly = edited.every((part) => part === "command");
  if (edited.length > 0 && !(caller.allowEdit && (caller.json || commandOnly))) return refusedEdit(edited, commandOnly);
  const lines = [decision?.option, decision?.text, edited.length > 0 ? decision?.editedAction?.command : undefined];
  const first = request.options[0]?.id;
  const asFirst = first === undefined ? decision?.text !== undefined : decision?.option === first;
  return { lines: lines.filter((line) => line !== undefined), code: asFirst ? exitCode.ok : exitCode.otherOption };
}

/**
 * Approved, but not what was asked: a script that looks at the exit code alone would run the command
 * that the person has just corrected. So it counts as a no unless the script says that it reads edits.
 */
function refusedEdit(edited: string[], commandOnly: boolean): Answer {
  const flag = commandOnly ? "--allow-edit" : "--allow-edit --json";
  const note = `approved with another ${edited.join(", ")} than asked, so it does not count; scripts that can take this ask with ${flag}`;
  return { lines: [], note, code: exitCode.otherOption };
}

function changedParts(asked: Action | undefined, edited: Partial<Action> | undefined): string[] {
  const parts = Object.keys(edited ?? {}) as (keyof Action)[];
  return parts.filter((part) => edited?.[part] !== undefined && JSON.stringify(edited[part]) !== JSON.stringify(asked?.[part]));
}
