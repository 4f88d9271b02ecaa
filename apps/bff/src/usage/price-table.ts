import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { calcPrice as CalcPrice, ModelPrice } from "@pydantic/genai-prices";
import type { Rate, Rates } from "./price.ts";

/**
 * The price table that comes with Beckon: list prices of `@pydantic/genai-prices`, offline. It is asked
 * for its prices only; its own sums are of floating point.
 */
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.resolve("@pydantic/genai-prices")), "utf8")) as {
  version: string;
};
export const tableVersion = `genai-prices@${version}`;

/** Nearly a megabyte of prices: read when the first call is to be priced, for many agents tell their cost themselves. */
let calcPrice: typeof CalcPrice | undefined;
const loadTable = () =>
  (calcPrice ??= (createRequire(import.meta.url)("@pydantic/genai-prices") as { calcPrice: typeof CalcPrice }).calcPrice);

/** Models that run on somebody's own machine have no list price, whatever their names are alike. */
const local = /^(ollama|lm[-_ ]?studio|llama[-_. ]?cpp|vllm|local(host)?)\b/i;

/** OpenTelemetry's names of providers, where the table has another. */
const otherNames: Record<string, string> = {
  "azure.ai.openai": "azure",
  "azure.ai.inference": "azure",
  x_ai: "x-ai",
  "moonshot.ai": "moonshotai",
  mistral_ai: "mistral",
};

export type Asked = { model: string; provider?: string | undefined; at: Date };

/** The rates of a model at a time, or nothing if the table does not know it. */
export const tableRates = ({ model, provider, at }: Asked): Rates | undefined => {
  if (provider && local.test(provider)) return undefined;
  const named = provider && (otherNames[provider.toLowerCase()] ?? provider);
  // What an agent names as its provider may be a gateway of the house: the model's own maker then.
  const price = (named && find(model, at, named)) || find(model, at) || findInPath(model, at);
  return price && toRates(price);
};

/** Names such as openai/gpt-5.1 or models/gemini-3-pro: what is before the slash may be the provider. */
const findInPath = (model: string, at: Date): ModelPrice | undefined => {
  const slash = model.lastIndexOf("/");
  if (slash < 1 || local.test(model)) return undefined;
  const name = model.slice(slash + 1);
  return find(name, at, model.slice(0, slash)) || find(name, at);
};

const find = (model: string, timestamp: Date, providerId?: string): ModelPrice | undefined => {
  try {
    return loadTable()({ input_tokens: 0, output_tokens: 0 }, model, { timestamp, ...(providerId ? { providerId } : {}) })?.model_price;
  } catch {
    // A row of the table that contradicts itself prices nothing.
    return undefined;
  }
};

const toRates = (price: ModelPrice): Rates => ({
  input: toRate(price.input_mtok),
  output: toRate(price.output_mtok),
  cacheRead: toRate(price.cache_read_mtok),
  cacheWrite: toRate(price.cache_write_mtok),
  reasoning: toRate(price.output_reasoning_mtok),
  // Dollars for a thousand.
  call: nano(price.requests_kcount, 1_000n),
});

const toRate = (price: ModelPrice[string]): Rate | undefined => {
  if (price === undefined) return undefined;
  if (typeof price === "number") return { base: nano(price) as bigint, tiers: [] };
  return {
    base: nano(price.base) as bigint,
    tiers: price.tiers
      .map(({ start, price: each }) => ({ above: start, rate: nano(each) as bigint }))
      .toSorted((a, b) => a.above - b.above),
  };
};

/** Billionths of a dollar, exact for what the table writes with up to nine decimals. */
const nano = (dollars: ModelPrice[string], forHowMany = 1n): bigint | undefined =>
  typeof dollars === "number" ? BigInt(dollars.toFixed(9).replace(".", "")) / forHowMany : undefined;
