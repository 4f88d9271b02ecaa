import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import { workingDaysIn } from "./entered.ts";
import { localDays } from "./local-days.ts";
import type { Grade, ValueInput, ValueOutcome } from "./types.ts";
import { costOf } from "./window-cost.ts";

/**
 * The model's input out of the answer of `GET /api/value/inputs`: server and devices compute by it, and so to the same
 * digits. `terms` in place of those in the answer: to try others.
 */
export function inputOf(inputs: ValueInputs, terms: ValueTerms | null = inputs.terms): ValueInput {
  const { from, to, timeZone } = inputs.window;
  const cost = costOf(inputs.spent, terms, { from: Date.parse(from), to: Date.parse(to), timeZone });
  const perYear = terms?.workingDays ?? usualWorkingDays;
  const { dateOf } = localDays(timeZone);
  // A day that has begun counts.
  const workingDays = workingDaysIn(dateOf(Date.parse(from)), dateOf(Date.parse(to) - 1 + dayMs), perYear);
  const human = humanHours(terms, workingDays);
  return {
    outcomes: outcomesOf(inputs.outcomes),
    assumptions: { rateMicros: terms?.rate ?? null, realisation: terms?.realisation ?? null, workingDays: perYear },
    costs: {
      billed: cost.billed,
      plan: cost.plan,
      infrastructure: cost.infrastructure,
      attention: cost.attention,
      rework: cost.rework,
      setUp: cost.setUp,
    },
    window: { days: inputs.days, workingDays },
    investmentMicros: terms?.setUp?.micros ?? null,
    humanMilliHours: human,
    // What agents did not take of people's attention went into work of their own.
    ownMilliHours: human === null ? undefined : human - Math.min(human, inputs.spent.attentionMilliHours ?? 0),
    people: terms?.people,
    seed: inputs.seed,
  };
}

const usualWorkingDays = 220;
const dayMs = 86_400_000;

/** Hours that people worked in the window, as they say: all of them, on each of its working days. */
function humanHours(terms: ValueTerms | null, workingDays: number): number | null {
  if (terms?.people === undefined || terms.hoursPerPersonDay === undefined) return null;
  return Math.round(terms.people * terms.hoursPerPersonDay * workingDays);
}

function outcomesOf({ n, p10, p50, p90, grade, ...named }: ValueInputs["outcomes"]): ValueOutcome[] {
  const { agentShare, counterfactual, durability, taskType, basis } = named;
  const at = <T>({ of, at }: { of: readonly T[]; at: readonly number[] }, index: number) => of[at[index] as number] as T;
  return Array.from({ length: n }, (_, index) => ({
    hours: { p10: p10[index] as number, p50: p50[index] as number, p90: p90[index] as number },
    grade: grade[index] as Grade,
    agentShare: at(agentShare, index),
    counterfactual: at(counterfactual, index),
    durability: at(durability, index),
    taskType: at(taskType, index),
    basis: at(basis, index) || undefined,
  }));
}
