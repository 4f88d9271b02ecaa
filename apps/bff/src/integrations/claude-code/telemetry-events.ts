import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { countOf, flagOf, millisecondsOf, numberOf, textOf, defined } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { idOf, keyOf, words, type Head } from "../otlp/teller.ts";
import { costMicros } from "./telemetry-head.ts";
import { toolSignals } from "./telemetry-tools.ts";

/** One event. `fact` is `<session>:<sequence>:<time>`, which tells it from all others; `parent` is of the session that a sub-agent works for. */
export type Told = { head: Head; attributes: Attributes; fact: string; parent?: Head };

/** What one log event of Claude Code says; nothing for events that say nothing of the work. Pure. */
export const eventSignals = (event: string, told: Told): Signal[] => {
  switch (event) {
    case "user_prompt":
      return promptOf(told);
    case "api_request":
      return [callOf(told)];
    case "api_error":
    case "api_retries_exhausted":
      return failureOf(told);
    case "api_refusal":
      return [refusalOf(told)];
    case "tool_decision":
    case "tool_result":
      return toolSignals(event, told);
    case "subagent_completed":
      return subAgentOf(told);
    case "compaction":
      return flagOf(told.attributes, "success") === false
        ? []
        : [withId(told, "compacted", { kind: "context.compacted", data: part("how", clip(textOf(told.attributes, "trigger"), 60)) })];
    case "permission_mode_changed": {
      const permissionMode = clip(textOf(told.attributes, "to_mode"), 60);
      return permissionMode ? [withId(told, "mode", { kind: "session.described", data: { permissionMode } })] : [];
    }
    default:
      return [];
  }
};

type KindAndData = { [K in Signal["kind"]]: Pick<Extract<Signal, { kind: K }>, "kind" | "data"> }[Signal["kind"]];

const withId = ({ head, fact }: Told, prefix: string, rest: KindAndData): Signal =>
  ({ ...head, id: idOf(prefix, fact), ...rest }) as Signal;

const part = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

/** Without its text unless the agent was told to send it. A command such as `/exit` starts no turn: it becomes no message. */
const promptOf = ({ head, attributes, fact }: Told): Signal[] => {
  if (textOf(attributes, "command_name") !== undefined && textOf(attributes, "message.uuid") === undefined) return [];
  const text = textOf(attributes, "prompt", "prompt_text");
  const prompt = text === "<REDACTED>" ? undefined : words(text);
  const turnId = keyOf(textOf(attributes, "prompt.id"));
  // What runs in the background reports its end as a prompt.
  const by = prompt?.startsWith("<task-notification>") ? "agent" : "person";
  return [
    { ...head, id: idOf("turn-start", turnId ?? fact), kind: "turn.started", data: { ...defined({ prompt, turnId }), by, ends: false } },
  ];
};

const modelOf = (attributes: Attributes) => ({ model: keyOf(textOf(attributes, "model")), provider: "anthropic" });

const callOf = ({ head, attributes, fact }: Told): Signal => {
  const callId = keyOf(textOf(attributes, "request_id"));
  return {
    ...head,
    id: idOf("call", callId === undefined ? fact : callKey(head.session, callId)),
    kind: "model.called",
    data: defined({
      ...modelOf(attributes),
      channel: "event" as const,
      tokens: {
        input: countOf(attributes, "input_tokens") ?? 0,
        output: countOf(attributes, "output_tokens") ?? 0,
        cacheRead: countOf(attributes, "cache_read_tokens") ?? 0,
        cacheWrite: countOf(attributes, "cache_creation_tokens") ?? 0,
      },
      costMicros: costMicros(numberOf(attributes, "cost_usd_micros"), numberOf(attributes, "cost_usd")),
      callId,
      durationMs: millisecondsOf(attributes, "duration_ms"),
      purpose: clip(textOf(attributes, "query_source"), 120),
    }),
  };
};

const failureOf = ({ head, attributes, fact }: Told): Signal[] => {
  const code = numberOf(attributes, "status_code");
  const status = code !== undefined && Number.isInteger(code) && code >= 0 && code <= 999 ? code : undefined;
  const error = words(textOf(attributes, "error"));
  const data = defined({
    ...modelOf(attributes),
    status,
    error,
    durationMs: millisecondsOf(attributes, "duration_ms", "total_retry_duration_ms"),
  });
  const failed: Signal = { ...head, id: idOf("failed", fact), kind: "model.failed", data };
  if (status !== 429 && status !== 529) return [failed];
  const what = status === 429 ? "rate_limit" : "overloaded";
  return [failed, { ...head, id: idOf("limit", fact), kind: "limit.hit", data: { what, ...part("message", error) } }];
};

const refusalOf = ({ head, attributes, fact }: Told): Signal => {
  const category = textOf(attributes, "category");
  const error = words(category === undefined ? "refused by the model" : `refused by the model: ${category}`);
  return { ...head, id: idOf("failed", fact), kind: "model.failed", data: defined({ ...modelOf(attributes), error }) };
};

/** Its end, in its own session and in the one that it worked for. */
const subAgentOf = ({ head, attributes, parent }: Told): Signal[] => {
  const childSession = head.session;
  const callId = keyOf(textOf(attributes, "agent_id"));
  if (childSession === undefined || callId === undefined || parent === undefined) return [];
  return [
    { ...head, id: idOf("session-end", childSession), kind: "session.ended", data: { reason: "completed", failed: false } },
    {
      ...parent,
      id: idOf("delegation-end", callKey(parent.session, callId)),
      kind: "delegation.ended",
      data: { callId, ok: true, childSession, ...part("to", keyOf(textOf(attributes, "agent_type"))) },
    },
  ];
};
