import type { DecisionOption, DecisionRequest } from "@beckon/contracts/decisions";

/** The first option of this tone. */
export function optionOfTone({ options }: DecisionRequest, tone: "approve" | "deny"): DecisionOption | undefined {
  return options.find((option) => option.tone === tone);
}

/** Approve or deny and nothing else: two buttons side by side. */
export function isPair(request: DecisionRequest): boolean {
  return (
    !request.multiple &&
    request.options.length === 2 &&
    optionOfTone(request, "approve") !== undefined &&
    optionOfTone(request, "deny") !== undefined
  );
}

/** There is a command to change before it is approved. */
export function isEditable(request: DecisionRequest): boolean {
  // What is not here in full must not be sent back as if it were.
  return request.trimmed !== true && request.action?.command !== undefined && optionOfTone(request, "approve") !== undefined;
}
