import { clip } from "../clean.ts";
import { callQuestion, refusalOf } from "../hook-gate.ts";
import { isRisky } from "../hook-risk.ts";
import type { HookAdapter, HookContext, HookEar, HookFact, HookQuestion } from "../hook-types.ts";
import { hashOf, type Json } from "../hook-values.ts";
import { callOf, copilot, readEvent } from "./hook-common.ts";
import { toSignals } from "./hook-signals.ts";

/**
 * `permissionRequest` comes before Copilot's own rules and for every call, so the risk decides which
 * of them a person sees: the rest goes Copilot's usual way. `preToolUse` asks only as a gate.
 */
const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const read = readEvent(payload, context);
  const held = callOf(read);
  const asks = read.event === "permissionRequest" || (read.event === "preToolUse" && context.gate === true);
  if (!held || !asks) return undefined;
  const call = { tool: held.tool, input: read.input, cwd: read.cwd };
  if (!isRisky(call)) return undefined;
  const isGate = read.event === "preToolUse";
  return callQuestion({
    context,
    held,
    call,
    asker: { vendor: copilot.vendor, session: held.session },
    why: read.input.description,
    canEdit: isGate,
    output: (verdict) => {
      if (!isGate) return verdict.allow ? { behavior: "allow" } : { behavior: "deny", message: refusalOf(verdict) };
      if (!verdict.allow) return { permissionDecision: "deny", permissionDecisionReason: refusalOf(verdict) };
      return { permissionDecision: "allow", ...(verdict.input ? { modifiedArgs: verdict.input } : {}) };
    },
    ran: (changed) => hashOf(changed),
  });
};

const toFacts = (payload: Json, context: HookContext): HookFact[] => {
  const read = readEvent(payload, context);
  const { session, event } = read;
  const call = callOf(read);
  if (!session) return [];
  if (event === "postToolUse" && call) return [{ kind: "call.ended", call, ok: true }];
  if (event === "postToolUseFailure" && call) {
    const message = clip(payload.error, 2_000);
    return [{ kind: "call.ended", call, ok: false, ...(message ? { message } : {}) }];
  }
  if (event === "userPromptSubmitted" || event === "agentStop") return [{ kind: "turn", session }];
  return event === "sessionEnd" ? [{ kind: "session.ended", session }] : [];
};

/** Its documents name one answer that reaches the model: an end that is refused goes on with the reason. */
const toEar = (payload: Json, context: HookContext): HookEar | undefined => {
  const { event, session } = readEvent(payload, context);
  if (!session || event !== "agentStop") return undefined;
  return { session, when: "at the end of a turn", message: (words) => ({ decision: "block", reason: words }) };
};

const toStep = (payload: Json, context: HookContext) => {
  const read = readEvent(payload, context);
  const call = read.event === "preToolUse" ? callOf(read) : undefined;
  return call && { session: call.session, step: call.tool };
};

export const copilotHooks: HookAdapter = { source: copilot.source, toSignals, toFacts, toQuestion, toStep, toEar };
