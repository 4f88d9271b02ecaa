import { assessRisk } from "../decisions/risk/assess-risk.ts";
import { showCall, type ToolCall } from "./hook-action.ts";

/** Whether a gate asks a person before this call: the rules see a risk, nothing confines it, or it cannot be judged whole. */
export const isRisky = (call: ToolCall): boolean => {
  const { action, flaw, unsandboxed } = showCall(call);
  return flaw !== undefined || unsandboxed === true || assessRisk({ kind: "permission", action }).risk !== "low";
};
