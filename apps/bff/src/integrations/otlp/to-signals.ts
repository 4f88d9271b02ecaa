import type { Signal } from "@beckon/contracts/signals";
import { claudeCounters, claudeLogs, claudeSpans } from "../claude-code/telemetry.ts";
import { codexLogs } from "../codex/telemetry.ts";
import { copilotSpans } from "../copilot/telemetry.ts";
import { geminiCounters, geminiLogs } from "../gemini/telemetry.ts";
import { genAiCounters, genAiSpans } from "../gen-ai/telemetry.ts";
import { textOf } from "./attributes.ts";
import type { Counter } from "./counters.ts";
import type { LogRecord, Origin, Point, Span, Telemetry } from "./otlp.types.ts";
import type { Context } from "./teller.ts";

/** What a vendor's records say. Each part is only there where it says something. */
export type Reading = {
  signals: Signal[];
  /** What counters of usage stand at or grew by. */
  counters?: Counter[];
  /** Sessions of which nothing is to be kept, now or later: an agent's own errands. */
  hidden?: string[];
  /**
   * Services that tell each call by itself: what their counters tell without a session is the same again. Beside each what
   * takes out of the books what its counters had told before.
   */
  tellsCalls?: ReadonlyMap<string, Signal>;
  /** Services whose counters tell no session; counted only while their calls are not told. */
  mayRepeat?: ReadonlyMap<Counter, string>;
};

type Vendor = "claude-code" | "codex" | "gemini" | "copilot" | "opencode" | "gen-ai";

/** Whose records these are: by service, by scope, or by the name of what is told, as each may be renamed. */
export const vendorOf = ({ resource, scope }: Origin, name: string): Vendor => {
  const service = textOf(resource, "service.name") ?? "";
  if (/^claude-code/.test(service) || scope.name.startsWith("com.anthropic.claude_code") || name.startsWith("claude_code."))
    return "claude-code";
  if (/^codex([_-]|$)/.test(service) || scope.name.startsWith("codex_otel") || name.startsWith("codex.")) return "codex";
  if (service === "gemini-cli" || scope.name === "gemini-cli" || name.startsWith("gemini_cli.")) return "gemini";
  if (/copilot/.test(service) || scope.name.startsWith("github.copilot") || name.startsWith("github.copilot.")) return "copilot";
  if (service === "opencode") return "opencode";
  return "gen-ai";
};

const logName = ({ attributes, body, eventName }: LogRecord) =>
  textOf(attributes, "event.name") ?? (typeof body === "string" ? body.slice(0, 100) : eventName);

/**
 * What telemetry says, in the order it was told. What is not known says nothing. OpenCode's own
 * telemetry is left out: its plugin tells the same, without the prompts. Pure.
 */
export const toReadings = ({ logs, points, spans }: Telemetry, context: Context): Reading[] => [
  ...readBy(logs, logName, (vendor, records) => {
    if (vendor === "claude-code") return claudeLogs(records, context);
    if (vendor === "codex") return codexLogs(records, context);
    return vendor === "gemini" ? geminiLogs(records, context) : undefined;
  }),
  ...readBy(
    points,
    ({ metric }: Point) => metric.name,
    (vendor, records) => {
      if (vendor === "claude-code") return claudeCounters(records, context);
      if (vendor === "gemini") return geminiCounters(records, context);
      // Codex' counters know no session and Copilot's tell its spans again.
      return vendor === "gen-ai" ? genAiCounters(records, context) : undefined;
    },
  ),
  ...readBy(
    spans,
    ({ name }: Span) => name,
    (vendor, records) => {
      if (vendor === "claude-code") return claudeSpans(records, context);
      if (vendor === "copilot") return copilotSpans(records, context);
      return vendor === "gen-ai" ? genAiSpans(records, context) : undefined;
    },
  ),
];

const readBy = <T extends Origin>(
  records: readonly T[],
  nameOf: (record: T) => string,
  read: (vendor: Vendor, records: T[]) => Reading | undefined,
): Reading[] => {
  const byVendor = new Map<Vendor, T[]>();
  for (const record of records) {
    const vendor = vendorOf(record, nameOf(record));
    const list = byVendor.get(vendor);
    if (list) list.push(record);
    else byVendor.set(vendor, [record]);
  }
  return [...byVendor].flatMap(([vendor, list]) => read(vendor, list) ?? []);
};
