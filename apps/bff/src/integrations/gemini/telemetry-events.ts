import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { countOf, defined, flagOf, hashOf, jsonOf, millisecondsOf, numberOf, textOf } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { idOf, keyOf, words, type Head } from "../otlp/teller.ts";

/** One event. `fact` tells it from all others of its session. */
type Told = { head: Head; attributes: Attributes; fact: string };

/** What one log event of Gemini CLI says, by its name without `gemini_cli.`. Pure. */
export const eventSignals = (event: string, told: Told): Signal[] => {
  const { head, attributes, fact } = told;
  switch (event) {
    case "config": {
      const permissionMode = clip(textOf(attributes, "approval_mode"), 60);
      const data = defined({ model: keyOf(textOf(attributes, "model")), permissionMode });
      return [{ ...head, id: idOf("session-start", fact), kind: "session.started", data }];
    }
    case "user_prompt":
      return [promptOf(told)];
    case "api_response":
      return [callOf(told)];
    case "api_error":
      return failureOf(told);
    case "tool_call":
      return toolOf(told);
    case "approval_mode_switch": {
      const permissionMode = clip(textOf(attributes, "to_mode"), 60);
      return permissionMode ? [{ ...head, id: idOf("mode", fact), kind: "session.described", data: { permissionMode } }] : [];
    }
    case "chat_compression":
      return [{ ...head, id: idOf("compacted", fact), kind: "context.compacted", data: {} }];
    case "flash_fallback":
      return [{ ...head, id: idOf("limit", fact), kind: "limit.hit", data: { what: "quota" } }];
    case "agent.start":
    case "agent.finish":
      return subAgentOf(event, told);
    default:
      return [];
  }
};

/** By key, or by the plan of a Google account. */
export const paymentOf = (attributes: Attributes): "tokens" | "plan" | undefined => {
  const type = textOf(attributes, "auth_type");
  if (type === "gemini-api-key" || type === "vertex-ai") return "tokens";
  return type === "oauth-personal" ? "plan" : undefined;
};

/** The first prompt of a run, and the only one of a run without a terminal, has the session's own id. */
const promptOf = ({ head, attributes, fact }: Told): Signal => {
  const id = keyOf(textOf(attributes, "prompt_id"));
  const turnId = id === head.session ? undefined : id;
  const prompt = words(textOf(attributes, "prompt"));
  return {
    ...head,
    id: idOf("turn-start", turnId ?? fact),
    kind: "turn.started",
    data: { ...defined({ prompt, turnId }), by: "person", ends: false },
  };
};

const modelOf = (attributes: Attributes) => ({ model: keyOf(textOf(attributes, "model")), provider: "google" });

/** `input` contains what came from the cache; `output` does not contain the thoughts. */
const callOf = ({ head, attributes, fact }: Told): Signal => {
  const cacheRead = countOf(attributes, "cached_content_token_count") ?? 0;
  const reasoning = countOf(attributes, "thoughts_token_count") ?? 0;
  const data = defined({
    ...modelOf(attributes),
    channel: "event" as const,
    tokens: {
      input: Math.max(0, (countOf(attributes, "input_token_count") ?? 0) - cacheRead),
      output: (countOf(attributes, "output_token_count") ?? 0) + reasoning,
      ...{ cacheRead, cacheWrite: 0, reasoning },
    },
    payment: paymentOf(attributes),
    durationMs: millisecondsOf(attributes, "duration_ms"),
    purpose: clip(textOf(attributes, "role"), 120),
  });
  return { ...head, id: idOf("call", fact), kind: "model.called", data };
};

const failureOf = ({ head, attributes, fact }: Told): Signal[] => {
  const code = numberOf(attributes, "status_code", "http.status_code");
  const status = code !== undefined && Number.isInteger(code) && code >= 100 && code <= 999 ? code : undefined;
  const error = words(textOf(attributes, "error_message", "error.message", "error", "error_type"));
  const data = defined({ ...modelOf(attributes), status, error, durationMs: millisecondsOf(attributes, "duration_ms") });
  const failed: Signal = { ...head, id: idOf("failed", fact), kind: "model.failed", data };
  if (status !== 429 && status !== 529) return [failed];
  return [failed, { ...head, id: idOf("limit", fact), kind: "limit.hit", data: defined({ what: "rate_limit", message: error }) }];
};

const editors = new Set(["replace", "write_file", "edit"]);

const toolOf = ({ head, attributes, fact }: Told): Signal[] => {
  const input = jsonOf(attributes, "function_args");
  const metadata = jsonOf(attributes, "metadata");
  const tool = keyOf(textOf(attributes, "function_name")) ?? "tool";
  const path = clip(input.file_path ?? input.absolute_path, 1_000);
  // Its calls have no ids; without any, this would end another call of the same tool that still runs.
  const callId = hashOf(fact);
  const about = { callId, tool, ...defined({ command: words(input.command), path, description: words(input.description) }) };
  const ok = flagOf(attributes, "success") ?? true;
  const error = ok ? undefined : words(textOf(attributes, "error", "error_type"));
  const data = { ...about, ok, ...defined({ durationMs: millisecondsOf(attributes, "duration_ms"), error }) };
  const signals: Signal[] = [{ ...head, id: idOf("tool-end", fact), kind: "tool.ended", data }];
  const by = deciders[textOf(attributes, "decision") ?? ""];
  if (by) signals.unshift({ ...head, id: idOf("tool-decision", fact), kind: "tool.decided", data: { ...about, ...by } });
  if (ok && path !== undefined && editors.has(tool)) {
    const lines = { added: toLines(metadata.model_added_lines), removed: toLines(metadata.model_removed_lines) };
    signals.push({ ...head, id: idOf("file-edit", fact), kind: "file.edited", data: defined({ path, callId, ...lines }) });
  }
  return signals;
};

const toLines = (value: unknown) => (typeof value === "number" ? countOf({ value }, "value") : undefined);

/** "accept" is said of what a person allowed and of what nobody was asked for: it tells neither. */
const deciders: Record<string, { accepted: boolean; by: "person" | "rule" }> = {
  reject: { accepted: false, by: "person" },
  modify: { accepted: true, by: "person" },
  auto_accept: { accepted: true, by: "rule" },
};

const subAgentOf = (event: "agent.start" | "agent.finish", { head, attributes }: Told): Signal[] => {
  const callId = keyOf(textOf(attributes, "agent_id"));
  const to = keyOf(textOf(attributes, "agent_name"));
  if (callId === undefined) return [];
  if (event === "agent.start")
    return to === undefined
      ? []
      : [{ ...head, id: idOf("delegation-start", callKey(head.session, callId)), kind: "delegation.started", data: { callId, to } }];
  const ok = textOf(attributes, "terminate_reason")?.toUpperCase() === "GOAL";
  return [
    {
      ...head,
      id: idOf("delegation-end", callKey(head.session, callId)),
      kind: "delegation.ended",
      data: { callId, ok, ...defined({ to }) },
    },
  ];
};
