import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { hashOf, textOf } from "../otlp/attributes.ts";
import { amountOf, seriesOf, type Counter } from "../otlp/counters.ts";
import type { Attributes, Origin, Point, Span } from "../otlp/otlp.types.ts";
import { headOf, idOf, instantOf, keyOf, type Context, type Head } from "../otlp/teller.ts";
import type { Reading } from "../otlp/to-signals.ts";
import { modelOf } from "./telemetry-attributes.ts";
import { spanSignals } from "./telemetry-spans.ts";

/** Any program that follows OpenTelemetry's conventions for generative AI. Only `gen_ai.*` is read; all else says nothing. Pure. */
export const genAiSpans = (spans: readonly Span[], context: Context): Reading => {
  const signals: Signal[] = [];
  const tellsCalls = new Map<string, Signal>();
  const byTrace = sessionsByTrace(spans);
  for (const span of spans) {
    const head = genAiHead({ record: span, context, at: instantOf(context, span.endNano, span.startNano) });
    const own = spanSignals(span, { ...head, session: head.session ?? byTrace.get(span.traceId) ?? serviceSession(span) });
    if (own.some(({ kind }) => kind === "model.called") && textOf(span.attributes, conversation) !== undefined)
      tellsCalls.set(serviceOf(span), putAside(span, context));
    signals.push(...own);
  }
  return { signals: [...describe(signals, spans), ...signals], tellsCalls };
};

/**
 * Nothing used, told by spans, of the service's own run: as spans go before counters, what its counters had told there before
 * counts no longer. Named as they name it, not by the agent in this span.
 */
const putAside = (span: Span, context: Context): Signal => ({
  ...genAiHead({ record: { ...span, attributes: {} }, context, at: instantOf(context, span.endNano, span.startNano) }),
  session: serviceSession(span),
  id: idOf("told-by-spans", serviceOf(span)),
  kind: "usage.counted",
  data: { channel: "span", tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, costMicros: 0 },
});

const conversation = "gen_ai.conversation.id";

/** Conversations by trace, for the spans that tell only that: tools, mostly. */
export const sessionsByTrace = (spans: readonly Span[]): Map<string, string> =>
  new Map(
    spans.flatMap(({ traceId, attributes }) => {
      const session = keyOf(textOf(attributes, conversation));
      return traceId === "" || session === undefined ? [] : [[traceId, session] as const];
    }),
  );

type Recorded = Origin & { attributes: Attributes };

const genAiHead = ({ record, context, at }: { record: Recorded; context: Context; at: string }): Head => {
  const { attributes, resource } = record;
  return headOf({
    ...{ source: "gen-ai", vendor: textOf(resource, "service.name") ?? "OpenTelemetry", resource, context, at },
    session: keyOf(textOf(attributes, conversation, "session.id") ?? textOf(resource, "session.id")),
    name: textOf(attributes, "gen_ai.agent.name"),
  });
};

/** Which service of the owner's, and which of its processes where that is told. */
const serviceOf = ({ resource }: Origin): string =>
  hashOf(textOf(resource, "service.namespace"), textOf(resource, "service.name"), textOf(resource, "service.instance.id"));

/** What tells no conversation is one run of its service, in spans and counters alike: so that they are not added up. */
const serviceSession = ({ resource }: Origin): string =>
  keyOf(
    ["service", textOf(resource, "service.name") ?? "unknown", textOf(resource, "service.instance.id")].filter(Boolean).join(":"),
  ) as string;

const describe = (signals: readonly Signal[], spans: readonly Span[]): Signal[] => {
  const version = clip(textOf(spans[0]?.resource ?? {}, "service.version"), 60);
  const first = new Map(signals.toReversed().map((signal) => [signal.session ?? "", signal]));
  if (version === undefined) return [];
  return [...first].map(([session, { source, at, agent }]) => ({
    ...{ source, at, session, ...(agent ? { agent } : {}) },
    ...{ id: idOf("described", session, hashOf(version)), kind: "session.described" as const, data: { version } },
  }));
};

const counted: Record<string, "input" | "output"> = { input: "input", output: "output", prompt: "input", completion: "output" };

/** The counters of tokens. Most tell no conversation: then they count only while the service's calls are not told one by one. Pure. */
export const genAiCounters = (points: readonly Point[], context: Context): Reading => {
  const mayRepeat = new Map<Counter, string>();
  const counters: Counter[] = [];
  for (const point of points) {
    const { attributes, metric, startNano, timeNano } = point;
    const counts = counted[textOf(attributes, "gen_ai.token.type") ?? ""];
    const amount = amountOf(point);
    if (metric.name !== "gen_ai.client.token.usage" || counts === undefined || amount === undefined) continue;
    const { session, ...head } = genAiHead({ record: point, context, at: instantOf(context, timeNano) });
    const counter: Counter = {
      ...{ head: { ...head, session: session ?? serviceSession(point) }, counts, amount, series: seriesOf(point), startNano, timeNano },
      cumulative: metric.temporality === "cumulative",
      ...modelOf(attributes),
    };
    counters.push(counter);
    if (session === undefined) mayRepeat.set(counter, serviceOf(point));
  }
  return { signals: [], counters, mayRepeat };
};
