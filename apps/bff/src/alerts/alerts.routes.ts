import {
  alertAssignInput,
  alertDetail,
  alertId,
  alertKind,
  alertPage,
  alertPendingList,
  alertQuery,
  alertRule,
  alertRuleInput,
  alertRuleList,
  alertSnoozeInput,
} from "@beckon/contracts/alerts";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AlertsService } from "./alerts.service.ts";
import { silencesRoutes } from "./silences.routes.ts";

const tag = "Alerts";
const idParam = z.object({ id: alertId });
const kindParam = z.object({ kind: alertKind });
const detailed = { 200: { schema: alertDetail, description: "As it is now" } };
const actErrors = { 404: "No such alert", 409: "It is over" };

/** What is wrong by rules that people set, what was done about it, and these rules. Values in the unit of their kind. */
export const alertsRoutes = ({ alerts }: { alerts: AlertsService }) =>
  new Hono<Env>()
    .route("/", silencesRoutes({ alerts }))
    .get(
      "/api/alerts",
      describe({
        tag,
        summary: "List alerts",
        description:
          "Newest first by when they fired; what fires, what is over, or both; `from` and `to` narrow to what fired in a window.",
        answers: { 200: { schema: alertPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", alertQuery),
      async (c) => c.json(await alerts.search(c.req.valid("query")), 200),
    )
    .get(
      "/api/alerts/pending",
      describe({
        tag,
        summary: "What may fire soon",
        description:
          "Subjects beyond their threshold that have not been so for long enough; what would fire first comes first. At most 200.",
        answers: { 200: { schema: alertPendingList, description: "As the last look found it" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await alerts.pending() }, 200),
    )
    .get(
      "/api/alerts/rules",
      describe({
        tag,
        summary: "List the rules",
        description: "One for each kind, in the order of the catalogue, with the values that stand: what people set, else the defaults.",
        answers: { 200: { schema: alertRuleList, description: "All" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await alerts.rules.list() }, 200),
    )
    .put(
      "/api/alerts/rules/:kind",
      describe({
        tag,
        summary: "Set a rule",
        description: "Holds from the next look on, for what fires already too. Switched off, what fires by it is over.",
        answers: { 200: { schema: alertRule, description: "As it is now" } },
        errors: { 422: "The threshold is outside what the kind takes" },
      }),
      guard({ people: "operator" }),
      validate("param", kindParam),
      validate("json", alertRuleInput),
      async (c) => c.json(await alerts.rules.set(c.get("caller"), c.req.valid("param").kind, c.req.valid("json")), 200),
    )
    .delete(
      "/api/alerts/rules/:kind",
      describe({ tag, summary: "Reset a rule to its defaults", answers: { 200: { schema: alertRule, description: "As it is now" } } }),
      guard({ people: "operator" }),
      validate("param", kindParam),
      async (c) => c.json(await alerts.rules.reset(c.get("caller"), c.req.valid("param").kind), 200),
    )
    .get(
      "/api/alerts/:id",
      describe({
        tag,
        summary: "Read an alert",
        description: "With what happened to it, its readings over time, and up to 200 of its subjects.",
        answers: detailed,
        errors: { 404: "No such alert" },
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await alerts.read(c.req.valid("param").id), 200),
    )
    .post(
      "/api/alerts/:id/acknowledge",
      describe({
        tag,
        summary: "Take an alert",
        description: "Nobody else is told of it any more. The same again changes nothing.",
        answers: detailed,
        errors: actErrors,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => c.json(await alerts.acknowledge(c.get("caller"), c.req.valid("param").id), 200),
    )
    .post(
      "/api/alerts/:id/snooze",
      describe({
        tag,
        summary: "Snooze an alert",
        description: "Until then nobody is told of it; if it still fires, it is told again. At most seven days.",
        answers: detailed,
        errors: { ...actErrors, 422: "That time does not fit" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", alertSnoozeInput),
      async (c) => c.json(await alerts.snooze(c.get("caller"), c.req.valid("param").id, c.req.valid("json").until), 200),
    )
    .post(
      "/api/alerts/:id/assign",
      describe({
        tag,
        summary: "Assign an alert",
        description: "To a person, who is told of it; who assigns it to oneself has taken it. null: to nobody any more.",
        answers: detailed,
        errors: { ...actErrors, 422: "There is no such person" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", alertAssignInput),
      async (c) => c.json(await alerts.assign(c.get("caller"), c.req.valid("param").id, c.req.valid("json").personId), 200),
    );
