import { calcPrice } from "@pydantic/genai-prices";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf } from "./price.ts";
import { createPriceBook, matcher, type Override } from "./price-book.ts";
import { tableRates, tableVersion } from "./price-table.ts";

const at = new Date("2026-11-21T10:00:00Z");
const tokens = (input: number, output: number, cacheRead = 0, cacheWrite = 0) => ({ input, output, cacheRead, cacheWrite });
const price = (model: string, used: ReturnType<typeof tokens>, more: { provider?: string; calls?: 0 | 1 } = {}) =>
  createPriceBook([])({ model, at, tokens: used, calls: 1, ...more });

describe("the table's price of a call", () => {
  test("is what a real agent counted for the same tokens", () => {
    // Claude Code's own list gave 0.023384 $ for these.
    expect(price("claude-sonnet-5", tokens(812, 640, 51_200, 2_048))).toEqual({ micros: 23_384, price: tableVersion });
  });

  test("is the higher one for all of a call whose whole input is large", () => {
    expect(price("gemini-3-pro-preview", tokens(200_000, 1_000))?.micros).toBe(200_000 * 2 + 1_000 * 12);
    expect(price("gemini-3-pro-preview", tokens(1, 1_000, 200_000))?.micros).toBe(4 + 80_000 + 18_000);
    // A counter's step is of many calls: nobody knows whether one of them was that large.
    expect(price("gemini-3-pro-preview", tokens(300_000, 0), { calls: 0 })?.micros).toBe(600_000);
  });

  test("is rounded once, half up", () => {
    expect(price("gpt-5.1", tokens(1, 0, 2))?.micros).toBe(2); // 1.25 + 0.25
    expect(price("gpt-5.1", tokens(0, 0, 3))?.micros).toBe(0); // 0.375
    expect(price("gpt-5.1", tokens(0, 0, 4))?.micros).toBe(1); // 0.5
  });

  test("is unknown, never nothing, where there is no price for what was used", () => {
    expect(price("nobody-knows", tokens(5, 5))).toBeUndefined();
    expect(price("", tokens(5, 5))).toBeUndefined();
    expect(price("gpt-5.1", tokens(0, 0))).toBeUndefined();
    expect(price("gpt-5.1", tokens(5, 5), { provider: "ollama" })).toBeUndefined();
    expect(price("ollama/gpt-5.1", tokens(5, 5))).toBeUndefined();
    // An embedding has no price for output.
    expect(price("text-embedding-3-small", tokens(1_000_000, 0), { provider: "openai" })?.micros).toBe(20_000);
    expect(price("text-embedding-3-small", tokens(1_000_000, 1), { provider: "openai" })).toBeUndefined();
  });

  test("is found under the names that agents have for provider and model", () => {
    const plain = price("gpt-5.1", tokens(1_000, 1_000))?.micros;
    for (const provider of ["openai", "OpenAI", "our-gateway", "azure.ai.openai"])
      expect(price("gpt-5.1", tokens(1_000, 1_000), { provider })?.micros).toBe(plain);
    for (const model of ["openai/gpt-5.1", "GPT-5.1", "gpt-5.1-codex", "models/gpt-5.1"])
      expect(price(model, tokens(1_000, 1_000))?.micros).toBe(plain);
  });

  test("agrees with the table's own sum to the rounding, for every model and any tokens", () => {
    const models = [
      ["claude-sonnet-5", "anthropic"],
      ["claude-opus-4-8", "anthropic"],
      ["gpt-5.1-codex", "openai"],
      ["gpt-5.5", "openai"],
      ["gemini-3-pro-preview", "google"],
      ["gemini-2.5-flash", "google"],
      ["deepseek-chat", "deepseek"],
      ["google/gemini-2.5-flash-lite", "openrouter"],
      ["grok-4", "x-ai"],
      ["mistral-large-latest", "mistral"],
    ] as const;
    const count = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(fc.constantFrom(...models), count, count, count, count, ([model, providerId], input, output, cacheRead, cacheWrite) => {
        fc.pre(input + output + cacheRead + cacheWrite > 0);
        const rates = tableRates({ model, provider: providerId, at });
        const theirs = calcPrice(
          {
            input_tokens: input + cacheRead + cacheWrite,
            cache_read_tokens: cacheRead,
            cache_write_tokens: cacheWrite,
            output_tokens: output,
          },
          model,
          { providerId, timestamp: at },
        );
        const ours = rates && costOf(tokens(input, output, cacheRead, cacheWrite), rates, 1);
        expect(Math.abs((ours as number) - (theirs as { total_price: number }).total_price * 1e6)).toBeLessThanOrEqual(0.5001);
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });
});

describe("prices that people set", () => {
  const override = (model: string, input: number, more: Partial<Override> = {}): Override => ({
    id: `pr_${model}`,
    model,
    input,
    output: 0,
    cacheRead: null,
    cacheWrite: null,
    since: new Date("2026-11-20T00:00:00Z"),
    ...more,
  });
  const call = { tokens: tokens(1_000_000, 0), calls: 1 as const, at };

  test("hold before the table's, the full name before a pattern, the longer pattern before the shorter", () => {
    const ask = createPriceBook([override("*", 1), override("gpt-*", 2), override("gpt-5*", 3), override("GPT-5.1", 4)]);
    expect(ask({ ...call, model: "gpt-5.1" })).toEqual({ micros: 4, price: "override:pr_GPT-5.1" });
    expect(ask({ ...call, model: "gpt-5.5" })?.micros).toBe(3);
    expect(ask({ ...call, model: "gpt-4o" })?.micros).toBe(2);
    expect(ask({ ...call, model: "nobody-knows" })?.micros).toBe(1);
    expect(ask({ ...call, model: "" })).toBeUndefined();
  });

  test("hold for calls made since then", () => {
    const ask = createPriceBook([override("gpt-5.1", 7)]);
    expect(ask({ ...call, model: "gpt-5.1", at: new Date("2026-11-19T23:59:59.999Z") })?.price).toBe(tableVersion);
    expect(ask({ ...call, model: "gpt-5.1", at: new Date("2026-11-20T00:00:00Z") })?.micros).toBe(7);
  });

  test("price cached tokens as others unless they say otherwise", () => {
    const used = { model: "m", at, calls: 1 as const, tokens: tokens(1_000_000, 0, 1_000_000, 1_000_000) };
    expect(createPriceBook([override("m", 10)])(used)?.micros).toBe(30);
    expect(createPriceBook([override("m", 10, { cacheRead: 0, cacheWrite: 2 })])(used)?.micros).toBe(12);
  });

  test("are matched as a simple regular expression would, without being one", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", ".", "A"), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b", ".", "A"), maxLength: 10 }), (pattern, model) => {
        const source = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
        expect(matcher(pattern)(model)).toBe(new RegExp(`^${source.join(".*")}$`, "i").test(model));
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    );
  });
});
