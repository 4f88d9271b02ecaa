import { clip } from "../clean.ts";
import { countOf, defined, numberOf, textOf } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { keyOf } from "../otlp/teller.ts";

/** Which model answered, and whose it is; by today's names and by those of before. */
export const modelOf = (attributes: Attributes) =>
  defined({
    model: keyOf(textOf(attributes, "gen_ai.response.model", "gen_ai.request.model", "llm.response.model", "llm.request.model")),
    provider: clip(textOf(attributes, "gen_ai.provider.name", "gen_ai.system"), 60),
  });

/**
 * What a call used; nothing where that is not told. By the conventions `input` contains what was read
 * from and written to caches; where it is smaller than those, its teller left them out.
 */
export const tokensOf = (attributes: Attributes) => {
  const input = countOf(attributes, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens");
  const output = countOf(attributes, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens");
  if (input === undefined && output === undefined) return undefined;
  const cacheRead = countOf(attributes, "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens") ?? 0;
  const cacheWrite = countOf(attributes, "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens") ?? 0;
  const reasoning = countOf(attributes, "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens");
  const fresh = (input ?? 0) - cacheRead - cacheWrite;
  return {
    input: fresh >= 0 ? fresh : (input ?? 0),
    output: output ?? 0,
    cacheRead,
    cacheWrite,
    ...(reasoning === undefined ? {} : { reasoning }),
  };
};

/** The status of HTTP, where a call failed with one. */
export const statusOf = (attributes: Attributes): number | undefined => {
  const code = numberOf(attributes, "http.response.status_code", "http.status_code", "error.type");
  return code !== undefined && Number.isInteger(code) && code >= 100 && code <= 999 ? code : undefined;
};
