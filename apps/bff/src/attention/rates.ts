import type { ValueTerms } from "@beckon/contracts/value-terms";
import { noRates, type AttentionRates } from "./attention.types.ts";

/** What an hour is worth, as people have said; of what they have not, nothing is known. */
export const ratesOf = (terms: ValueTerms | undefined): AttentionRates =>
  terms
    ? {
        currency: terms.currency,
        perDollarMicros: terms.exchange?.perDollar ?? noRates.perDollarMicros,
        rateMicros: terms.rate?.p50 ?? null,
        delayMicros: terms.costOfDelayPerHourMicros ?? null,
      }
    : noRates;
