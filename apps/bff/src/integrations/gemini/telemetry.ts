import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { defined, hashOf, textOf } from "../otlp/attributes.ts";
import { amountOf, seriesOf, type Counted, type Counter } from "../otlp/counters.ts";
import type { Attributes, LogRecord, Origin, Point } from "../otlp/otlp.types.ts";
import { headOf, idOf, instantOf, keyOf, type Context, type Head } from "../otlp/teller.ts";
import type { Reading } from "../otlp/to-signals.ts";
import { eventSignals, paymentOf } from "./telemetry-events.ts";

/**
 * Gemini CLI's log events. Its `gen_ai.client.inference.operation.details` say the same again, each
 * with the whole system prompt: they are dropped, as is the command line in its resource. Pure.
 */
export const geminiLogs = (records: readonly LogRecord[], context: Context): Reading => {
  const first = new Map<string, { head: Head; attributes: Attributes }>();
  const signals: Signal[] = [];
  for (const record of records) {
    const { attributes, timeNano, observedNano } = record;
    const at = instantOf(context, timeNano, textOf(attributes, "event.timestamp"), observedNano);
    const head = geminiHead({ record, context, at });
    // No event has an id; with its own time to the millisecond the same event is the same again.
    const fact = `${head.session ?? ""}:${hashOf({ ...attributes })}`;
    const own = eventSignals((textOf(attributes, "event.name") ?? "").replace(/^gemini_cli\./, ""), { head, attributes, fact });
    if (head.session !== undefined && own.length > 0 && !first.has(head.session)) first.set(head.session, { head, attributes });
    signals.push(...own);
  }
  return { signals: [...[...first.values()].flatMap(describe), ...signals] };
};

type Recorded = Origin & { attributes: Attributes };

const geminiHead = ({ record, context, at }: { record: Recorded; context: Context; at: string }): Head => {
  const { attributes, resource } = record;
  const session = keyOf(textOf(attributes, "session.id") ?? textOf(resource, "session.id"));
  return headOf({ source: "gemini", vendor: "Gemini CLI", resource, context, at, session });
};

const describe = ({ head, attributes }: { head: Head; attributes: Attributes }): Signal[] => {
  const payment = paymentOf(attributes);
  return payment === undefined
    ? []
    : [{ ...head, id: idOf("described", head.session ?? "", payment), kind: "session.described", data: { payment } }];
};

const counted: Record<string, Counted> = { input: "input", output: "output", cache: "cacheRead", thought: "reasoning" };

/** The counter of tokens, which only grows. Its `input` contains what came from the cache: both are read together. Pure. */
export const geminiCounters = (points: readonly Point[], context: Context): Reading => {
  const counters: Counter[] = [];
  for (const point of points) {
    const { attributes, metric, startNano, timeNano } = point;
    const counts = counted[textOf(attributes, "type") ?? ""];
    const amount = amountOf(point);
    const head = geminiHead({ record: point, context, at: instantOf(context, timeNano) });
    if (metric.name !== "gemini_cli.token.usage" || counts === undefined || amount === undefined || head.session === undefined) continue;
    const model = clip(textOf(attributes, "model"), 200);
    const { type: _, ...rest } = attributes;
    const group = counts === "input" || counts === "cacheRead" ? hashOf(rest, String(startNano), String(timeNano)) : undefined;
    counters.push({
      ...{ head, counts, amount, series: seriesOf(point), startNano, timeNano, cumulative: metric.temporality === "cumulative" },
      ...defined({ model, group }),
    });
  }
  return { signals: [], counters };
};
