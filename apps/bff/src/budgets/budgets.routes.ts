import {
  budget,
  budgetId,
  budgetInput,
  budgetList,
  budgetPatch,
  spendAlarmList,
  spendHours,
  spendHoursQuery,
} from "@beckon/contracts/budgets";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { BudgetsService } from "./budgets.service.ts";

const tag = "Budgets";
const idParam = z.object({ id: budgetId });
const noSuch = { 404: "No such budget" };

/** What may be spent of what in which time; said at 50 and 80 %, asked at 100 %, then stopped where that is the answer. Money in micro-dollars. */
export const budgetsRoutes = ({ budgets }: { budgets: BudgetsService }) =>
  new Hono<Env>()
    .get(
      "/api/budgets",
      describe({
        tag,
        summary: "List the budgets",
        description: "In the order of their making, each as the ledger stands now. At most 200.",
        answers: { 200: { schema: budgetList, description: "All" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await budgets.list() }, 200),
    )
    .get(
      "/api/budgets/hours",
      describe({
        tag,
        summary: "Spend by hour",
        description: "Of the whole workspace, or of one scope, in micro-dollars by full hour of UTC, beside the scope's own habit.",
        answers: { 200: { schema: spendHours, description: "As the ledger stands now" } },
        errors: { 404: "Nothing of this id", 409: "The demo fleet spends no money" },
      }),
      guard({ people: "viewer" }),
      validate("query", spendHoursQuery),
      async (c) => c.json(await budgets.hours(c.req.valid("query")), 200),
    )
    .get(
      "/api/budgets/alarms",
      describe({
        tag,
        summary: "Alarms about spending",
        description: "Hours far above habit, and silence while agents are at work; of the last seven days, newest first.",
        answers: { 200: { schema: spendAlarmList, description: "At most 50" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await budgets.alarms.list() }, 200),
    )
    .post(
      "/api/budgets",
      describe({
        tag,
        summary: "Set a budget",
        description:
          "Of the workspace, an agent, a team, a project or a task, for each day, week or month of a time zone, or for a team's or task's whole life. What was spent of the period before counts. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: budget, description: "Set" },
          200: { schema: budget, description: "The same key again: the budget of before, as it is now" },
        },
        errors: { 404: "Nothing of this id", 409: "Such a budget stands, the scope is over or of the demo fleet, or there are too many" },
      }),
      guard({ people: "operator" }),
      validate("json", budgetInput),
      async (c) => {
        const { budget: made, created } = await budgets.create(
          c.get("caller"),
          c.req.valid("json"),
          readKey(c.req.header("idempotency-key")),
        );
        return created ? c.json(made, 201) : c.json(made, 200);
      },
    )
    .get(
      "/api/budgets/:id",
      describe({
        tag,
        summary: "Read a budget",
        answers: { 200: { schema: budget, description: "As the ledger stands now" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await budgets.read(c.req.valid("param").id), 200),
    )
    .patch(
      "/api/budgets/:id",
      describe({
        tag,
        summary: "Change, pause or resume a budget",
        description: "Another amount holds at once, for the period under way too; an open question about the old one is withdrawn.",
        answers: { 200: { schema: budget, description: "As it is now" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", budgetPatch),
      async (c) => c.json(await budgets.patch(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .delete(
      "/api/budgets/:id",
      describe({
        tag,
        summary: "Delete a budget",
        description: "With its history, which the audit keeps. Who was stopped by it stays stopped.",
        answers: { 204: { description: "Gone" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await budgets.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
