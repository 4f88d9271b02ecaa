import type { TokenCounts } from "@beckon/contracts/signals";

/** Billionths of a dollar for a million tokens; another rate once a call's whole input is above so many. */
export type Rate = { base: bigint; tiers: { above: number; rate: bigint }[] };

/** What a kind of token is not priced by, is priced as what it is a kind of. `call`: billionths for each. */
export type Rates = {
  input?: Rate | undefined;
  output?: Rate | undefined;
  cacheRead?: Rate | undefined;
  cacheWrite?: Rate | undefined;
  reasoning?: Rate | undefined;
  call?: bigint | undefined;
};

const million = 1_000_000n;
/** A billionth of a dollar for a million tokens, as many times in a millionth of a dollar. */
const inMicro = 1_000n * million;

/**
 * Millionths of a dollar of these tokens, rounded once, half up. `calls` is 0 for what a counter grew by:
 * of many calls nobody knows which was large, so the higher rates of large ones are left out.
 * Nothing if there are no tokens to price, or some that the rates do not cover.
 */
export const costOf = (tokens: TokenCounts, rates: Rates, calls: 0 | 1): number | undefined => {
  const size = calls === 0 ? 0 : tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const reasoning = rates.reasoning ? Math.min(tokens.reasoning ?? 0, tokens.output) : 0;
  const parts: [count: number, rate: Rate | undefined][] = [
    [tokens.input, rates.input],
    [tokens.cacheRead, rates.cacheRead ?? rates.input],
    [tokens.cacheWrite, rates.cacheWrite ?? rates.input],
    [tokens.output - reasoning, rates.output],
    [reasoning, rates.reasoning],
  ];
  const used = parts.filter(([count]) => count > 0);
  if (used.length === 0) return undefined;
  let sum = BigInt(calls) * (rates.call ?? 0n) * million;
  for (const [count, rate] of used) {
    if (!rate) return undefined;
    sum += BigInt(count) * rateAt(rate, size);
  }
  return Number((sum + inMicro / 2n) / inMicro);
};

const rateAt = ({ base, tiers }: Rate, size: number): bigint => tiers.findLast(({ above }) => size > above)?.rate ?? base;
