/*
 * What the model of business value takes and gives (METRICS "Business value"). Money is in whole millionths of the
 * workspace's currency (`micros`), hours are whole thousandths (`milliHours`), days too (`milliDays`), shares, ratios and
 * probabilities are whole millionths (`ppm`: 84.62 is 84_620_000). `null` is "no data", never 0.
 */

/** Names the formula and the sampling with it: two results of one name and one input are equal to the last digit. */
export const formulaVersion = "beckon-value/1";

/** What it is by 10, 50 and 90 %; never falling, never negative. All three equal: it is known. */
export type Triple = { p10: number; p50: number; p90: number };

/** Where hours come from. A: own history of this task type; B: estimated before the run; C: after it; D: judged by a model. */
export type Grade = "A" | "B" | "C" | "D";

/** One accepted outcome. It needs no id: its random numbers come from what it is, not from where it stands. */
export type ValueOutcome = {
  /** Hours a person would have needed, in milliHours. */
  hours: Triple;
  grade: Grade;
  /** Which part of it agents did, ppm (`a`). */
  agentShare: number;
  /** Would it have been done without them? 1_000_000: yes, by people; 500_000: perhaps; 0: by nobody (`k`). */
  counterfactual: number;
  /** 1_000_000 as it stands, less where it was reworked, 0 when reverted (`d`). */
  durability: number;
  /** Hours are told apart by it where the strongest inputs are named. */
  taskType?: string | undefined;
  /**
   * What the hours rest on if other outcomes rest on the same: one estimate for a whole task type is wrong for all of
   * them at once. Outcomes of one basis are sampled together, which makes the range as wide as it truly is; without it
   * each errs by itself.
   */
  basis?: string | undefined;
};

/** `null`: nobody has said it, and what hangs on it is null. */
export type ValueAssumptions = {
  /** A loaded hour of a person, in micros. */
  rateMicros: Triple | null;
  /** Which part of the freed time is really used, ppm, at most 1_000_000 (`u`). */
  realisation: Triple | null;
  /** Working days of a year, 220 if not given. */
  workingDays?: number | undefined;
};

export type CostPart = "billed" | "plan" | "infrastructure" | "attention" | "rework" | "setUp";

/**
 * What was spent in the window, by part, in micros. `plan`: the share of plans; `setUp`: a twelfth for each month. `null`:
 * not known; it counts as nothing and is named in a warning, because it makes the rest look better than it is.
 */
export type ValueCosts = Record<CostPart, number | null>;

export type ValueInput = {
  outcomes: readonly ValueOutcome[];
  assumptions: ValueAssumptions;
  costs: ValueCosts;
  /** `days`: calendar days of the window; `workingDays`: those of them (see `workingDaysIn`). Parts of a day are allowed. */
  window: { days: number; workingDays: number };
  /** What is to be paid back, in micros; the cost, if not given. */
  investmentMicros?: number | null | undefined;
  /** Hours that people themselves spent. */
  humanMilliHours?: number | null | undefined;
  /**
   * Those of them in which people did work of their own: each came out as an hour of work, and counts in the multiple
   * beside what agents delivered. None if not given: then the hours above are those spent on these outcomes alone.
   */
  ownMilliHours?: number | undefined;
  /** For how many people the annual view is shared; 1 if not given. */
  people?: number | undefined;
  /** A whole number from 0 to 2³² − 1; 1 if not given. */
  seed?: number | undefined;
  /** Multiple of 10, at least 100; 10,000 if not given. */
  draws?: number | undefined;
};

/** How far one input moves the net, in micros: with it at P10 (`low`) and at P90 (`high`), all others at P50. */
export type Strength = {
  /** `hours` with the task type they belong to, if any was given; `taskType` null: all that are not told apart. */
  input: "hours" | "rate" | "realisation";
  taskType?: string | null | undefined;
  low: number;
  high: number;
};

/** From what nobody should call value to what is: every input at its P50, each step exact, in micros. */
export type Bridge = {
  /** Hours × rate, nothing taken off. */
  gross: number;
  /** What is left after the agents' share, the counterfactual, durability and realisation, each on top of the one before. */
  afterAgentShare: number;
  afterCounterfactual: number;
  afterDurability: number;
  /** All of it: the value with every input at its P50. Not the P50 of the sampled value: hours err upward more than downward. */
  value: number;
  cost: number | null;
  net: number | null;
};

export type Annual = {
  /** Of a year of working days, at the pace of the window. */
  value: Triple;
  net: Triple | null;
  /** Human-equivalent hours of a person (`people`) and year, at P50. */
  milliHoursPerPerson: number;
};

