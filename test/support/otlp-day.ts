import type { Attribute, Log, Metric, Request } from "@beckon/bff/integrations/otlp/testing/telemetry-request.ts";
import { createRandom, type UsageFact } from "./usage-day.ts";

/** The day's facts as the agents' own telemetry tells them: each call by an event, or all of them by counters. */

const services: Record<UsageFact["vendor"], string> = { "claude-code": "claude-code", codex: "codex_cli_rs", gemini: "gemini-cli" };
const nano = (at: string) => BigInt(Date.parse(at)) * 1_000_000n;
const int = (value: number) => ({ int: String(value) });

const eventOf = ({ vendor, session, sequence, requestId, at, model, tokens, costMicros }: UsageFact): Attribute[] => {
  const { input, output, cacheRead, cacheWrite, reasoning } = tokens;
  if (vendor === "claude-code")
    return [
      ["event.name", "api_request"],
      ["session.id", session],
      ["event.sequence", int(sequence)],
      ["request_id", requestId],
      ["model", model],
      // Numbers and text, as both are sent.
      ["input_tokens", int(input)],
      ["output_tokens", String(output)],
      ["cache_read_tokens", int(cacheRead)],
      ["cache_creation_tokens", String(cacheWrite)],
      ["cost_usd", (costMicros ?? 0) / 1_000_000],
    ];
  if (vendor === "codex")
    return [
      ["event.name", "codex.sse_event"],
      ["event.kind", "response.completed"],
      ["event.timestamp", at],
      ["conversation.id", session],
      ["model", model],
      ["input_token_count", String(input + cacheRead)],
      ["cached_token_count", String(cacheRead)],
      ["output_token_count", String(output)],
      ["reasoning_token_count", String(reasoning)],
    ];
  return [
    ["event.name", "gemini_cli.api_response"],
    ["event.timestamp", at],
    ["session.id", session],
    ["model", model],
    ["input_token_count", int(input + cacheRead)],
    ["cached_content_token_count", int(cacheRead)],
    ["output_token_count", int(output - reasoning)],
    ["thoughts_token_count", int(reasoning)],
  ];
};

const empty = { scope: { name: "", version: "" }, logs: [], metrics: [], spans: [] };

/** One request's worth of events; the agents of a batch stand side by side, as a collector would send them. */
export const toEvents = (facts: readonly UsageFact[]): Request[] =>
  [...Map.groupBy(facts, ({ vendor, agent }) => `${vendor}\n${agent}`).values()].map((own) => {
    const { vendor, agent } = own[0] as UsageFact;
    return {
      ...empty,
      resource: [
        ["service.name", services[vendor]],
        ["agent.name", agent],
      ],
      logs: own.map((fact): Log => {
        const time = vendor === "codex" ? 0n : nano(fact.at);
        return { time, observed: time, eventName: "", body: undefined, attributes: eventOf(fact), traceId: "", spanId: "" };
      }),
    };
  });

const types = { input: "input", output: "output", cacheRead: "cacheRead", cacheCreation: "cacheWrite" } as const;

type Series = { metric: "token" | "cost"; type?: keyof typeof types; model: string };
const amountOf = ({ metric, type }: Series, { tokens, costMicros }: UsageFact) =>
  metric === "cost" ? (costMicros ?? 0) / 1_000_000 : tokens[types[type as keyof typeof types]];

/**
 * Claude Code's counters of one session: two processes one after the other, each of which exports now
 * and then what its counters grew by, or stand at.
 */
export const toCounters = (facts: readonly UsageFact[], options: { seed: number; temporality: 1 | 2 }): Request[] => {
  const { seed, temporality } = options;
  const random = createRandom(seed);
  const own = facts.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.sequence - b.sequence));
  const half = random.below(own.length);
  return [own.slice(0, half), own.slice(half)].flatMap((run, index) => {
    const begin = nano(run[0]?.at ?? "2026-11-20T00:00:00Z") - 1_000n + BigInt(index);
    const exports: UsageFact[][] = [];
    for (let at = 0; at < run.length; at += 1) {
      if (at === 0 || random.below(25) === 0) exports.push([]);
      exports.at(-1)?.push(run[at] as UsageFact);
    }
    let before = begin;
    const told: UsageFact[] = [];
    return exports.map((fresh, exported): Request => {
      told.push(...fresh);
      const time = nano((fresh.at(-1) as UsageFact).at) + BigInt(exported + 1);
      const counted = temporality === 1 ? fresh : told;
      const request = exportOf(counted, { temporality, start: temporality === 1 ? before : begin, time });
      before = time;
      return request;
    });
  });
};

type Window = { temporality: 1 | 2; start: bigint; time: bigint };

const exportOf = (facts: readonly UsageFact[], { temporality, start, time }: Window): Request => {
  const { session, agent } = facts[0] as UsageFact;
  const metricOf = (metric: "token" | "cost"): Metric => ({
    ...{ name: `claude_code.${metric}.usage`, unit: "", shape: "sum", temporality, monotonic: true },
    points: [...Map.groupBy(facts, ({ model }) => model)].flatMap(([model, calls]) =>
      (metric === "cost" ? [undefined] : (Object.keys(types) as (keyof typeof types)[])).map((type) => ({
        ...{ start, time, integer: false, flags: 0 },
        value: calls.reduce((sum, call) => sum + amountOf({ metric, model, ...(type ? { type } : {}) }, call), 0),
        attributes: [["session.id", session], ["model", model], ...(type ? [["type", type]] : [])] as Attribute[],
      })),
    ),
  });
  return {
    ...empty,
    resource: [
      ["service.name", "claude-code"],
      ["agent.name", agent],
    ],
    metrics: [metricOf("token"), metricOf("cost")],
  };
};
