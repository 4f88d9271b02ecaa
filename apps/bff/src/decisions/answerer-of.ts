import type { Actor } from "@beckon/contracts/access";
import type { Decision } from "@beckon/contracts/decisions";

/** By whose word stands in the audit what follows from an answer. */
export const answererOf = ({ decidedBy: { kind, name, device, ruleId } }: Decision): Actor => {
  if (kind === "expiry") return { kind: "system", name: "expiry" };
  return {
    kind,
    ...(ruleId === undefined ? {} : { id: ruleId }),
    ...(name === undefined ? {} : { name }),
    ...(device === undefined ? {} : { device }),
  };
};