export type ValueResult = {
  formula: string;
  seed: number;
  draws: number;
  /** Outcomes. */
  n: number;
  /** All known parts together; null if none is known. */
  costMicros: number | null;
  /** Hours that have to be really saved for the cost: cost ÷ (rate × realisation), at their P50. */
  breakEvenMilliHours: number | null;
  /** Hours × agent share × counterfactual × durability: what stands against the break-even. */
  milliHours: Triple | null;
  value: Triple | null;
  net: Triple | null;
  /** ppm; null too where a cost is so small that the ratio is no longer a safe number. */
  roi: Triple | null;
  /** In how many draws the ROI was above 0, ppm. */
  chance: number | null;
  /** The mean of the value by closed form: what the draws scatter around. */
  expectedMicros: number | null;
  atP50: Bridge | null;
  /** Which part of the value at P50 rests on each grade, ppm, in all exactly 1_000_000; null without value. */
  grades: Record<Grade, number> | null;
  /** More than half of the value rests on C and D; null without value. */
  indicative: boolean | null;
  /** The three inputs that move the net most, the strongest first; fewer if fewer are uncertain. Without cost, of the value. */
  strongest: Strength[];
  /** Investment ÷ net per day at P50; null if it is never paid back. */
  paybackMilliDays: number | null;
  /** (Human-equivalent hours + people's own) ÷ hours of people, ppm; the gain is the multiple − 1. */
  multiple: Triple | null;
  gain: Triple | null;
  annual: Annual | null;
  warnings: Warning[];
};

/** Why a figure is less than it looks. `parts`, `count` and `milliHours` only where the code says so. */
export type Warning =
  /** These parts of the cost are not known and not in it. */
  | { code: "cost_missing"; parts: CostPart[] }
  /** More than half of the value rests on grades C and D. */
  | { code: "indicative" }
  /** More human-equivalent hours for each person and year than 2,080, which is what a year of work holds. */
  | { code: "over_year"; milliHours: number }
  /** Rate and hours come to more money than can be told exactly; what hangs on it is null. */
  | { code: "too_large" }
  /** So many triples are the quantiles of no PERT distribution; a stretched one with the same quantiles stands in. */
  | { code: "no_pert"; count: number };

/** A claim as it is made, "23.5 hours saved a day": nothing in it was measured. */
export type ClaimInput = {
  /** Hours of one person saved a day, how many days a year, and what an hour is said to be worth. */
  milliHoursPerDay: number;
  days: number;
  rateMicros: number;
  /** Benefits that come as a sum, with the name they are given. */
  flat: readonly { name: string; micros: number }[];
  /** For the same year. */
  costMicros: number;
  /** What was done in how many hours of people, where the claim says so: 8 h gave 27.2 h. */
  output?: { humanMilliHours: number; equivalentMilliHours: number } | undefined;
  /** What the claim calls its gain (340 %: 3_400_000) and its sum, to compare. */
  stated?: { gain?: number | undefined; sumMicros?: number | undefined } | undefined;
  workingDays?: number | undefined;
};

export type ClaimWarning =
  /** More hours than the 2,080 that a person works in a year. */
  | { code: "over_year"; milliHours: number }
  /** More days than a year has working days; `impossible`: than it has days. */
  | { code: "over_working_days"; days: number; workingDays: number; impossible: boolean }
  /** More hours a day than a working day has (8); `impossible`: than a day has (24). */
  | { code: "over_working_day"; milliHours: number; impossible: boolean }
  /** The stated gain is the multiple: 340 % of before is 240 % more. */
  | { code: "multiple_called_gain"; stated: number; gain: number }
  /** Hours a day do not follow from the output: 27.2 − 8 is 19.2, not 23.5. */
  | { code: "hours_disagree"; milliHours: number }
  /** The parts add up to something else than was stated. */
  | { code: "sum_disagrees"; stated: number; sum: number }
  /** No hour has a source: below grade D. */
  | { code: "no_grade" }
  /** Gross: nothing is taken off for what agents did not do, time not really used, what would not have been done, what was reverted. */
  | { code: "gross" }
  /** A flat sum without hours, rate or source. */
  | { code: "flat_unproven"; names: string[] }
  /** One number, no range. */
  | { code: "no_range" };

export type ClaimResult = {
  multiple: number | null;
  gain: number | null;
  hoursValueMicros: number;
  sumMicros: number;
  netMicros: number;
  roi: number | null;
  /** Of as many days as the claim has. */
  paybackMilliDays: number | null;
  milliHoursPerYear: number;
  /** What is left of the hours when a year holds no more than 2,080 of them. */
  yearHolds: { milliHours: number; micros: number };
  warnings: ClaimWarning[];
};
