import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { countOf, hashOf, millisecondsOf, numberOf, textOf, defined } from "../otlp/attributes.ts";
import { amountOf, seriesOf, type Counted, type Counter } from "../otlp/counters.ts";
import type { LogRecord, Origin, Point, Span } from "../otlp/otlp.types.ts";
import { idOf, instantOf, keyOf, millisecondsBetween, type Context, type Head } from "../otlp/teller.ts";
import type { Reading } from "../otlp/to-signals.ts";
import { eventSignals } from "./telemetry-events.ts";
import { claudeHead, costMicros, describeSessions, parentHead, subAgentNames } from "./telemetry-head.ts";

/** Claude Code's log events. What is not known (hooks, plug-ins, settings) says nothing. Pure. */
export const claudeLogs = (records: readonly LogRecord[], context: Context): Reading => {
  const names = subAgentNames(records);
  // A failure that was tried to the end is told twice: by its last try, and as a whole.
  const failures = new Set(records.filter((record) => nameOf(record) === "api_error").map(failureOf));
  const heads: { head: Head; record: LogRecord }[] = [];
  const signals: Signal[] = [];
  for (const record of records) {
    const event = nameOf(record);
    if (event === "api_retries_exhausted" && failures.has(failureOf(record))) continue;
    const at = instantOf(context, record.timeNano, textOf(record.attributes, "event.timestamp"), record.observedNano);
    const head = claudeHead({ record, context, at, names });
    const parent = event === "subagent_completed" ? parentHead(record, context, at) : undefined;
    const own = eventSignals(event, { head, attributes: record.attributes, fact: factOf(record, head), ...(parent ? { parent } : {}) });
    if (own.length > 0) heads.push({ head, record });
    signals.push(...own);
  }
  return { signals: [...describeSessions(heads), ...signals] };
};

const nameOf = ({ attributes, body }: LogRecord): string =>
  (textOf(attributes, "event.name") ?? (typeof body === "string" ? body : "")).replace(/^claude_code\./, "");

const failureOf = ({ attributes }: LogRecord) =>
  ["session.id", "prompt.id", "model", "status_code"].map((key) => textOf(attributes, key) ?? "").join("\n");

/**
 * What tells one event from all others of its agent, where nothing in it has an id of its own. A run that
 * is taken up again keeps its session and counts its events from the beginning: the time tells them apart.
 */
const factOf = ({ attributes, timeNano }: LogRecord, head: Head): string => {
  const sequence = textOf(attributes, "event.sequence");
  const time = timeNano === 0n ? (textOf(attributes, "event.timestamp") ?? "") : String(timeNano / 1_000_000n);
  return `${head.session ?? ""}:${sequence === undefined ? hashOf({ ...attributes }, String(timeNano)) : `${sequence}:${time}`}`;
};

const counted: Record<string, Counted> = { input: "input", output: "output", cacheRead: "cacheRead", cacheCreation: "cacheWrite" };

/** Counters of tokens and money, and of sessions begun. Without a session they would be told twice: by the events too. Pure. */
export const claudeCounters = (points: readonly Point[], context: Context): Reading => {
  const counters: Counter[] = [];
  const signals: Signal[] = [];
  for (const point of points) {
    const at = instantOf(context, point.timeNano);
    const head = claudeHead({ record: point, context, at, names: new Map() });
    if (head.session === undefined) continue;
    const { attributes, metric, startNano, timeNano } = point;
    if (metric.name === "claude_code.session.count") signals.push(startedOf(point, head, context));
    const counts =
      metric.name === "claude_code.cost.usage"
        ? "cost"
        : metric.name === "claude_code.token.usage"
          ? counted[textOf(attributes, "type") ?? ""]
          : undefined;
    const amount = amountOf(point, counts === "cost" ? 1e6 : 1);
    if (counts === undefined || amount === undefined) continue;
    const model = keyOf(textOf(attributes, "model"));
    counters.push({
      ...{ head, counts, amount, series: seriesOf(point), startNano, timeNano, provider: "anthropic" },
      cumulative: metric.temporality === "cumulative",
      ...(model ? { model } : {}),
    });
  }
  return { signals, counters };
};

const startedOf = (point: Point, head: Head, context: Context): Signal => ({
  ...head,
  at: instantOf(context, point.startNano, point.timeNano),
  id: idOf("session-start", head.session ?? "", String(point.startNano)),
  kind: "session.started",
  data: defined({ how: clip(textOf(point.attributes, "start_type"), 60), version: versionOf(point) }),
});

const versionOf = ({ resource }: Origin) => clip(textOf(resource, "service.version"), 60);

/** Calls as spans, for who exports nothing else: tools and turns are told better by events and hooks. Pure. */
export const claudeSpans = (spans: readonly Span[], context: Context): Reading => {
  const calls = spans.filter((span) => span.name === "claude_code.llm_request" && textOf(span.attributes, "success") !== "false");
  return { signals: calls.flatMap((span) => callOf(span, context)) };
};

const callOf = (span: Span, context: Context): Signal[] => {
  const { attributes, spanId, startNano, endNano } = span;
  const input = countOf(attributes, "input_tokens");
  const output = countOf(attributes, "output_tokens");
  if (spanId === "" || (input === undefined && output === undefined)) return [];
  const head = claudeHead({ record: span, context, at: instantOf(context, endNano, startNano), names: new Map() });
  const data = defined({
    model: keyOf(textOf(attributes, "gen_ai.response.model", "model", "gen_ai.request.model")),
    provider: "anthropic",
    channel: "span" as const,
    tokens: {
      input: input ?? 0,
      output: output ?? 0,
      cacheRead: countOf(attributes, "cache_read_tokens") ?? 0,
      cacheWrite: countOf(attributes, "cache_creation_tokens") ?? 0,
    },
    costMicros: costMicros(numberOf(attributes, "cost_usd_micros"), numberOf(attributes, "cost_usd")),
    callId: keyOf(textOf(attributes, "request_id")),
    durationMs: millisecondsBetween(startNano, endNano) ?? millisecondsOf(attributes, "duration_ms"),
    purpose: clip(textOf(attributes, "query_source", "query_source_safe"), 120),
  });
  return [{ ...head, id: idOf("span", spanId), kind: "model.called", data }];
};
