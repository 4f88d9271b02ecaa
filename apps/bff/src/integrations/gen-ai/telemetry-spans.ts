import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { defined, jsonOf, textOf } from "../otlp/attributes.ts";
import type { Attributes, Span } from "../otlp/otlp.types.ts";
import { idOf, keyOf, millisecondsBetween, words, type Head } from "../otlp/teller.ts";
import { modelOf, statusOf, tokensOf } from "./telemetry-attributes.ts";

const calls = new Set(["chat", "generate_content", "text_completion", "embeddings", "completion"]);

/** What one span of the conventions says: a call, a tool, a turn, or an agent asked by another. Pure. */
export const spanSignals = (span: Span, head: Head): Signal[] => {
  if (span.spanId === "") return [];
  const operation = textOf(span.attributes, "gen_ai.operation.name");
  if (operation === "execute_tool") return [toolOf(span, head)];
  if (operation === "invoke_agent") return span.parentSpanId === "" ? turnOf(span, head) : [delegationOf(span, head)];
  if (operation === undefined ? isOldCall(span.attributes) : calls.has(operation)) return callOf(span, head);
  return [];
};

/** From before operations had names. What wraps several calls names no model. */
const isOldCall = (attributes: Attributes) => modelOf(attributes).model !== undefined && tokensOf(attributes) !== undefined;

const spanId = ({ traceId, spanId: id }: Span) => idOf("span", traceId === "" ? id : `${traceId}:${id}`);

const callOf = (span: Span, head: Head): Signal[] => {
  const { attributes, startNano, endNano } = span;
  const durationMs = millisecondsBetween(startNano, endNano);
  const tokens = tokensOf(attributes);
  const type = textOf(attributes, "error.type");
  if (tokens) {
    const callId = keyOf(textOf(attributes, "gen_ai.response.id"));
    const data = defined({ ...modelOf(attributes), channel: "span" as const, tokens, callId, durationMs, purpose: purposeOf(attributes) });
    return [{ ...head, id: spanId(span), kind: "model.called", data }];
  }
  if (!span.failed && type === undefined) return [];
  const status = statusOf(attributes);
  const error = words(span.message === "" ? type : span.message);
  const failed: Signal = {
    ...head,
    id: idOf("failed", spanId(span)),
    kind: "model.failed",
    data: defined({ ...modelOf(attributes), status, error, durationMs }),
  };
  if (status !== 429 && status !== 529) return [failed];
  const what = status === 429 ? "rate_limit" : "overloaded";
  return [failed, { ...head, id: idOf("limit", spanId(span)), kind: "limit.hit", data: defined({ what, message: error }) }];
};

const purposeOf = (attributes: Attributes) => clip(textOf(attributes, "github.copilot.initiator", "gen_ai.operation.name"), 120);

const hasFailed = ({ failed, attributes }: Span) => failed || textOf(attributes, "error.type") !== undefined;
const errorOf = ({ message, attributes }: Span) => words(message === "" ? textOf(attributes, "error.type") : message);

const toolOf = (span: Span, head: Head): Signal => {
  const { attributes, startNano, endNano } = span;
  const callId = keyOf(textOf(attributes, "gen_ai.tool.call.id", "gen_ai.tool.call_id")) ?? spanId(span);
  const input = jsonOf(attributes, "gen_ai.tool.call.arguments");
  const ok = !hasFailed(span);
  const data = {
    tool: keyOf(textOf(attributes, "gen_ai.tool.name")) ?? "tool",
    ok,
    ...defined({
      callId,
      command: words(input.command ?? textOf(attributes, "github.copilot.tool.parameters.command")),
      path: clip(input.path ?? input.file_path ?? textOf(attributes, "github.copilot.tool.parameters.file_path"), 1_000),
      durationMs: millisecondsBetween(startNano, endNano),
      error: ok ? undefined : errorOf(span),
    }),
  };
  return { ...head, id: idOf("tool-end", callKey(head.session, callId)), kind: "tool.ended", data };
};

/** An agent that nobody above asked: one turn. Its tokens are those of its calls again. */
const turnOf = (span: Span, head: Head): Signal[] => {
  const turnId = keyOf(span.spanId) as string;
  const failed = hasFailed(span);
  const started = new Date(Date.parse(head.at) - (millisecondsBetween(span.startNano, span.endNano) ?? 0)).toISOString();
  return [
    { ...head, at: started, id: idOf("turn-start", spanId(span)), kind: "turn.started", data: { turnId, by: "person" } },
    {
      ...head,
      id: idOf("turn-end", spanId(span)),
      kind: "turn.ended",
      data: { turnId, failed, running: 0, ...defined({ error: failed ? errorOf(span) : undefined }) },
    },
  ];
};

const delegationOf = (span: Span, head: Head): Signal => {
  const to = keyOf(textOf(span.attributes, "gen_ai.agent.name") ?? /^invoke_agent (.+)$/.exec(span.name)?.[1]);
  const ok = !hasFailed(span);
  // The head's name is the asked agent's, and this is told of the one that asked.
  const { name: _, ...agent } = head.agent ?? {};
  return {
    ...{ ...head, agent },
    id: idOf("delegation-end", spanId(span)),
    kind: "delegation.ended",
    data: { callId: keyOf(span.spanId) as string, ok, ...defined({ to, error: ok ? undefined : errorOf(span) }) },
  };
};
