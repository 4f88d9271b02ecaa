import type { ValueCost } from "@beckon/contracts/value";
import type { Figure, FigureInput } from "./figure.ts";
import type { Told } from "./figures.ts";
import { addressOf, outcomesAddress } from "./value-look.ts";
import { count, counted, exactMoney } from "./value-words.ts";

type Part = ValueCost["missing"][number];

export const partNames: Readonly<Record<Part, string>> = {
  billed: "Billed",
  plan: "In plans",
  infrastructure: "Infrastructure",
  attention: "Your attention",
  rework: "Rework",
  setUp: "Set-up",
};
const partSays: Readonly<Record<Part, string>> = {
  billed: "Paid by token, as the agents told it or as the price table has it.",
  plan: "Your share of flat rates such as subscriptions, for the days of this time.",
  infrastructure: "Machines and services, by the month, for the days of this time.",
  attention: "Time that people spent on the agents' questions and reviews, at your hourly rate.",
  rework: "What agents spent on taking back or mending accepted work. It is not in billed a second time.",
  setUp: "Paid once, spread over twelve months, for the days of this time.",
};
const partFormulas: Readonly<Record<Part, string>> = {
  billed: "Σ calls, at the agent's own price, else tokens × price table",
  plan: "price per month × your share × days of this time ÷ days of the month",
  infrastructure: "price per month × days of this time ÷ days of the month",
  attention: "(open-to-answer time, at most 10 min a card, + reviews) × hourly rate",
  rework: "billed of runs that took back or mended an outcome",
  setUp: "set-up ÷ 12 per month",
};
export const costParts = Object.keys(partNames) as Part[];

/** The sheets of what was spent. */
export function costFigure(name: string, { summary, look, now }: Told): Figure | undefined {
  const { cost, currency } = summary;
  const say = (micros: number) => exactMoney(micros, currency, 2);
  const known = (micros: number | null) => (micros === null ? "not known" : say(micros));
  const assumptions = { label: "Your assumptions", href: addressOf("assumptions", { ...look, figure: undefined }) };
  const part = costParts.find((one) => one === name);
  if (part)
    return {
      title: partNames[part],
      shown: cost[part] === null ? undefined : say(cost[part]),
      says: cost[part] === null ? `Nobody has said it yet, so it is in no sum. ${partSays[part]}` : partSays[part],
      formula: partFormulas[part],
      inputs: part === "billed" ? leftOut(cost) : [],
      rows:
        part === "billed"
          ? [{ label: "Outcomes, with what each cost", href: outcomesAddress(look, now) }]
          : part === "attention"
            ? [{ label: "Attention", href: "/value/attention" }]
            : [assumptions],
    };
  if (name === "cost")
    return {
      title: "Cost",
      shown: cost.total === null ? undefined : say(cost.total),
      says:
        cost.missing.length === 0
          ? "All parts are known."
          : `Without what nobody has said: ${cost.missing.map((one) => partNames[one].toLowerCase()).join(", ")}. It is really more.`,
      formula: costParts.map((one) => partNames[one].toLowerCase()).join(" + "),
      inputs: [...costParts.map((one) => ({ name: partNames[one], value: known(cost[one]) })), ...leftOut(cost)],
      rows: [assumptions, { label: "Budgets", href: "/value/budgets" }],
    };
  if (name === "list")
    return {
      title: "At list price",
      shown: cost.listPrice === null ? undefined : say(cost.listPrice),
      says: "What all calls would have cost if they had been paid by token: what plans cover, too. It is in no sum here.",
      formula: "Σ tokens × price table",
      inputs: [],
      rows: [],
    };
  if (name === "unattributed")
    return {
      title: "Not linked to an outcome",
      shown: cost.unattributed ? say(cost.unattributed.billed) : undefined,
      says: "Spent by runs that no accepted outcome names: attempts, questions, work that is not done yet. It counts in the cost all the same.",
      formula: "billed − billed of runs that an outcome names",
      inputs: cost.unattributed
        ? [
            { name: "Billed", value: say(cost.unattributed.billed) },
            { name: "At list price", value: say(cost.unattributed.listPrice), from: "what plans cover, too; in no sum" },
            { name: "Runs", value: count(cost.unattributed.sessions) },
          ]
        : [],
      rows: [{ label: "Outcomes, and the runs without one", href: outcomesAddress(look, now) }],
    };
  return undefined;
}

function leftOut({ unpriced, paymentUnknown }: ValueCost): FigureInput[] {
  return [
    ...(unpriced > 0 ? [{ name: "Without a price", value: counted(unpriced, "call"), from: "in no sum" }] : []),
    ...(paymentUnknown > 0 ? [{ name: "Not told how they are paid", value: counted(paymentUnknown, "call"), from: "in no sum" }] : []),
  ];
}
