import type { ValueCounters, ValueSummary } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import { spread } from "@beckon/metrics/quantile";
import { isValued } from "./columns.ts";
import type { OutcomeOfWindow } from "./value.types.ts";

const ppm = 1_000_000;

/** What else happened to what was accepted: people's own work, held back to compare with, is not in it. */
export const countersOf = (all: readonly OutcomeOfWindow[], reworkMicros: number | null): ValueCounters => {
  const rows = all.filter(({ holdOut }) => !holdOut);
  const looked = rows.filter(({ state }) => state !== "unchecked");
  const reworked = looked.filter(({ state }) => state === "reworked").length;
  const reverted = looked.filter(({ state }) => state === "reverted").length;
  const minutes = rows.flatMap(({ reviewMinutes }) => reviewMinutes ?? []);
  const share = (count: number) => (looked.length === 0 ? null : Math.round((count * ppm) / looked.length));
  const whole = (found: number | null) => (found === null ? null : Math.round(found));
  const { p50, p95, n } = spread(minutes);
  return {
    rework: { share: share(reworked), n: looked.length, reworked, micros: reworkMicros },
    reverts: { share: share(reverted), n: looked.length, reverted },
    review: { p50Minutes: whole(p50), p95Minutes: whole(p95), n },
  };
};

/** How many there are, and what of their value was lost since they were accepted. */
export const countsOf = (rows: readonly OutcomeOfWindow[], terms: ValueTerms | null): ValueSummary["counts"] => {
  const own = rows.filter(({ holdOut }) => !holdOut);
  const lost = own.filter(isValued).filter(({ durability }) => durability < ppm);
  const milliHours = lost.reduce((sum, row) => sum + lostMilliHours(row), 0n);
  const since = lost.reduce<number | null>(
    (last, { writtenDownAt }) => (writtenDownAt === null ? last : Math.max(last ?? 0, writtenDownAt)),
    null,
  );
  return {
    outcomes: own.length,
    holdOuts: rows.length - own.length,
    withoutHours: own.filter((row) => !isValued(row)).length,
    writtenDown: {
      outcomes: lost.length,
      milliHours: Number(milliHours),
      micros:
        terms?.rate && terms.realisation
          ? Number((milliHours * BigInt(terms.rate.p50) * BigInt(terms.realisation.p50)) / (1_000n * BigInt(ppm)))
          : null,
      since: since === null ? null : new Date(since).toISOString(),
    },
  };
};

/** At P50: hours × agents' share × counterfactual × what is gone. */
const lostMilliHours = ({
  p50,
  agentShare,
  counterfactual,
  durability,
}: {
  p50: number;
  agentShare: number;
  counterfactual: number;
  durability: number;
}) => {
  const scale = BigInt(ppm) ** 3n;
  return (BigInt(p50) * BigInt(agentShare) * BigInt(counterfactual) * BigInt(ppm - durability) + scale / 2n) / scale;
};
