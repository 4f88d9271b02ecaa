import { createRandom } from "./usage-day.ts";

/*
 * A quarter of a fleet, made from a seed, with a ledger of its own: what was spent, accepted, reverted and waited for is
 * decided here, and added up here, without a line of the product. The quarter is that of Berlin, with a change of clocks.
 */

/** 1 September, 00:00 in Berlin, to 1 December. */
export const quarterStart = Date.parse("2026-08-31T22:00:00Z");
export const quarterEnd = Date.parse("2026-11-30T23:00:00Z");
export const quarterNow = Date.parse("2026-12-20T12:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type Agent = { name: string; role: string; payment: "tokens" | "plan" };
const agents: Agent[] = ["developer", "developer", "reviewer", "tester", "developer", "reviewer"].map((role, index) => ({
  name: `agent-${index + 1}`,
  role,
  payment: index % 3 === 2 ? "plan" : "tokens",
}));

export type Call = { at: number; micros: number };
/** What a run was for: nothing that was accepted, or taking something back, or an outcome. */
export type Run = { session: string; agent: Agent; at: number; calls: Call[]; branch?: string; purpose: "nothing" | "revert" | "outcome" };
export type Result = {
  by: "hand" | "pull_request";
  number: number;
  title: string;
  taskType: "feature" | "fix";
  acceptedAt: number;
  openedAt: number;
  run?: Run;
  /** Thousandths of an hour; `spread`: how far P10 and P90 lie from P50. */
  hours?: { p50: number; spread: number };
  agentShare: number;
  counterfactual: 0 | 500_000 | 1_000_000;
  reverted?: { number: number; at: number; run: Run };
};
export type Wait = { at: number; waitMs: number; openMs: number };
export type Quarter = { runs: Run[]; results: Result[]; waits: Wait[] };

export const createQuarter = (seed: number): Quarter => {
  const random = createRandom(seed);
  const runs: Run[] = [];
  const run = (at: number, purpose: Run["purpose"], branch?: string): Run => {
    const made: Run = {
      session: `run-${runs.length + 1}`,
      agent: random.pick(agents),
      at,
      // Some reach over the ends of the quarter.
      calls: Array.from({ length: 1 + random.below(4) }, () => ({ at: at + random.below(20 * hour), micros: 1 + random.below(9_000_000) })),
      purpose,
      ...(branch ? { branch } : {}),
    };
    runs.push(made);
    return made;
  };
  /** From ten days before the quarter to ten days after it. */
  const anywhen = () => quarterStart - 10 * day + random.below(quarterEnd - quarterStart + 20 * day);
  const results = Array.from({ length: 90 }, (_, index): Result => {
    const by = index % 2 === 0 ? "hand" : "pull_request";
    // The first are accepted in the very last and first minutes.
    const acceptedAt = index < 4 ? ([quarterStart, quarterStart - 1_000, quarterEnd - 1_000, quarterEnd][index] as number) : anywhen();
    const number = 100 + index;
    const branch = by === "pull_request" ? `agents/${number}` : undefined;
    const reverted = by === "pull_request" && index % 7 === 3;
    return {
      ...{ by, number, acceptedAt, openedAt: acceptedAt - (5 + random.below(600)) * minute },
      title: `${index % 3 === 0 ? "fix" : "feat"}: work ${number}`,
      taskType: index % 3 === 0 ? "fix" : "feature",
      ...(index % 11 === 8 ? {} : { run: run(acceptedAt - 30 * hour, "outcome", branch) }),
      ...(index % 9 === 5 ? {} : { hours: { p50: 3_250 + 250 * random.below(30), spread: 250 * random.below(4) } }),
      agentShare: random.pick([1_000_000, 800_000, 500_000]),
      counterfactual: random.pick([1_000_000, 1_000_000, 500_000, 0] as const),
      ...(reverted
        ? { reverted: { number: 1_000 + index, at: acceptedAt + 2 * day, run: run(acceptedAt + day, "revert", `revert-${number}`) } }
        : {}),
    };
  });
  for (let index = 0; index < 40; index += 1) run(anywhen(), "nothing");
  const waits = Array.from({ length: 24 }, (_, index) => {
    const waitMs = (1 + random.below(40)) * minute;
    return { at: quarterStart + index * 3 * day + hour, waitMs, openMs: Math.min(waitMs, 10_000 + random.below(15 * minute)) };
  });
  return { runs, results, waits };
};

/* The ledger: exact, in fractions of whole numbers. */

const inQuarter = (at: number) => at >= quarterStart && at < quarterEnd;
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const half = (above: bigint, below: bigint) => Number((above + below / 2n) / below);

/** What runs spent within the quarter. */
export const spentBy = (runs: readonly Run[]) => {
  const calls = runs.flatMap(({ agent, calls: own }) => own.filter(({ at }) => inQuarter(at)).map(({ micros }) => ({ micros, agent })));
  const of = (payment: Agent["payment"]) => sum(calls.filter(({ agent }) => agent.payment === payment).map(({ micros }) => micros));
  const sessions = runs.filter(({ calls: own }) => own.some(({ at }) => inQuarter(at))).length;
  return { billed: of("tokens"), planned: of("plan"), listPrice: sum(calls.map(({ micros }) => micros)), sessions };
};

export const acceptedIn = ({ results }: Quarter) => results.filter(({ acceptedAt }) => inQuarter(acceptedAt));

/** At P50, step by step; hours in thousandths, money in micros. */
export const worthOf = (results: readonly Result[], { rate, realisation }: { rate: number; realisation: number }) => {
  const million = 1_000_000n;
  let [gross, share, factual, durable] = [0n, 0n, 0n, 0n];
  for (const { hours, agentShare, counterfactual, reverted } of results) {
    if (!hours) continue;
    const [h, a, k, d] = [BigInt(hours.p50), BigInt(agentShare), BigInt(counterfactual), reverted ? 0n : million];
    gross += h * million ** 3n;
    share += h * a * million ** 2n;
    factual += h * a * k * million;
    durable += h * a * k * d;
  }
  const money = (hours: bigint, used = million) => half(hours * BigInt(rate) * used, 1_000n * million ** 4n);
  return {
    gross: money(gross),
    afterAgentShare: money(share),
    afterCounterfactual: money(factual),
    afterDurability: money(durable),
    value: money(durable, BigInt(realisation)),
  };
};

/** Cards open at most ten minutes count. Thousandths of an hour. */
export const attentionOf = ({ waits }: Quarter) => Math.round(sum(waits.map(({ openMs }) => Math.min(openMs, 10 * minute))) / 3_600);

/** As percentile_cont: in a straight line between neighbours. */
export const medianOf = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(place)] as number) + (sorted[Math.ceil(place)] as number)) / 2;
};
