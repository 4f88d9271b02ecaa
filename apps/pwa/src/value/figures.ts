import type { ValueGroup, ValueSummary, ValueTrend } from "@beckon/contracts/value";
import type { ValueWhy } from "@beckon/contracts/value-figures";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { counterFigure } from "./counter-figures.ts";
import { costFigure } from "./cost-figures.ts";
import type { Figure, FigureInput } from "./figure.ts";
import { addressOf, figureAddress, filterNames, outcomesAddress, type ValueLook } from "./value-look.ts";
import { chanceWords, count, counted, days, exactMoney, hours, multiple, percent, span } from "./value-words.ts";

/** All that a figure may be made of. */
export type Told = {
  summary: ValueSummary;
  groups?: ValueSummary | undefined;
  trend?: ValueTrend | undefined;
  look: ValueLook;
  now: number;
};

/** What a figure needs that nobody has said yet, and where to say it. */
export const whyWords: Readonly<Record<ValueWhy, string>> = {
  no_assumptions: "not known yet: set your hourly rate",
  no_rate: "not known yet: set your hourly rate",
  no_realisation: "not known yet: say how much of the freed time is really used",
  no_outcomes: "not known yet: nothing was accepted in this time",
  no_cost: "not known yet: no cost was told in this time",
  no_people: "not known yet: say how many people work with the fleet",
  no_hours: "not known yet: no accepted outcome has hours",
  never_paid_back: "never, at the pace of this time",
};

const groupWords = { agent: "agent", role: "role", team: "team", model: "model", project: "project", taskType: "task type" } as const;
const longest = 80;

/** The name of one group as a person reads it. */
export function groupName({ key, name }: Pick<ValueGroup, "key" | "name">): string {
  const text = name ?? key;
  return text === null || text === "" ? "not told" : shownWords(short(text, longest));
}

/** The figure of a name, as its sheet shows it; undefined where there is no such figure. */
export function figureOf(name: string, told: Told): Figure | undefined {
  const [kind = "", ...rest] = name.split(":");
  const rest0 = rest.join(":");
  if (kind === "group") return groupFigure(rest0, told);
  if (kind === "step") return stepFigure(rest0, told);
  return headFigure(name, told) ?? costFigure(name, told) ?? counterFigure(name, told);
}

/** A range in words, with what lies at its three points. */
export function rangeInputs(range: { p10: number; p50: number; p90: number }, say: (value: number) => string): FigureInput[] {
  return [
    { name: "In 9 of 10 cases at least", value: say(range.p10), from: "P10" },
    { name: "As often more as less", value: say(range.p50), from: "P50" },
    { name: "In 1 of 10 cases more than", value: say(range.p90), from: "P90" },
  ];
}

