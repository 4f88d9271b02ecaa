import type { TokenCounts } from "@beckon/contracts/signals";
import { startOfQuarter } from "../platform/keys.ts";
import { costOf, type Rate, type Rates } from "./price.ts";
import { tableRates, tableVersion } from "./price-table.ts";

/** A person's own price, in millionths of a dollar for a million tokens. */
export type Override = {
  id: string;
  model: string;
  input: number;
  output: number;
  cacheRead: number | null;
  cacheWrite: number | null;
  since: Date;
};

export type Priced = { micros: number; price: string };
export type Call = { model: string; provider?: string | undefined; at: Date; tokens: TokenCounts; calls: 0 | 1 };

/** Prices calls by what people set, else by the table. For one batch: it remembers what it has looked up. */
export const createPriceBook = (overrides: readonly Override[]) => {
  const patterns = overrides.map((override) => ({ override, fits: matcher(override.model) })).toSorted(nearestFirst);
  const known = new Map<string, { rates: Rates; price: string } | undefined>();

  const lookUp = ({ model, provider, at }: Call) => {
    const own = patterns.find(({ override, fits }) => override.since <= at && fits(model));
    if (own) return { rates: ownRates(own.override), price: `override:${own.override.id}` };
    const rates = tableRates({ model, provider, at });
    return rates && { rates, price: tableVersion };
  };

  /** Nothing if the model is not known, or is not priced by what the call used. */
  return (call: Call): Priced | undefined => {
    if (call.model === "") return undefined;
    // The table's prices change at full quarters, if they do in a day at all; a person's at any moment.
    const at = overrides.length === 0 ? startOfQuarter(call.at.getTime()) : call.at.getTime();
    const name = JSON.stringify([call.model, call.provider, at]);
    if (!known.has(name)) known.set(name, lookUp(call));
    const found = known.get(name);
    const micros = found && costOf(call.tokens, found.rates, call.calls);
    return micros === undefined || !found ? undefined : { micros, price: found.price };
  };
};

type Pattern = { override: Override };
/** A full name before a pattern, then the longest. */
const nearestFirst = ({ override: a }: Pattern, { override: b }: Pattern) =>
  Number(a.model.includes("*")) - Number(b.model.includes("*")) || b.model.length - a.model.length || (a.model < b.model ? -1 : 1);

/** `*` is any run of characters; case does not matter. No regular expression: the text is of people, the names of agents. */
export const matcher = (pattern: string): ((model: string) => boolean) => {
  const parts = pattern.toLowerCase().split("*");
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  return (model) => {
    const name = model.toLowerCase();
    if (parts.length === 1) return name === first;
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let from = first.length;
    const end = name.length - last.length;
    for (const part of parts.slice(1, -1)) {
      const found = name.indexOf(part, from);
      if (found === -1 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
};

const ownRates = ({ input, output, cacheRead, cacheWrite }: Override): Rates => ({
  input: flat(input),
  output: flat(output),
  cacheRead: cacheRead === null ? undefined : flat(cacheRead),
  cacheWrite: cacheWrite === null ? undefined : flat(cacheWrite),
});

const flat = (micros: number): Rate => ({ base: BigInt(micros) * 1_000n, tiers: [] });
