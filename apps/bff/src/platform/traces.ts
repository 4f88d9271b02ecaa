import type { Attributes, Context, Span } from "@opentelemetry/api";
import type { TraceRequest } from "./http/request-context.ts";

export type Traces = {
  request: TraceRequest;
  /** Around the work of one job. */
  job<T>(queue: string, run: () => Promise<T>): Promise<T>;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
};

/**
 * Traces of this server's own work, for whoever asks for them (`BECKON_TRACES_URL`): a span for each request, under the
 * caller's where it says one, and for each job. Names are those of routes and queues, never of what was asked for.
 * Loaded only then: the libraries cost more to start than the rest.
 */
export const openTraces = async (options: { url: string; version: string }): Promise<Traces> => {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "beckon", "service.version": options.version }),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url: options.url }))],
  });
  const tracer = provider.getTracer("beckon", options.version);

  const within = async <T>(begun: Span, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      begun.setStatus({ code: api.SpanStatusCode.ERROR });
      throw error;
    } finally {
      begun.end();
    }
  };
  const parentOf = (header: string | undefined): Context => {
    const [, version, traceId, spanId, flags] = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? "") ?? [];
    if (version === undefined || version === "ff" || !traceId || !spanId) return api.ROOT_CONTEXT;
    const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags ?? "00", 16), isRemote: true };
    return api.isSpanContextValid(spanContext) ? api.trace.setSpanContext(api.ROOT_CONTEXT, spanContext) : api.ROOT_CONTEXT;
  };

  return {
    request: (parent, run) => {
      const span = tracer.startSpan("request", { kind: api.SpanKind.SERVER }, parentOf(parent));
      return within(span, async () => {
        const { method, route, status, requestId } = await run();
        span.updateName(`${method} ${route}`);
        const attributes: Attributes = {
          "http.request.method": method,
          "http.route": route,
          "http.response.status_code": status,
          "beckon.request_id": requestId,
        };
        span.setAttributes(attributes);
        if (status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
      });
    },
    job: (queue, run) =>
      within(tracer.startSpan(`job ${queue}`, { kind: api.SpanKind.CONSUMER, attributes: { "messaging.destination.name": queue } }), run),
    close: () => provider.shutdown(),
  };
};
