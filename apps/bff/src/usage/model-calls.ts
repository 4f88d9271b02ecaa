import type { Clock } from "../platform/clock.ts";
import type { Db, Work } from "../platform/db/database.ts";
import { hourMs, startOfHour, startOfQuarter, quarterMs } from "../platform/keys.ts";
import type { Fact, Reaction } from "../signals/reactions.ts";
import {
  addCallSums,
  callsByProvider,
  callTimes,
  toldByEvents,
  type CallFigure,
  type CallSum,
  type CallTimes,
} from "./model-calls.repository.ts";

const minuteMs = 60_000;
/** What is told later than this says nothing of how calls go now. */
const lateMs = 25 * hourMs;
const mostOfName = 60;

/** Whose models these are, where nobody says it. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/^claude|^anthropic/i, "anthropic"],
  [/^(gpt|o\d|codex|chatgpt)/i, "openai"],
  [/^gemini/i, "google"],
  [/^grok/i, "xai"],
  [/^(mistral|codestral|devstral)/i, "mistral"],
  [/^deepseek/i, "deepseek"],
];
const providerOf = ({ provider, model = "" }: { provider?: string | undefined; model?: string | undefined }): string =>
  (provider?.toLowerCase() ?? makers.find(([pattern]) => pattern.test(model))?.[1] ?? "unknown").slice(0, mostOfName).toWellFormed();

type Call = Fact & { signal: Extract<Fact["signal"], { kind: "model.called" | "model.failed" }> };
const isCall = (fact: Fact): fact is Call => fact.signal.kind === "model.called" || fact.signal.kind === "model.failed";
const isSpan = ({ signal }: Call) => signal.kind === "model.called" && signal.data.channel === "span";

/** How calls of models go, added up in the transaction that keeps them; a group without calls costs nothing. */
export const modelCallsReaction = ({ clock }: { clock: Clock }): Reaction => ({
  kinds: new Set(["model.called", "model.failed"]),
  apply: async (work: Work, facts) => {
    const since = clock().getTime() - lateMs;
    const calls = facts.filter(isCall).filter(({ signal }) => Date.parse(signal.at) >= since);
    const twice = await toldByEvents(work.db, [...new Set(calls.filter(isSpan).map(({ open }) => open.row.id))]);
    const sums = new Map<string, CallSum>();
    for (const call of calls) if (!isSpan(call) || !twice.has(call.open.row.id)) add(sums, call);
    if (sums.size > 0) await addCallSums(work.db, [...sums.values()]);
  },
  // How fast an agent was stays with the name that it had then.
  rehome: async () => undefined,
});

const add = (sums: Map<string, CallSum>, { signal, open, owner }: Call): void => {
  const at = Date.parse(signal.at);
  const failed = signal.kind === "model.failed" ? 1 : 0;
  const ms = failed === 0 ? signal.data.durationMs : undefined;
  const places = [
    { grain: "minute", at: Math.floor(at / minuteMs) * minuteMs, name: providerOf(signal.data) },
    ...(ms === undefined
      ? []
      : ([
          { grain: "quarter", at: startOfQuarter(at), name: open.row.agentId },
          { grain: "hour", at: startOfHour(at), name: open.row.agentId },
        ] as const)),
  ] as const;
  for (const place of places) {
    const key = `${place.grain} ${place.at} ${place.name}`;
    const sum = sums.get(key) ?? { ...place, demo: owner.demo === true, calls: 0, failed: 0, timed: 0, ms: 0 };
    sum.calls += 1;
    sum.failed += failed;
    if (ms !== undefined) {
      sum.timed += 1;
      sum.ms += Math.round(ms);
    }
    sums.set(`${key}`, sum);
  }
};

/** What alerts and monitoring read of it. */
export const modelCalls = {
  /** In the last `minutes`, the one under way included. */
  byProvider: (db: Db, { now, minutes }: { now: Date; minutes: number }): Promise<CallFigure[]> =>
    callsByProvider(db, new Date(Math.floor(now.getTime() / minuteMs) * minuteMs - (minutes - 1) * minuteMs)),
  /** METRICS "Performance degradation": the last hour by quarters, beside the last day by hours. */
  times: (db: Db, { now, fewest }: { now: Date; fewest: number }): Promise<CallTimes[]> =>
    callTimes(db, {
      recent: new Date(startOfQuarter(now.getTime()) - 3 * quarterMs),
      usual: new Date(startOfHour(now.getTime()) - 23 * hourMs),
      fewest,
    }),
};
