import { clip } from "../clean.ts";
import { callQuestion, refusalOf } from "../hook-gate.ts";
import { isRisky } from "../hook-risk.ts";
import type { HookAdapter, HookContext, HookEar, HookFact, HookQuestion } from "../hook-types.ts";
import type { Json } from "../hook-values.ts";
import { callOf, cursor, placeOf, sessionOf, toolOf } from "./hook-common.ts";
import { toSignals } from "./hook-signals.ts";

/** Cursor's hooks grant, refuse, or leave it to Cursor; they cannot change what runs. */
const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const event = payload.hook_event_name;
  if (event !== "beforeShellExecution" && event !== "beforeMCPExecution") return undefined;
  const held = callOf(payload);
  const { tool, input } = toolOf(payload);
  if (!held || !tool) return undefined;
  const call = { tool, input, cwd: placeOf(payload) };
  if (!isRisky(call)) return undefined;
  return callQuestion({
    context,
    held,
    call,
    asker: { vendor: cursor.vendor, session: held.session },
    canEdit: false,
    output: (verdict) => {
      if (verdict.allow) return { permission: "allow" };
      const reason = refusalOf(verdict);
      return { permission: "deny", user_message: clip(`Refused in Beckon: ${reason}`, 2_000), agent_message: reason };
    },
  });
};

const toFacts = (payload: Json): HookFact[] => {
  const session = sessionOf(payload);
  const call = callOf(payload);
  if (!session) return [];
  switch (payload.hook_event_name) {
    case "afterShellExecution":
    case "afterMCPExecution":
      return call ? [{ kind: "call.ended", call, ok: true }] : [];
    case "beforeSubmitPrompt":
    case "stop":
      return [{ kind: "turn", session }];
    case "sessionEnd":
      return [{ kind: "session.ended", session }];
    default:
      return [];
  }
};

/** Only the end of a turn can be answered with words for the model: they are its next prompt. */
const toEar = (payload: Json): HookEar | undefined => {
  const session = sessionOf(payload);
  if (!session || payload.hook_event_name !== "stop") return undefined;
  return { session, when: "at the end of a turn", message: (words) => ({ followup_message: words }) };
};

const toStep = (payload: Json) => {
  const waits = payload.hook_event_name === "beforeShellExecution" || payload.hook_event_name === "beforeMCPExecution";
  const call = waits ? callOf(payload) : undefined;
  return call && { session: call.session, step: call.tool };
};

export const cursorHooks: HookAdapter = { source: cursor.source, toSignals, toFacts, toQuestion, toStep, toEar };
