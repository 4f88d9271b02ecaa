import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { callQuestion, refusalOf } from "../hook-gate.ts";
import { isRisky } from "../hook-risk.ts";
import { agentOf, deliveryId, doingOf, teller } from "../hook-signal.ts";
import type { HookAdapter, HookCall, HookContext, HookEar, HookFact, HookQuestion } from "../hook-types.ts";
import { hashOf, instantOf, keyOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { madeCallId } from "../../signals/made-call-id.ts";

const gemini = { source: "gemini", vendor: "Gemini CLI" } as const;

/** Gemini has no id for a call: the call is known by what it is, and two that are alike come one after the other. */
const callOf = (payload: Json): HookCall | undefined => {
  const session = keyOf(payload.session_id);
  const tool = clip(payload.tool_name, 200);
  return session && tool ? { session, tool, input: hashOf(payload.tool_input ?? null) } : undefined;
};

const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const session = keyOf(payload.session_id);
  if (!session) return [];
  const at = instantOf(payload.timestamp) ?? context.now;
  const tell = teller({ source: gemini.source, session, agent: agentOf(context, { vendor: gemini.vendor }), at });
  // The moment of the event itself tells it from another one like it, whatever the time of its arrival.
  const own = (kind: string) =>
    payload.timestamp === undefined ? deliveryId(kind, { session, payload, context }) : signalId(kind, `${session}:${hashOf(payload)}`);
  const place = { cwd: clip(payload.cwd, 1_000) };
  switch (payload.hook_event_name) {
    case "SessionStart":
      return [tell("session.started", own("session-start"), { ...place, how: clip(payload.source, 60) })];
    case "SessionEnd":
      // Told three times at once; one that is taken up again ends once more.
      return [
        tell("session.ended", signalId("session-end", `${session}:${at.toISOString().slice(0, 16)}`), {
          reason: clip(payload.reason, 120),
          failed: false,
        }),
      ];
    case "BeforeAgent":
      return [
        tell("session.described", own("session-described"), place),
        tell("turn.started", own("turn-start"), { prompt: clip(payload.prompt, 2_000), by: "person" }),
      ];
    case "AfterAgent":
      return [tell("turn.ended", own("turn-end"), { message: clip(payload.prompt_response, 2_000), failed: false, running: 0 })];
    case "Notification":
      return [
        tell("attention.wanted", own("attention"), {
          what: clip(payload.notification_type, 60) ?? "notification",
          message: clip([payload.message, recordOf(payload.details).command].filter((each) => typeof each === "string").join(": "), 2_000),
        }),
      ];
    case "BeforeTool":
    case "AfterTool":
      return toolSignals(payload, tell, own);
    default:
      return [];
  }
};

const edits = /^(replace|write_file|edit)$/;

const toolSignals = (payload: Json, tell: ReturnType<typeof teller>, own: (kind: string) => string): Signal[] => {
  const call = callOf(payload);
  if (!call) return [];
  const input = recordOf(payload.tool_input);
  const head = { callId: madeCallId(hashOf(call)), tool: call.tool, ...doingOf(input) };
  if (payload.hook_event_name === "BeforeTool") return [tell("tool.started", own("tool-start"), head)];
  const response = recordOf(payload.tool_response);
  const error = clip(recordOf(response.error).message ?? response.error, 2_000);
  return [
    tell("tool.ended", own("tool-end"), { ...head, ok: error === undefined, ...(error ? { error } : {}) }),
    ...(edits.test(call.tool) && head.path && error === undefined ? [tell("file.edited", own("file-edit"), { path: head.path })] : []),
  ];
};

/** Gemini's hooks can refuse a call or let it pass; they cannot grant what Gemini itself asks about. */
const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const held = callOf(payload);
  if (!held || payload.hook_event_name !== "BeforeTool") return undefined;
  const input = recordOf(payload.tool_input);
  const call = { tool: held.tool, input, cwd: clip(payload.cwd, 1_000) };
  if (!isRisky(call)) return undefined;
  return callQuestion({
    context,
    held,
    call,
    asker: { vendor: gemini.vendor, session: held.session },
    why: input.description ?? input.instruction,
    notes: ["A yes lets the call pass. Where Gemini CLI asks in the terminal too, that question still stands there."],
    canEdit: true,
    output: (verdict) => {
      if (!verdict.allow) return { decision: "deny", reason: refusalOf(verdict) };
      return verdict.input ? { hookSpecificOutput: { hookEventName: "BeforeTool", tool_input: verdict.input } } : {};
    },
    ran: (changed) => hashOf(changed),
  });
};

const toFacts = (payload: Json): HookFact[] => {
  const session = keyOf(payload.session_id);
  const call = callOf(payload);
  if (!session) return [];
  switch (payload.hook_event_name) {
    case "AfterTool": {
      const error = clip(recordOf(recordOf(payload.tool_response).error).message, 2_000);
      return call ? [{ kind: "call.ended", call, ok: error === undefined, ...(error ? { message: error } : {}) }] : [];
    }
    case "BeforeAgent":
    case "AfterAgent":
      return [{ kind: "turn", session }];
    case "SessionEnd":
      return [{ kind: "session.ended", session }];
    default:
      return [];
  }
};

/**
 * Before and after a tool its work can be ended; what is added to a tool's result or to a prompt is read by the model; and
 * an end that is refused is a new turn.
 */
const toEar = (payload: Json): HookEar | undefined => {
  const session = keyOf(payload.session_id);
  if (!session) return undefined;
  const tool = clip(payload.tool_name, 200) ?? "a tool";
  const event = payload.hook_event_name;
  const message = (words: string): Json => ({ hookSpecificOutput: { hookEventName: event, additionalContext: words } });
  const stop = (words: string): Json => ({ continue: false, stopReason: words });
  if (event === "BeforeTool") return { session, when: `before ${tool}`, stop };
  if (event === "AfterTool") return { session, when: `after ${tool}`, message, stop };
  if (event === "BeforeAgent") return { session, when: "with a prompt", message };
  if (event === "AfterAgent") return { session, when: "at the end of a turn", message: (words) => ({ decision: "deny", reason: words }) };
  return undefined;
};

const toStep = (payload: Json) => {
  const call = payload.hook_event_name === "BeforeTool" ? callOf(payload) : undefined;
  return call && { session: call.session, step: call.tool };
};

export const geminiHooks: HookAdapter = { source: gemini.source, toSignals, toFacts, toQuestion, toStep, toEar };
