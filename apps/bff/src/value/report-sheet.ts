import type { ValueGroup } from "@beckon/contracts/value";
import type { ValueRange } from "@beckon/contracts/value-figures";
import type { ValueSnapshot } from "@beckon/contracts/value-reports";
import type { Cell, Sheet } from "../platform/http/csv.ts";

type Line = Cell[];
const columns = ["section", "name", "p10", "p50", "p90", "unit", "note"];

/** A report as a table: one figure a line, in whole hours and units of money by their decimals, never rounded. */
export const reportSheet = (snapshot: ValueSnapshot, hash: string): Sheet => ({
  columns,
  rows: [
    ...aboutOf(snapshot, hash),
    ...figuresOf(snapshot),
    ...costsOf(snapshot),
    ...groupsOf(snapshot),
    ...termsOf(snapshot),
    ...titlesOf(snapshot),
  ],
});

const one = (section: string, name: string, value: Cell, unit = "", note: Cell = ""): Line => [section, name, "", value, "", unit, note];
const range = (section: string, name: string, found: ValueRange | null, { show, unit, note }: Shown): Line => [
  section,
  name,
  ...(["p10", "p50", "p90"] as const).map((at) => (found === null ? null : show(found[at]))),
  unit,
  note,
];
type Shown = { show: (value: number) => Cell; unit: string; note?: string | undefined };

/** Whole numbers of a smaller unit as decimals, digit by digit: no figure passes through a float. */
const decimal = (value: number, places: number): Cell => {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  const rest = digits.slice(-places).replace(/0+$/, "");
  return { decimal: `${value < 0 ? "-" : ""}${digits.slice(0, -places)}${rest === "" ? "" : `.${rest}`}` };
};
const money = (value: number) => decimal(value, 6);
const thousandths = (value: number) => decimal(value, 3);
const optional = (value: number | null, show: (value: number) => Cell) => (value === null ? null : show(value));

const aboutOf = ({ title, at, narrowedBy = [], summary }: ValueSnapshot, hash: string): Line[] => [
  one("report", "title", title),
  one("report", "frozen", at),
  one("report", "from", summary.window.from),
  one("report", "to", summary.window.to),
  one("report", "time zone", summary.window.timeZone),
  ...narrowedBy.map(({ filter, value }) => one("report", `only one ${filter}`, value ?? "not named")),
  one("report", "formula", summary.figures.formula),
  one("report", "seed", summary.figures.seed),
  one("report", "draws", summary.figures.draws),
  one("report", "assumptions", summary.assumptions?.version ?? null),
  one("report", "hash", hash),
];

const figuresOf = ({ summary: { figures, currency, why, counts, counters } }: ValueSnapshot): Line[] => {
  const inMoney = (note?: string) => ({ show: money, unit: currency, note });
  return [
    one("figure", "break-even", optional(figures.breakEvenMilliHours, thousandths), "h", why.breakEvenMilliHours),
    range("figure", "hours", figures.milliHours, { show: thousandths, unit: "h", note: why.milliHours }),
    range("figure", "value", figures.value, inMoney(why.value)),
    one("figure", "cost", optional(figures.costMicros, money), currency, why.costMicros),
    range("figure", "net", figures.net, inMoney(why.net)),
    range("figure", "ROI", figures.roi, { show: money, unit: "ratio", note: why.roi }),
    one("figure", "chance of ROI above 0", optional(figures.chance, money), "share", why.chance),
    one("figure", "payback", optional(figures.paybackMilliDays, thousandths), "days", why.paybackMilliDays),
    one("figure", "indicative", figures.indicative),
    one("count", "outcomes", counts.outcomes),
    one("count", "hold-outs", counts.holdOuts),
    one("count", "without hours", counts.withoutHours),
    one("count", "written down since", counts.writtenDown.outcomes),
    one("counter", "reworked", optional(counters.rework.share, money), "share", `n=${counters.rework.n}`),
    one("counter", "reverted", optional(counters.reverts.share, money), "share", `n=${counters.reverts.n}`),
    one("counter", "review, half of them within", counters.review.p50Minutes, "min", `n=${counters.review.n}`),
    ...figures.warnings.map(({ code }) => one("warning", code, "")),
  ];
};

const costsOf = ({ summary: { cost, currency } }: ValueSnapshot): Line[] => [
  ...(["billed", "plan", "infrastructure", "attention", "rework", "setUp", "total"] as const).map((part) =>
    one("cost", part, optional(cost[part], money), currency),
  ),
  one("cost", "list price of everything", optional(cost.listPrice, money), currency, "in no sum"),
];

const groupsOf = ({ groups, summary: { currency } }: ValueSnapshot): Line[] =>
  groups.flatMap(({ by, groups: all, shared }) => [
    ...all.flatMap((group) => groupLines(by, group, currency)),
    ...(shared === null ? [] : [one(`by ${by}`, "cost of all together", money(shared), currency)]),
  ]);

const groupLines = (by: string, { key, name, outcomes, value, costMicros }: ValueGroup, currency: string): Line[] => {
  const called = name ?? key ?? "not told";
  return [
    one(`by ${by}`, `${called}: outcomes`, outcomes),
    range(`by ${by}`, `${called}: value`, value, { show: money, unit: currency }),
    one(`by ${by}`, `${called}: cost`, optional(costMicros, money), currency),
  ];
};

const termsOf = ({ terms }: ValueSnapshot): Line[] => {
  if (!terms) return [];
  const { currency, rate, realisation, plans, infrastructurePerMonthMicros, setUp, workingDays } = terms;
  return [
    range("assumption", "rate", rate ?? null, { show: money, unit: `${currency}/h` }),
    range("assumption", "realisation", realisation ?? null, { show: money, unit: "share" }),
    ...plans.map((plan) =>
      one("assumption", `plan ${plan.name}`, money(plan.monthlyMicros), `${currency}/month`, `${plan.share} ppm, since ${plan.since}`),
    ),
    one("assumption", "infrastructure", optional(infrastructurePerMonthMicros ?? null, money), `${currency}/month`),
    one("assumption", "set-up", optional(setUp?.micros ?? null, money), currency, setUp?.since),
    one("assumption", "working days", workingDays, "days/year"),
  ];
};

const titlesOf = ({ titles = [] }: ValueSnapshot): Line[] =>
  titles.map(({ title, taskType, acceptedAt, grade, milliHours }) =>
    one("outcome", title, thousandths(milliHours), "h", `${taskType}, ${grade}, ${acceptedAt}`),
  );
