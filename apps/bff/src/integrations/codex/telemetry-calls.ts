import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { countOf, millisecondsOf, numberOf, textOf, defined } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { idOf, keyOf, words } from "../otlp/teller.ts";
import type { Told } from "./telemetry.ts";

/** By key, or by the plan of a ChatGPT account. */
export const paymentOf = (attributes: Attributes): "tokens" | "plan" | undefined => {
  const mode = textOf(attributes, "auth_mode")
    ?.toLowerCase()
    .replaceAll(/[^a-z]/g, "");
  if (mode === "apikey") return "tokens";
  return mode?.startsWith("chatgpt") ? "plan" : undefined;
};

const about = (attributes: Attributes) => ({
  model: keyOf(textOf(attributes, "model", "slug")),
  provider: clip(textOf(attributes, "provider_name"), 60),
});

/**
 * A call's end comes twice, once without what it used: only the other counts. Its `input` contains
 * what was read from and written to the cache; `output` contains the reasoning.
 */
export const callSignals = ({ head, record, fact }: Told): Signal[] => {
  const { attributes } = record;
  if (textOf(attributes, "error.message") !== undefined) return failureSignals({ head, record, fact });
  const all = countOf(attributes, "input_token_count");
  if (textOf(attributes, "event.kind") !== "response.completed" || all === undefined) return [];
  const cacheRead = countOf(attributes, "cached_token_count") ?? 0;
  const cacheWrite = countOf(attributes, "cache_write_token_count") ?? 0;
  const reasoning = countOf(attributes, "reasoning_token_count");
  const data = defined({
    ...about(attributes),
    channel: "event" as const,
    tokens: {
      ...{
        input: Math.max(0, all - cacheRead - cacheWrite),
        output: countOf(attributes, "output_token_count") ?? 0,
        cacheRead,
        cacheWrite,
      },
      ...(reasoning === undefined ? {} : { reasoning }),
    },
    payment: paymentOf(attributes),
  });
  return [{ ...head, id: idOf("call", fact), kind: "model.called", data }];
};

/** A request that failed; nothing for one that went well. */
export const failureSignals = ({ head, record, fact }: Told): Signal[] => {
  const { attributes } = record;
  const code = numberOf(attributes, "http.response.status_code");
  const status = code !== undefined && Number.isInteger(code) && code >= 100 && code <= 999 ? code : undefined;
  const error = words(textOf(attributes, "error.message"));
  if (error === undefined && (status === undefined || status < 400)) return [];
  const data = defined({ ...about(attributes), status, error, durationMs: millisecondsOf(attributes, "duration_ms") });
  const failed: Signal = { ...head, id: idOf("failed", fact), kind: "model.failed", data };
  if (status !== 429 && status !== 529) return [failed];
  const what = status === 429 ? "rate_limit" : "overloaded";
  return [failed, { ...head, id: idOf("limit", fact), kind: "limit.hit", data: defined({ what, message: error }) }];
};