function headFigure(name: string, { summary, look, now }: Told): Figure | undefined {
  const { figures, currency, why, cost } = summary;
  const say = (micros: number) => exactMoney(micros, currency, Math.abs(micros) < 100_000_000 ? 2 : 0);
  const rows = [{ label: counted(figures.n, "accepted outcome"), href: outcomesAddress(look, now) }];
  const assumptions = { label: "Your assumptions", href: addressOf("assumptions", { ...look, figure: undefined }) };
  const missing = (key: string) => whyWords[why[key] ?? "no_assumptions"];
  const total: FigureInput = {
    name: "Cost",
    value: cost.total === null ? "not known" : say(cost.total),
    from: "all parts that are known",
    href: figureAddress(look, "cost"),
  };
  const delivered: FigureInput = {
    name: "Hours delivered",
    value: figures.milliHours ? span(figures.milliHours, hours) : "not known",
    from: `${counted(figures.n, "outcome")}, P10–P90`,
    href: figureAddress(look, "delivered"),
  };
  switch (name) {
    case "breakeven":
      return {
        title: "Break-even",
        shown: figures.breakEvenMilliHours === null ? undefined : hours(figures.breakEvenMilliHours),
        says:
          figures.breakEvenMilliHours === null
            ? missing("breakEvenMilliHours")
            : "So many hours of your people's work have to be really saved for the fleet to cost nothing. Compare it with what it delivered.",
        formula: "cost ÷ (hourly rate × realisation)",
        inputs: [total, ...rateInputs(summary, look), delivered],
        rows: [...rows, assumptions],
      };
    case "delivered":
      return {
        title: "Hours delivered",
        shown: figures.milliHours ? span(figures.milliHours, hours) : undefined,
        says: figures.milliHours
          ? "What people would have needed for what was accepted and still stands: the agents' part of it, less what nobody would have done without them, less what was taken back."
          : missing("milliHours"),
        formula: "Σ hours of people × agents' share × would it have been done × what still stands",
        inputs: figures.milliHours ? rangeInputs(figures.milliHours, hours) : [],
        grades: figures.grades,
        rows,
      };
    case "value":
      return {
        title: "Value",
        shown: figures.value ? span(figures.value, say) : undefined,
        says: figures.value
          ? `Half of all drawn cases are above ${say(figures.value.p50)}. Every uncertain input was drawn ${drawn(figures.draws)} times.`
          : missing("value"),
        formula: "Σ hours × hourly rate × agents' share × realisation × would it have been done × what still stands",
        inputs: [...(figures.value ? rangeInputs(figures.value, say) : []), delivered, ...rateInputs(summary, look), ...lopsided(figures)],
        grades: figures.grades,
        rows: [...rows, assumptions],
      };
    case "net":
      return {
        title: "Net",
        shown: figures.net ? span(figures.net, say) : undefined,
        says: figures.net ? "What is left of the value when all that is known to have been spent is taken off." : missing("net"),
        formula: "value − cost",
        inputs: [
          ...(figures.net ? rangeInputs(figures.net, say) : []),
          { name: "Value", value: figures.value ? span(figures.value, say) : "not known", href: figureAddress(look, "value") },
          total,
        ],
        grades: figures.grades,
        rows,
      };
    case "roi":
      return {
        title: "Return on investment",
        shown: figures.roi ? span(figures.roi, percent) : undefined,
        says: figures.roi
          ? "For each unit of money that was spent so much came back on top. 0 % is break-even. It is of the net, not of the gross."
          : missing("roi"),
        formula: "(value − cost) ÷ cost",
        inputs: [...(figures.roi ? rangeInputs(figures.roi, percent) : []), total],
        grades: figures.grades,
        rows,
      };
    case "chance":
      return {
        title: "How sure it is that it pays",
        shown: figures.chance === null ? undefined : `${chanceWords(figures.chance).of} cases`,
        says:
          figures.chance === null
            ? missing("chance")
            : `${drawn(figures.draws)} cases were drawn from your ranges; in so many of them the value was above the cost.`,
        formula: "cases with ROI > 0 ÷ all drawn cases",
        inputs: [{ name: "Seed of the draw", value: String(figures.seed), from: "the same seed draws the same cases" }],
        grades: figures.grades,
        rows: [assumptions],
      };
    case "multiple":
      return {
        title: "Productivity",
        shown: figures.multiple ? `${span(figures.multiple, multiple)}×` : undefined,
        says: figures.multiple
          ? `For each hour that people worked so many hours of work came out, their own included. The gain is the multiple less one: ${figures.gain ? span(figures.gain, percent) : "not known"}.`
          : missing("multiple"),
        formula: "(people's own hours + human-equivalent hours delivered) ÷ hours of people; gain = multiple − 1",
        inputs: [delivered],
        grades: figures.grades,
        rows,
      };
    case "payback":
      return {
        title: "Payback",
        shown: figures.paybackMilliDays === null ? undefined : days(figures.paybackMilliDays),
        says:
          figures.paybackMilliDays === null
            ? "At this pace it is never paid back, or it is not known yet."
            : "At the pace of this time, what was spent is earned back in so many days.",
        formula: "investment ÷ net per day, at P50",
        inputs: [total],
        rows,
      };
    default:
      return undefined;
  }
}

