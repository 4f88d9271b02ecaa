import {
  holdOut,
  holdOutInput,
  holdOutMeasure,
  holdOuts,
  outcome,
  outcomeBaseline,
  outcomeBaselineInput,
  outcomeBaselines,
  outcomeCosts,
  outcomeId,
  outcomeInput,
  outcomePage,
  outcomePatch,
  outcomeQuery,
  outcomeWithdrawal,
  taskType,
} from "@beckon/contracts/outcomes";
import { outcomeChecks, outcomeChecksQuery, outcomeFindings, outcomeFindingsAnswer } from "@beckon/contracts/outcome-checks";
import { instant } from "@beckon/contracts/common";
import { taskId } from "@beckon/contracts/tasks";
import { Hono } from "hono";
import { z } from "zod";
import { csvResponse, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import { outcomeCells, outcomeColumns } from "./export.ts";
import type { OutcomesService } from "./outcomes.service.ts";

const tag = "Outcomes";
const idParam = validate("param", z.object({ id: outcomeId }));
const asNow = { 200: { schema: outcome, description: "The outcome as it is now" } };
const noSuch = { 404: "No such outcome" };

/** Accepted results, the unit of business value. Money in millionths of a dollar, hours in thousandths, shares in millionths. */
export const outcomesRoutes = ({ outcomes }: { outcomes: OutcomesService }) =>
  new Hono<Env>()
    .get(
      "/api/outcomes",
      describe({
        tag,
        summary: "List the outcomes",
        description:
          "By the time of acceptance; `from` defaults to 30 days before `to`. `format=csv` or `json`: a file of all that fits, at most 5,000.",
        answers: { 200: { schema: outcomePage, description: "The last accepted first" } },
        errors: { 400: "An unknown cursor" },
      }),
      guard({ people: "viewer" }),
      validate("query", outcomeQuery),
      async (c) => {
        const query = c.req.valid("query");
        const isSheet = wantsCsv(c, query.format);
        if (!isSheet && query.format === undefined) return c.json(await outcomes.search(query), 200);
        const { items, ...rest } = await outcomes.exportAll(query);
        if (isSheet) return csvResponse(c, "outcomes", { columns: outcomeColumns, rows: items.map(outcomeCells) });
        return c.json({ items, ...rest }, 200);
      },
    )
    .post(
      "/api/outcomes",
      describe({
        tag,
        summary: "Accept a result",
        description:
          "A completed task, a workflow that passed, or by hand with a title. Work that has an outcome already (its pull request was merged) keeps that one. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: outcome, description: "Accepted" },
          200: { schema: outcome, description: "It was accepted before, in this or another way" },
        },
        errors: {
          404: "No such task, workflow run or session",
          409: "It is not completed, or the outcome was withdrawn",
          422: "It does not fit: why, by field",
        },
      }),
      guard({ people: "operator" }),
      validate("json", outcomeInput),
      async (c) => {
        const made = await outcomes.accept(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return made.created ? c.json(made.outcome, 201) : c.json(made.outcome, 200);
      },
    )
    .get(
      "/api/outcomes/costs",
      describe({
        tag,
        summary: "What was spent with and without an outcome",
        description: "Both together are all that was spent in the window. The window is widened to full quarters of an hour.",
        answers: { 200: { schema: outcomeCosts, description: "The sums, and the dearest runs without an outcome" } },
      }),
      guard({ people: "viewer" }),
      validate("query", z.object({ from: instant.optional(), to: instant.optional() })),
      async (c) => c.json(await outcomes.costsForPeople(c.req.valid("query")), 200),
    )
    .get(
      "/api/outcomes/baselines",
      describe({
        tag,
        summary: "What each type of task takes people",
        answers: { 200: { schema: outcomeBaselines, description: "All types: as declared, and as hold-outs measured it" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await outcomes.baselines.read(), 200),
    )
    .put(
      "/api/outcomes/baselines/:taskType",
      describe({
        tag,
        summary: "Say what a type of task takes people",
        description: "Runs that began before keep what stood then. `words` are labels and prefixes that mean this type.",
        answers: { 200: { schema: outcomeBaseline, description: "As it is now" } },
        errors: { 422: "It does not fit: why, by field" },
      }),
      guard({ people: "operator" }),
      validate("param", z.object({ taskType })),
      validate("json", outcomeBaselineInput),
      async (c) => c.json(await outcomes.baselines.set(c.get("caller"), c.req.valid("param").taskType, c.req.valid("json")), 200),
    )
    .get(
      "/api/outcomes/hold-outs",
      describe({
        tag,
        summary: "List the hold-outs",
        answers: { 200: { schema: holdOuts, description: "The share, and the newest 200" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await outcomes.holdOuts.read(), 200),
    )
    .put(
      "/api/outcomes/hold-outs",
      describe({
        tag,
        summary: "Set the share of hold-outs",
        description:
          "Of new tasks of the team this share gets the label `hold-out`: no agent is given them, and a person says what they took.",
        answers: { 200: { schema: holdOuts, description: "As it is now" } },
        errors: { 422: "At most half" },
      }),
      guard({ people: "operator" }),
      validate("json", holdOutInput),
      async (c) => c.json(await outcomes.holdOuts.setShare(c.get("caller"), c.req.valid("json").share), 200),
    )
    .put(
      "/api/outcomes/hold-outs/:taskId/hours",
      describe({
        tag,
        summary: "Say what a hold-out took",
        answers: { 200: { schema: holdOut, description: "Measured" } },
        errors: { 404: "This task is no hold-out" },
      }),
      guard({ people: "operator" }),
      validate("param", z.object({ taskId })),
      validate("json", holdOutMeasure),
      async (c) =>
        c.json(await outcomes.holdOuts.measure(c.get("caller"), c.req.valid("param").taskId, c.req.valid("json").milliHours), 200),
    )
    .get(
      "/api/outcomes/checks",
      describe({
        tag,
        summary: "What to look for in a repository",
        description: "For `beckon outcomes check`: outcomes of this repository with their commits.",
        answers: { 200: { schema: outcomeChecks, description: "Newest first" } },
        errors: { 400: "An unknown cursor" },
      }),
      guard({ people: "operator", local: true }),
      validate("query", outcomeChecksQuery),
      async (c) => c.json(await outcomes.checks.list(c.req.valid("query")), 200),
    )
    .post(
      "/api/outcomes/checks",
      describe({
        tag,
        summary: "Report what was found in a repository",
        description: "The same look again is the same evidence. A later look never raises what stands; a revert of the revert does.",
        answers: { 200: { schema: outcomeFindingsAnswer, description: "Of each whether it was taken, and what stands now" } },
        errors: { 422: "It does not fit: why, by field" },
      }),
      guard({ people: "operator", local: true }),
      validate("json", outcomeFindings),
      async (c) => c.json(await outcomes.checks.take(c.get("caller"), c.req.valid("json")), 200),
    )
    .get(
      "/api/outcomes/:id",
      describe({ tag, summary: "Read an outcome", answers: asNow, errors: noSuch }),
      guard({ people: "viewer" }),
      idParam,
      async (c) => c.json(await outcomes.read(c.req.valid("param").id), 200),
    )
    .patch(
      "/api/outcomes/:id",
      describe({
        tag,
        summary: "Correct an outcome",
        description: "Hours that are said now are grade C, or D where a model judged them; `hours: null` takes them back to the baselines.",
        answers: asNow,
        errors: { ...noSuch, 409: "Somebody else changed it, or it was withdrawn", 422: "It does not fit: why, by field" },
      }),
      guard({ people: "operator" }),
      idParam,
      validate("json", outcomePatch),
      async (c) => c.json(await outcomes.correct(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .post(
      "/api/outcomes/:id/withdraw",
      describe({
        tag,
        summary: "Withdraw an outcome",
        description: "It counts no more, and the same work does not come back by another word of it.",
        answers: asNow,
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      idParam,
      validate("json", outcomeWithdrawal),
      async (c) => c.json(await outcomes.withdraw(c.get("caller"), c.req.valid("param").id, c.req.valid("json").reason), 200),
    )
    .post(
      "/api/outcomes/:id/restore",
      describe({ tag, summary: "Put a withdrawn outcome back", answers: asNow, errors: { ...noSuch, 409: "It was not withdrawn" } }),
      guard({ people: "operator" }),
      idParam,
      async (c) => c.json(await outcomes.restore(c.get("caller"), c.req.valid("param").id), 200),
    );
