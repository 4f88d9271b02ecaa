import type { DecisionRequest } from "@beckon/contracts/decisions";
import { backoff } from "./backoff.ts";
import type { OutboxEntry, OutboxProblem } from "./outbox-types.ts";

/** What came back for one answer; `status` 0 when nothing did. */
export type SendResult = { status: number; body?: unknown; retryAfter?: number };

export type OutboxStep =
  /** The answer stands: forget the entry, show the row. */
  | { do: "done"; row: DecisionRequest }
  /** The answer cannot stand: keep the entry with the reason until the person has seen it. */
  | { do: "refuse"; entry: OutboxEntry }
  /** Try later; `stop` when every other entry would fare the same. */
  | { do: "keep"; entry: OutboxEntry; stop: boolean; sessionLost: boolean }
  /** The notification's proof is spent or too weak: the same answer once more, by the session. */
  | { do: "again"; entry: OutboxEntry };

type Circumstances = { now: number; random?: () => number };

/**
 * What to do with an answer after one try to send it. An entry leaves the outbox only on the
 * resolved row of this very request, and is refused only by a problem that our server wrote: a captive
 * portal's 200 or a proxy's 404 proves nothing.
 */
export function outboxStep(entry: OutboxEntry, result: SendResult, circumstances: Circumstances): OutboxStep {
  const { status, body } = result;
  if (status >= 200 && status < 300) {
    return isRowOf(entry, body) && body.status !== "pending" ? { do: "done", row: body } : keep(entry, result, circumstances);
  }
  const code = codeOf(body);
  if (code === undefined || status < 400 || status >= 500 || [408, 425, 429].includes(status)) return keep(entry, result, circumstances);
  if (entry.capability !== undefined && [401, 403, 404].includes(status)) {
    const { capability: _spent, ...bySession } = entry;
    return { do: "again", entry: bySession };
  }
  if (status === 401) return { ...keep(entry, result, circumstances), stop: true, sessionLost: true };
  return { do: "refuse", entry: { ...entry, progress: "refused", attempts: entry.attempts + 1, problem: problemOf(entry, code, body) } };
}

function keep(entry: OutboxEntry, result: SendResult, { now, random }: Circumstances) {
  const attempts = entry.attempts + 1;
  const pause = result.retryAfter === undefined ? backoff(attempts, { base: 2_000, cap: 300_000, random }) : result.retryAfter * 1_000;
  const stop = result.status === 0 || result.status === 429;
  return { do: "keep", entry: { ...entry, progress: "waiting", attempts, notBefore: now + pause }, stop, sessionLost: false } as const;
}

function problemOf(entry: OutboxEntry, code: string, body: unknown): OutboxProblem {
  const { title, detail, decisionRequest } = body as Record<string, unknown>;
  return {
    code,
    title: typeof title === "string" ? title : "The server refused this answer",
    ...(typeof detail === "string" ? { detail } : {}),
    ...(isRowOf(entry, decisionRequest) ? { standing: decisionRequest } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const codeOf = (body: unknown): string | undefined => (isRecord(body) && typeof body.code === "string" ? body.code : undefined);

const isRowOf = (entry: OutboxEntry, value: unknown): value is DecisionRequest =>
  isRecord(value) && value.id === entry.requestId && typeof value.status === "string" && Array.isArray(value.options);
