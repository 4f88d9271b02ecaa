import type { DecisionOption } from "@beckon/contracts/decisions";
import { clip } from "../clean.ts";
import { allowOption, askerOf, denyOption, permissionFor } from "../hook-permission.ts";
import { answerOf, inputOf, readQuestions } from "../hook-questions.ts";
import type { HookAdapter, HookCall, HookContext, HookFact, HookQuestion } from "../hook-types.ts";
import { keyOf, listOf, recordOf, type Json } from "../hook-values.ts";
import { verdictOf } from "../hook-verdict.ts";
import { openCode, readEvent } from "./hook-common.ts";
import { toSignals } from "./hook-signals.ts";

/** The request's own id is what both its question and its reply name. */
const callOf = (session: string, tool: string, asked: Json): HookCall | undefined => {
  const input = keyOf(asked.id);
  const callId = keyOf(recordOf(asked.tool).callID);
  return input ? { session, tool, input, ...(callId ? { callId } : {}) } : undefined;
};

/** OpenCode's own questions; the plugin passes the answer on to OpenCode. */
const toQuestion = (payload: Json, context: HookContext): HookQuestion | undefined => {
  const { type, properties, session } = readEvent(payload);
  if (!session) return undefined;
  if (type === "permission.asked") return permission(properties, session, context);
  if (type === "question.asked") return questions(properties, session, context);
  return undefined;
};

const permission = (asked: Json, session: string, context: HookContext): HookQuestion | undefined => {
  const tool = clip(asked.permission, 200);
  const held = tool && callOf(session, tool, asked);
  if (!tool || !held) return undefined;
  const metadata = recordOf(asked.metadata);
  const patterns = listOf(asked.patterns).filter((each) => typeof each === "string");
  // What it says of itself; the patterns are all there is for some.
  const input = Object.keys(metadata).length > 0 ? metadata : { patterns };
  const call = { tool, input, cwd: clip(metadata.cwd, 1_000) };
  const always = listOf(asked.always).filter((each): each is string => typeof each === "string");
  const label = `Allow, and always allow ${always.map((each) => `\`${each}\``).join(", ")} in this session`;
  const options: DecisionOption[] = [
    allowOption,
    ...(always.length > 0 && label.length <= 120 ? [{ id: "always", label, tone: "approve" as const }] : []),
    denyOption,
  ];
  return {
    call: held,
    inputs: [permissionFor(context, { call, asker: { vendor: openCode.vendor, session }, options })],
    answer: ([request]) => {
      const verdict = request && verdictOf(call, request, { canEdit: false });
      if (!verdict) return undefined;
      const reply = verdict.allow ? (verdict.option === "always" ? "always" : "once") : "reject";
      return { output: { reply, ...(!verdict.allow && verdict.message ? { message: verdict.message } : {}) } };
    },
  };
};

const questions = (asked: Json, session: string, context: HookContext): HookQuestion | undefined => {
  const held = callOf(session, "question", asked);
  const read = readQuestions(asked.questions);
  if (!held || read.length === 0) return undefined;
  const agent = askerOf(context, { vendor: openCode.vendor, session });
  return {
    call: held,
    inputs: read.map((question) => inputOf(question, agent)),
    answer: (requests) => {
      const answers = read.map((question, index) => answersOf(question, requests[index]));
      return answers.some((each) => each === undefined) ? undefined : { output: { answers } };
    },
  };
};

/** OpenCode takes a list of labels: several chosen ones come as one text. */
const answersOf = (...[question, request]: Parameters<typeof answerOf>): string[] | undefined => {
  const answer = answerOf(question, request);
  if (answer === undefined) return undefined;
  if (!question.multiple) return [answer];
  const labels = new Set(question.options.map(({ label }) => label));
  const parts = answer.split(", ");
  return parts.every((part) => labels.has(part)) ? parts : [answer];
};

const toFacts = (payload: Json): HookFact[] => {
  const { type, properties, session } = readEvent(payload);
  if (!session) return [];
  const named = (tool: string, accepted: boolean): HookFact[] => {
    const input = keyOf(properties.requestID);
    return input ? [{ kind: "call.answered", call: { session, tool, input }, accepted }] : [];
  };
  switch (type) {
    case "permission.replied":
      return named("", properties.reply !== "reject");
    case "question.replied":
      return named("", true);
    case "question.rejected":
      return named("", false);
    case "message.part.updated":
      return toolEnd(recordOf(properties.part), session);
    case "session.idle":
      return [{ kind: "turn", session }];
    case "session.deleted":
      return [{ kind: "session.ended", session }];
    default:
      return [];
  }
};

const toolEnd = (part: Json, session: string): HookFact[] => {
  const callId = keyOf(part.callID);
  const { status, error } = recordOf(part.state);
  if (part.type !== "tool" || !callId || (status !== "completed" && status !== "error")) return [];
  const message = clip(error, 2_000);
  // Without an input: it is known by the call's id alone.
  return [
    { kind: "call.ended", call: { session, tool: "", input: "", callId }, ok: status === "completed", ...(message ? { message } : {}) },
  ];
};

export const openCodeHooks: HookAdapter = { source: openCode.source, toSignals, toFacts, toQuestion };
