import type { Action, Decision, DecisionRequest } from "@beckon/contracts/decisions";
import { isShell, showCall, type ToolCall } from "./hook-action.ts";
import { isRecord, type Json } from "./hook-values.ts";

/** What a person's answer means for one call. `input`: what shall run instead. `option`: the one chosen. */
export type Verdict =
  | { allow: true; option: string; input?: Json }
  | { allow: false; message?: string; option?: string }
  /** Nobody decided: the agent goes on as if it had not asked. */
  | undefined;

/**
 * Reads the answer that stands. A text alone is a no with its reason. A change that the agent
 * cannot be given is a no that says what is wanted: what was changed must never run unchanged.
 */
export const verdictOf = (call: ToolCall, request: DecisionRequest, options: { canEdit: boolean }): Verdict => {
  const { decision } = request;
  if (!decision) return undefined;
  const chosen = request.options.find(({ id }) => id === decision.option);
  if (!chosen) return decision.text === undefined ? undefined : { allow: false, message: decision.text };
  if (chosen.tone === "deny")
    return { allow: false, option: chosen.id, ...(decision.text === undefined ? {} : { message: decision.text }) };
  const edit = editOf(call, decision);
  if (!edit) return { allow: true, option: chosen.id };
  if (edit.input && options.canEdit) return { allow: true, option: chosen.id, input: edit.input };
  return { allow: false, message: `Not as it is. Do this instead:\n${edit.wanted}` };
};

const editOf = (call: ToolCall, { editedAction }: Decision): { input?: Json; wanted: string } | undefined => {
  if (!editedAction) return undefined;
  const shown = showCall(call).action;
  const changed = (["tool", "command", "diff", "cwd"] as const).filter(
    (part) => editedAction[part] !== undefined && editedAction[part] !== shown[part],
  );
  const filesChanged = editedAction.files !== undefined && editedAction.files.join("\n") !== (shown.files ?? []).join("\n");
  if (changed.length === 0 && !filesChanged) return undefined;
  const wanted = wordsOf(editedAction);
  if (filesChanged || changed.some((part) => part !== "command")) return { wanted };
  const input = inputOf(call, editedAction.command as string);
  return { wanted, ...(input ? { input } : {}) };
};

/** A shell's command replaces itself; any other call was shown as its JSON, and is read as that. */
const inputOf = (call: ToolCall, command: string): Json | undefined => {
  if (typeof call.input.command === "string" && (isShell(call.tool) || call.tool === "apply_patch")) return { ...call.input, command };
  try {
    const value: unknown = JSON.parse(command);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const wordsOf = ({ tool, command, diff, files, cwd }: Partial<Action>): string =>
  [tool, command, diff, files?.join("\n"), cwd && `in ${cwd}`].filter(Boolean).join("\n");