/** Ranges that no ordinary distribution has: of interest to who looks closely. */
const lopsided = ({ warnings }: ValueSummary["figures"]): FigureInput[] =>
  warnings.flatMap(({ code, count: n = 0 }) =>
    code === "no_pert" ? [{ name: "Ranges too lopsided for a PERT", value: count(n), from: "a stretched shape stands in for them" }] : [],
  );
const drawn = (draws: number | undefined) => (draws === undefined ? "many" : count(draws));

/** Rate and realisation stand with the assumptions; here is where to see them. */
function rateInputs({ assumptions }: ValueSummary, look: ValueLook): FigureInput[] {
  const href = addressOf("assumptions", { ...look, figure: undefined });
  return [
    { name: "Hourly rate, realisation", value: assumptions ? `version ${assumptions.version}` : "not set", from: "your assumptions", href },
  ];
}

function groupFigure(key: string, { groups, summary, look, now }: Told): Figure | undefined {
  const by = groups?.groupBy;
  const group = groups?.groups.find((one) => (one.key ?? "-") === key);
  if (!groups || !by || !group) return undefined;
  const { currency } = summary;
  const say = (micros: number) => exactMoney(micros, currency, Math.abs(micros) < 100_000_000 ? 2 : 0);
  const isFilter = filterNames.some((name) => name === by) && group.key !== null;
  return {
    title: `${groupName(group)}, by ${groupWords[by]}`,
    shown: group.net ? span(group.net, say) : undefined,
    says: group.net
      ? "Net: what came of it, less what it spent itself. What all share (infrastructure, attention, set-up) is in no group."
      : "Its value is not known yet.",
    formula: "value − own cost",
    inputs: [
      { name: "Value", value: group.value ? span(group.value, say) : "not known" },
      { name: "Own cost", value: group.costMicros === null ? "not known" : say(group.costMicros) },
      { name: "ROI", value: group.roi ? span(group.roi, percent) : "not known" },
      { name: "Break-even", value: group.breakEvenMilliHours === null ? "not known" : hours(group.breakEvenMilliHours) },
      ...(group.indicative ? [{ name: "How sure", value: "indicative", from: "more than half rests on grades C and D" }] : []),
    ],
    rows:
      group.key === null
        ? []
        : [{ label: counted(group.outcomes, "accepted outcome"), href: outcomesAddress({ ...look, [by]: group.key }, now) }],
    narrow: isFilter
      ? { label: `Look at only this ${groupWords[by]}`, href: addressOf("", { ...look, [by]: group.key ?? undefined, figure: undefined }) }
      : undefined,
  };
}

function stepFigure(from: string, { trend, summary, look, now }: Told): Figure | undefined {
  const step = trend?.buckets.find((bucket) => bucket.from === from);
  if (!step) return undefined;
  const say = (micros: number) => exactMoney(micros, summary.currency, Math.abs(micros) < 100_000_000 ? 2 : 0);
  const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", timeZone: summary.window.timeZone });
  return {
    title: `${trend?.unit === "month" ? "Month" : "Week"} from ${day.format(new Date(step.from))}`,
    shown: step.expectedMicros === null ? undefined : say(step.expectedMicros),
    says: "Value counts in the time in which it was accepted, cost in the time in which it was spent. This is the mean of the range.",
    formula: "mean of Σ hours × hourly rate × agents' share × realisation × would it have been done × what still stands",
    inputs: [
      { name: "Hours delivered", value: hours(step.hoursMilli), from: "at P50" },
      { name: "Spent", value: step.costMicros === null ? "not known" : say(step.costMicros) },
      { name: "Break-even", value: step.breakEvenMilliHours === null ? "not known" : hours(step.breakEvenMilliHours) },
      { name: "Taken back since", value: counted(step.reverted, "outcome") },
    ],
    rows: [
      {
        label: counted(step.outcomes, "accepted outcome"),
        href: outcomesAddress({ ...look, range: "custom", from: step.from, to: step.to }, now),
      },
    ],
  };
}
