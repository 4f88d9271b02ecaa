import { isDeepStrictEqual } from "node:util";
import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { Step } from "./replay-read.ts";

/** The captured answer's own word, whatever the vendor's form of it. */
export const wordOf = (body: any) => {
  const output = body?.hookSpecificOutput;
  if (output?.decision) return output.decision;
  if (output?.permissionDecision)
    return { behavior: output.permissionDecision, message: output.permissionDecisionReason, updatedInput: output.updatedInput };
  if (body?.decision) return { behavior: body.decision, message: body.reason };
  if (body?.reply) return { behavior: body.reply === "reject" ? "deny" : "allow", always: body.reply === "always" };
  return body?.answers ? { behavior: "allow", answers: body.answers } : undefined;
};

/** What a person says on the card where somebody said that in the capture; nothing where nobody decided. */
export const answerTo = ({ channel, body, answer }: Step, card: DecisionRequest, position: number): DecisionInput | undefined => {
  if (channel === "mcp") return card.options.length > 0 ? { option: card.options[0]!.id } : { text: "yes, deploy" };
  const word = wordOf(answer?.body);
  const input = (body as any).tool_input ?? {};
  const chosen = (option: string | undefined) => card.options.find(({ id, label }) => id === option || label === option)?.id;
  if (word?.behavior !== "allow" && word?.behavior !== "deny") return undefined;
  if (card.kind === "question" || card.kind === "choice") {
    const said = word.answers?.[position] ?? Object.values(word.updatedInput?.answers ?? {})[position];
    const option = chosen(Array.isArray(said) ? said[0] : (said as string));
    return option ? { option } : { text: String(said) };
  }
  if (word.behavior === "deny") {
    const option = card.options.find(({ tone }) => tone === "deny")!.id;
    return word.message ? { option, text: word.message } : { option };
  }
  const [update] = word.updatedPermissions ?? [];
  if (card.kind === "plan") return { option: update?.mode === "acceptEdits" ? "approve-edits" : "approve" };
  const command = word.updatedInput?.command;
  if (command !== undefined && command !== input.command) return { option: "allow", editedAction: { command } };
  const suggested = ((body as any).permission_suggestions ?? []).findIndex((one: unknown) => isDeepStrictEqual(one, update));
  return { option: word.always ? "always" : (card.options[suggested + 1]?.id ?? "allow") };
};
