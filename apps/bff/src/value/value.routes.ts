import { valueInputs, valueQuery, valueScope, valueSummary, valueTrend, valueTrendQuery } from "@beckon/contracts/value";
import { valueAssumptions, valueAssumptionsInput, valueAssumptionsPage, valueScenarios } from "@beckon/contracts/value-assumptions";
import { pageQuery } from "@beckon/contracts/common";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { ValueService } from "./value.service.ts";

const tag = "Value";
const units = "Money in millionths, hours in thousandths, shares and ratios in millionths. Null where something is missing for it.";
const windowErrors = { 422: "The window is empty, or longer than ten years, or the cursor is none of this list" };

/** What the work is worth, and the assumptions that make value of hours. */
export const valueRoutes = ({ value }: { value: ValueService }) =>
  new Hono<Env>()
    .get(
      "/api/value/summary",
      describe({
        tag,
        summary: "Read what the work is worth",
        description: `Break-even, value, cost, net and ROI as ranges, of a window and by what \`groupBy\` names. ${units} \`why\` says what.`,
        answers: { 200: { schema: valueSummary, description: "The figures, and one page of groups; `cursor` continues" } },
        errors: windowErrors,
      }),
      guard({ people: "viewer" }),
      validate("query", valueQuery),
      async (c) => c.json(await value.summary(c.req.valid("query")), 200),
    )
    .get(
      "/api/value/inputs",
      describe({
        tag,
        summary: "Read the model's input",
        description: `All that the figures of a window are made of, outcomes as columns: the same formula and seed give the same digits. ${units}`,
        answers: { 200: { schema: valueInputs, description: "The input" } },
        errors: windowErrors,
      }),
      guard({ people: "viewer" }),
      validate("query", valueScope),
      async (c) => c.json(await value.inputs(c.req.valid("query")), 200),
    )
    .get(
      "/api/value/trend",
      describe({
        tag,
        summary: "Read how value and cost went on",
        description: `By weeks or months of the time zone, and each team's first thirteen weeks. ${units}`,
        answers: { 200: { schema: valueTrend, description: "In order, the empty ones too" } },
        errors: windowErrors,
      }),
      guard({ people: "viewer" }),
      validate("query", valueTrendQuery),
      async (c) => c.json(await value.trend(c.req.valid("query")), 200),
    )
    .get(
      "/api/value/scenarios",
      describe({
        tag,
        summary: "Read three scenarios side by side",
        description: "Careful, expected, hopeful: rate, realisation and hours at the person's own P10, P50 and P90.",
        answers: { 200: { schema: valueScenarios, description: "The three, with what each changes" } },
        errors: windowErrors,
      }),
      guard({ people: "viewer" }),
      validate("query", valueScope),
      async (c) => c.json(await value.scenarios(c.req.valid("query")), 200),
    )
    .get(
      "/api/value/assumptions",
      describe({
        tag,
        summary: "Read the assumptions",
        answers: {
          200: { schema: valueAssumptionsPage, description: "Those that stand (null: none yet), and all versions, newest first" },
        },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", pageQuery),
      async (c) => c.json(await value.assumptions.list(c.req.valid("query")), 200),
    )
    .put(
      "/api/value/assumptions",
      describe({
        tag,
        summary: "Set the assumptions",
        description:
          "As a new version; those of before stay. Answers what that moved, with the same window and seed. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: valueAssumptions, description: "The new version" },
          200: { schema: valueAssumptions, description: "Nothing differs, or the same key again: the version that stands" },
        },
        errors: { 403: "Not an owner", 409: "Another version stands by now: `version` says which" },
      }),
      guard({ people: "owner" }),
      validate("json", valueAssumptionsInput),
      async (c) => {
        const set = await value.assumptions.set(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return set.created ? c.json(set.assumptions, 201) : c.json(set.assumptions, 200);
      },
    );
