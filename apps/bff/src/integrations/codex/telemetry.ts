import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { hashOf, textOf, defined } from "../otlp/attributes.ts";
import type { LogRecord } from "../otlp/otlp.types.ts";
import { headOf, idOf, instantOf, keyOf, words, type Context, type Head } from "../otlp/teller.ts";
import type { Reading } from "../otlp/to-signals.ts";
import { callSignals, failureSignals, paymentOf } from "./telemetry-calls.ts";
import { toolSignals } from "./telemetry-tools.ts";

/** One event. `fact` tells it from all others of its conversation. */
export type Told = { head: Head; record: LogRecord; fact: string };

/** Codex' log events, the only part of its telemetry that knows conversations. Pure. */
export const codexLogs = (records: readonly LogRecord[], context: Context): Reading => {
  const hidden = new Set<string>();
  const first = new Map<string, Told>();
  const signals: Signal[] = [];
  for (const record of records) {
    const event = textOf(record.attributes, "event.name") ?? "";
    if (!event.startsWith("codex.")) continue;
    const told = tell(record, context);
    const { session } = told.head;
    if (session !== undefined && isErrand(event, record)) hidden.add(session);
    const own = eventSignals(event, told);
    if (session !== undefined && own.length > 0 && !first.has(session)) first.set(session, told);
    signals.push(...own);
  }
  const described = [...first.values()].flatMap(describe);
  return { signals: [...described, ...signals].filter(({ session }) => !hidden.has(session ?? "")), hidden: [...hidden] };
};

const tell = (record: LogRecord, context: Context): Told => {
  const { attributes, resource, timeNano, observedNano } = record;
  const at = instantOf(context, timeNano, textOf(attributes, "event.timestamp"), observedNano);
  const session = keyOf(textOf(attributes, "conversation.id"));
  // Few events have an id; with its own time to the millisecond the same event is the same again.
  const fact = `${session ?? ""}:${hashOf({ ...attributes }, String(timeNano))}`;
  return { head: headOf({ source: "codex", vendor: "Codex", resource, context, at, session }), record, fact };
};

/**
 * The terminal starts a second conversation that only makes a title for the first: read-only, without
 * any of the servers that the terminal always gives to a conversation of the person's. Where the
 * prompt is told, it says so itself.
 */
const isErrand = (event: string, { attributes, resource }: LogRecord): boolean => {
  if (event === "codex.user_prompt") return /^Generate a concise, single-line task title\b/.test(textOf(attributes, "prompt") ?? "");
  const terminal = textOf(attributes, "originator") === "codex-tui" || textOf(resource, "service.name") === "codex_cli_rs";
  return (
    event === "codex.conversation_starts" &&
    terminal &&
    textOf(attributes, "sandbox_policy") === "read-only" &&
    attributes.mcp_servers === ""
  );
};

const eventSignals = (event: string, told: Told): Signal[] => {
  switch (event) {
    case "codex.conversation_starts":
      return [startOf(told)];
    case "codex.user_prompt":
      return [promptOf(told)];
    case "codex.sse_event":
      return callSignals(told);
    case "codex.api_request":
    case "codex.websocket_connect":
    case "codex.websocket_request":
      return failureSignals(told);
    case "codex.tool_decision":
    case "codex.tool_result":
      return toolSignals(event, told);
    default:
      return [];
  }
};

const versionOf = ({ attributes, resource }: LogRecord) =>
  clip(textOf(attributes, "app.version") ?? textOf(resource, "service.version"), 60);

const startOf = ({ head, record, fact }: Told): Signal => {
  const { attributes } = record;
  const data = defined({
    model: keyOf(textOf(attributes, "model")),
    version: versionOf(record),
    permissionMode: clip(textOf(attributes, "approval_policy"), 60),
  });
  return { ...head, id: idOf("session-start", fact), kind: "session.started", data };
};

const promptOf = ({ head, record, fact }: Told): Signal => {
  const text = textOf(record.attributes, "prompt");
  const prompt = text === "[REDACTED]" ? undefined : words(text);
  return { ...head, id: idOf("turn-start", fact), kind: "turn.started", data: { ...defined({ prompt }), by: "person", ends: false } };
};

/** What belongs to the conversation as a whole: the same again has the same id. */
const describe = ({ head, record }: Told): Signal[] => {
  const data = defined({ version: versionOf(record), payment: paymentOf(record.attributes) });
  if (Object.keys(data).length === 0) return [];
  return [{ ...head, id: idOf("described", head.session ?? "", hashOf(data)), kind: "session.described", data }];
};
