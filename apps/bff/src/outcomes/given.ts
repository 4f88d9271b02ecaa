import type { OutcomeInput, OutcomePatch } from "@beckon/contracts/outcomes";
import type { Caller } from "../platform/http/env.ts";
import { selfReported, type Hours } from "./baseline.ts";
import { nameOf } from "./callers.ts";
import type { Given } from "./outcomes.table.ts";

/** What a person says of this very outcome. Hours that are said once the work is done are grade C; what a model judged is D. */
export const givenOf = (input: Partial<OutcomeInput> | OutcomePatch, caller: Caller, now: Date): Given => {
  const { hours, agentShare, counterfactual, taskType, declaredReviewMinutes } = input;
  const title = "version" in input ? input.title : undefined;
  return {
    ...(title === undefined ? {} : { title }),
    ...(taskType === undefined ? {} : { taskType }),
    ...(hours ? { hours: hoursGiven(hours, nameOf(caller), now) } : {}),
    ...(agentShare === undefined ? {} : { agentShare }),
    ...(counterfactual === undefined ? {} : { counterfactual }),
    ...(declaredReviewMinutes === undefined ? {} : { declaredReviewMinutes }),
  };
};

const hoursGiven = (hours: NonNullable<OutcomeInput["hours"]>, by: string, now: Date): Hours => {
  const said = { by, at: now.toISOString() };
  if ("saved" in hours) return { triple: selfReported(hours.saved), grade: "C", basis: { kind: "person", ...said } };
  const { judgedBy, ...triple } = hours;
  return judgedBy === "model"
    ? { triple, grade: "D", basis: { kind: "model", ...said } }
    : { triple, grade: "C", basis: { kind: "person", ...said } };
};
