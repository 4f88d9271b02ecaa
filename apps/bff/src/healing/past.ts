import type { HealingAct, HealingFault, HealingLikelihood, HealingTally } from "@beckon/contracts/healing";
import { fewestCases } from "./thresholds.ts";

/** What auto-heal itself did before, as a plan takes it. */
export type Past = {
  /** Measured cases; both kinds of outcome. */
  tallies: readonly HealingTally[];
  /** Restarts of the last hour, and what was let go on, by the agent of the machine. Those that a person's answer asked for count too. */
  restarts: readonly { key: string; at: string }[];
  /** Questions: open ones, and what a person said lately. */
  asks: readonly {
    fault: HealingFault;
    key: string;
    at: string;
    answered?: { choice: "again" | "stop" | "leave"; by: string; at: string };
  }[];
};

/** Only what was seen here, and only from so many cases on. */
export const likelihoodOf = ({ tallies }: Pick<Past, "tallies">, fault: HealingFault, act: HealingAct): HealingLikelihood | undefined => {
  const tally = tallies.find((one) => one.fault === fault && one.act === act);
  return tally && tally.of >= fewestCases ? { helped: tally.helped, of: tally.of } : undefined;
};
