import type { Signal, TokenCounts } from "@beckon/contracts/signals";

/**
 * A day of many agents, made from a seed, with a ledger of its own: what it says was used is added up
 * here without a line of the product. The facts are of no encoding: each test tells them in its own.
 */
export type UsageFact = {
  vendor: "claude-code" | "codex" | "gemini";
  agent: string;
  session: string;
  /** Counts the calls of one session from 1. */
  sequence: number;
  requestId: string;
  at: string;
  model: string;
  /** `input` without cache reads and writes; `output` with reasoning. */
  tokens: Required<TokenCounts>;
  /** Claude Code says itself what a call costs. */
  costMicros?: number;
};

export type LedgerLine = {
  calls: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  micros: number;
  unpriced: number;
};

/** Millionths of a dollar for a thousand tokens; above 200,000 tokens in, Gemini's other price. */
const prices: Record<string, { in: number; cached: number; out: number; large?: { in: number; cached: number; out: number } }> = {
  "gpt-5.1-codex": { in: 1_250, cached: 125, out: 10_000 },
  "gemini-3-pro-preview": { in: 2_000, cached: 200, out: 12_000, large: { in: 4_000, cached: 400, out: 18_000 } },
};
const models = {
  "claude-code": ["claude-sonnet-5", "claude-opus-4-8", "claude-haiku-4-5"],
  codex: ["gpt-5.1-codex", "gpt-5.1-codex", "gpt-5.1-codex", "house-model-7"],
  gemini: ["gemini-3-pro-preview"],
} as const;
const vendors = ["claude-code", "claude-code", "claude-code", "codex", "gemini"] as const;

export const createRandom = (seed: number) => {
  let state = seed >>> 0;
  /** mulberry32 */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(next() * end);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const shuffle = <T>(values: readonly T[]): T[] => {
    const out = [...values];
    for (let index = out.length - 1; index > 0; index -= 1) {
      const other = below(index + 1);
      [out[index], out[other]] = [out[other] as T, out[index] as T];
    }
    return out;
  };
  return { next, below, pick, shuffle };
};
type Random = ReturnType<typeof createRandom>;

/** `day`: its first instant, UTC. */
export const createUsageDay = (options: { seed: number; day: string; sessions?: number; calls?: number }): UsageFact[] => {
  const { sessions = 50, calls = 20_000 } = options;
  const random = createRandom(options.seed);
  const start = Date.parse(options.day);
  const runs = Array.from({ length: sessions }, (_, index) => {
    const vendor = vendors[index % vendors.length] as UsageFact["vendor"];
    const from = random.below(22 * 3_600_000);
    const length = 600_000 + random.below(Math.min(6 * 3_600_000, 24 * 3_600_000 - from - 600_000));
    return { vendor, agent: `${vendor} ${index % 12}`, session: `run-${options.seed}-${index}`, from: start + from, length, calls: 0 };
  });
  return Array.from({ length: calls }, (): UsageFact => {
    const run = random.pick(runs);
    run.calls += 1;
    const { vendor, agent, session } = run;
    const tokens = tokensOf(vendor, random);
    return {
      vendor,
      agent,
      session,
      sequence: run.calls,
      requestId: `req_${session}_${run.calls}`,
      at: new Date(run.from + random.below(run.length)).toISOString(),
      model: random.pick(models[vendor]),
      tokens,
      ...(vendor === "claude-code" ? { costMicros: 1 + random.below(400_000) } : {}),
    };
  });
};

const tokensOf = (vendor: UsageFact["vendor"], random: Random): Required<TokenCounts> => {
  const output = 1 + random.below(6_000);
  return {
    input: 1 + random.below(vendor === "gemini" ? 260_000 : 9_000),
    output,
    cacheRead: random.below(90_000),
    cacheWrite: vendor === "claude-code" ? random.below(12_000) : 0,
    reasoning: vendor === "claude-code" ? 0 : random.below(output),
  };
};

/** Of one call; nothing for a model that has no price. Rounded once, half up. */
const microsOf = ({ model, tokens, costMicros }: UsageFact): number | undefined => {
  if (costMicros !== undefined) return costMicros;
  const price = prices[model];
  if (!price) return undefined;
  const { input, cacheRead, output } = tokens;
  const rate = price.large && input + cacheRead > 200_000 ? price.large : price;
  return Math.floor((input * rate.in + cacheRead * rate.cached + output * rate.out + 500) / 1_000);
};

/** What these facts add up to, by whatever `keyOf` says. */
export const ledgerOf = (facts: readonly UsageFact[], keyOf: (fact: UsageFact) => string): Record<string, LedgerLine> => {
  const lines: Record<string, LedgerLine> = {};
  for (const fact of facts) {
    const line = (lines[keyOf(fact)] ??= {
      calls: 0,
      input: 0,
      output: 0,
      cacheRead: 0,
      cacheWrite: 0,
      reasoning: 0,
      micros: 0,
      unpriced: 0,
    });
    const micros = microsOf(fact);
    line.calls += 1;
    line.input += fact.tokens.input;
    line.output += fact.tokens.output;
    line.cacheRead += fact.tokens.cacheRead;
    line.cacheWrite += fact.tokens.cacheWrite;
    line.reasoning += fact.tokens.reasoning;
    line.micros += micros ?? 0;
    line.unpriced += micros === undefined ? 1 : 0;
  }
  return lines;
};

/** The facts as signals, as the adapters make them. */
export const toSignals = (facts: readonly UsageFact[]): Signal[] =>
  facts.map(({ vendor, agent, session, requestId, at, model, tokens, costMicros }) => ({
    id: `call:${requestId}`,
    source: vendor,
    at,
    agent: { name: agent },
    session,
    kind: "model.called",
    data: { model, channel: "event", tokens, ...(costMicros === undefined ? {} : { costMicros }) },
  }));

/** All of it with a share told twice, in no order, in batches of any size up to `most`. */
export const inBatches = <T>(values: readonly T[], options: { seed: number; duplicates: number; most: number }): T[][] => {
  const random = createRandom(options.seed);
  const again = values.filter(() => random.next() < options.duplicates);
  const rest = random.shuffle([...values, ...again]);
  const batches: T[][] = [];
  while (rest.length > 0) batches.push(rest.splice(0, 1 + random.below(options.most)));
  return batches;
};
