import { assessRisk } from "../decisions/risk/assess-risk.ts";
import { showCall, type ToolCall } from "./hook-action.ts";

/** Whether a gate asks a person before this call: the rules see a risk, or the call cannot be judged whole. */
export const isRisky = (call: ToolCall): boolean => {
  const { action, flaw } = showCall(call);
  return flaw !== undefined || assessRisk({ kind: "permission", action }).risk !== "low";
};
