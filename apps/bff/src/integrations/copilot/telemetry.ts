import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { sessionsByTrace } from "../gen-ai/telemetry.ts";
import { spanSignals } from "../gen-ai/telemetry-spans.ts";
import { defined, hashOf, textOf } from "../otlp/attributes.ts";
import type { Span } from "../otlp/otlp.types.ts";
import { headOf, idOf, instantOf, keyOf, type Context, type Head } from "../otlp/teller.ts";
import type { Reading } from "../otlp/to-signals.ts";

/**
 * Copilot's spans: the conventions for generative AI, with words of its own. Its sub-agents' spans are
 * of the same conversation and come before the main agent's, so an agent's name in them names nobody. Pure.
 */
export const copilotSpans = (spans: readonly Span[], context: Context): Reading => {
  const first = new Map<string, { head: Head; span: Span }>();
  const signals: Signal[] = [];
  const byTrace = sessionsByTrace(spans);
  for (const span of spans) {
    const head = copilotHead({ span, context, byTrace });
    // A tool whose conversation is not known would be of a run that nobody has.
    if (head.session === undefined && textOf(span.attributes, "gen_ai.operation.name") === "execute_tool") continue;
    const own = spanSignals(span, head).map((signal) => paid(signal, span));
    if (head.session !== undefined && own.length > 0 && !first.has(head.session)) first.set(head.session, { head, span });
    signals.push(...own);
  }
  return { signals: [...[...first.values()].flatMap(describe), ...signals] };
};

type HeadOptions = { span: Span; context: Context; byTrace: ReadonlyMap<string, string> };

const copilotHead = ({ span, context, byTrace }: HeadOptions): Head => {
  const { attributes, resource, startNano, endNano } = span;
  return headOf({
    ...{ source: "copilot", resource, context, at: instantOf(context, endNano, startNano) },
    vendor: textOf(resource, "service.name") === "copilot-chat" ? "Copilot Chat" : "Copilot CLI",
    session: keyOf(textOf(attributes, "gen_ai.conversation.id", "copilot_chat.chat_session_id")) ?? byTrace.get(span.traceId),
  });
};

/** Calls through GitHub are paid by the plan; with a key of one's own, by tokens. */
const paid = (signal: Signal, { attributes }: Span): Signal => {
  const provider = textOf(attributes, "gen_ai.provider.name", "gen_ai.system");
  if (signal.kind !== "model.called" || provider === undefined) return signal;
  return { ...signal, data: { ...signal.data, payment: provider === "github" ? "plan" : "tokens" } };
};

const describe = ({ head, span }: { head: Head; span: Span }): Signal[] => {
  const { attributes, resource } = span;
  const data = defined({
    version: clip(textOf(attributes, "gen_ai.agent.version") ?? textOf(resource, "service.version"), 60),
    branch: clip(textOf(attributes, "github.copilot.git.branch"), 200),
  });
  if (Object.keys(data).length === 0) return [];
  return [{ ...head, id: idOf("described", head.session ?? "", hashOf(data)), kind: "session.described", data }];
};
